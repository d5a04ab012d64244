import { isIP } from 'node:net';
import type { ApiStatus } from '../contract/api-access.ts';
import { BenchtopError, fail } from '../contract/errors.ts';
import { type Phrase, say } from '../contract/phrase.ts';
import type { Caller } from '../dispatcher.ts';
import { ApiServer } from './api-server.ts';
import {
  type Certificate,
  type CertificateStore,
  fingerprintOf,
  ownCertificate,
  readCertificate,
} from './certificate.ts';
import type { ApiDoor } from './door.ts';

/** What the settings want. */
export interface WantedPlace {
  host: string;
  port: number;
}

export interface ApiListenerOptions {
  door: ApiDoor;
  /** Where the settings want it; nothing while it is off. */
  wanted(): WantedPlace | undefined;
  /** Files of a certificate of the administrator's own; empty for none. */
  certificateFiles(): { certificate: string; key: string };
  certificates: CertificateStore;
  /** Who everybody is at this place, where nobody is asked for a key; it is loopback then, whatever is wanted. */
  everybody?: () => Caller;
  /** Told after a socket was opened or closed, or could not be. */
  changed(): void;
}

const isLoopback = (host: string): boolean => host === '::1' || host.startsWith('127.');

/** Reads `127.0.0.1:8080`. Error: parameter for what is no address and port. */
export function apiAddress(text: string): WantedPlace {
  const [, host = '', digits = ''] = /^\[?([^\]]*?)\]?:(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === '' || port > 65535 || (isIP(host) === 0 && host !== 'localhost'))
    throw fail('parameter', say`${text.slice(0, 100)} is no address for the API.`, {
      hint: say`Give an address and a port, such as 127.0.0.1:8080.`,
    });
  return { host: host === 'localhost' ? '127.0.0.1' : host, port };
}

/** Keeps the API's socket as it is wanted: none while it is off, one at the address of the settings or of the command line. */
export class ApiListener {
  readonly #options: ApiListenerOptions;
  #server: ApiServer | undefined;
  #tls: Certificate | undefined;
  #fixed = false;
  /** What was opened last, or could not be, as text to compare. */
  #opened = '';
  #error: Phrase | undefined;
  /** One change after another: two at once would fight for the port. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: ApiListenerOptions) {
    this.#options = options;
  }

  status(): ApiStatus {
    return {
      enabled: this.#fixed || this.#options.wanted() !== undefined,
      byCommandLine: this.#fixed,
      ...(this.#server !== undefined && { url: this.#server.url }),
      ...(this.#tls !== undefined && {
        certificate: this.#tls.certificate,
        fingerprint: fingerprintOf(this.#tls.certificate),
      }),
      ...(this.#error !== undefined && { error: this.#error }),
    };
  }

  /** Listens for this run where the command line says, whatever the settings. Rejects when that cannot be. */
  async listenAt(text: string): Promise<void> {
    this.#fixed = true;
    await this.#open(apiAddress(text));
  }

  /** Opens, moves or closes the socket as the settings want it now. Never rejects: what is in the way is in the status. */
  follow(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#follow());
    return this.#turn;
  }

  async #follow(): Promise<void> {
    if (this.#fixed) return;
    const place = this.#options.wanted();
    const wanted = JSON.stringify([place, this.#options.certificateFiles()]);
    if (wanted === this.#opened && this.#error === undefined) return;
    this.#opened = wanted;
    this.#error = undefined;
    await this.#closeServer();
    if (place !== undefined)
      await this.#open(place).catch((error: unknown) => {
        this.#error =
          (error instanceof BenchtopError ? error.data.phrases?.message : undefined) ?? say`The API cannot be opened.`;
      });
    this.#options.changed();
  }

  async #open({ host, port }: WantedPlace): Promise<void> {
    const { everybody } = this.#options;
    if (everybody !== undefined && !isLoopback(host)) throw new Error('A port without keys is open on loopback only');
    const tls = isLoopback(host) ? undefined : await this.#certificate(host);
    try {
      this.#server = await ApiServer.listen(this.#options.door, { host, port, tls, everybody });
      this.#tls = tls;
    } catch (error) {
      throw cannotListen(host, port, error);
    }
  }

  /** Beyond this computer nothing goes unencrypted. */
  #certificate(host: string): Promise<Certificate> {
    const { certificate, key } = this.#options.certificateFiles();
    return certificate === ''
      ? ownCertificate(this.#options.certificates, host, this.#options.door.clock())
      : readCertificate(certificate, key);
  }

  async #closeServer(): Promise<void> {
    const former = this.#server;
    this.#server = undefined;
    this.#tls = undefined;
    await former?.close();
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#closeServer();
  }
}

function cannotListen(host: string, port: number, error: unknown): BenchtopError {
  const code = (error as { code?: string }).code;
  const hint = say`Choose another port.`;
  if (code === 'EADDRINUSE')
    return fail('inUse', say`The API cannot be opened at ${host}:${port}: another program has this port.`, {
      hint,
      cause: error,
    });
  if (code === 'EACCES')
    return fail('unavailable', say`The API cannot be opened at ${host}:${port}: this user may not have this port.`, {
      hint,
      cause: error,
    });
  if (code === 'EADDRNOTAVAIL')
    return fail('unavailable', say`The API cannot be opened at ${host}: this computer has no such address.`, {
      hint: say`Take one of its own, or 0.0.0.0 for all.`,
      cause: error,
    });
  return fail('unavailable', say`The API cannot be opened at ${host}:${port}: ${code ?? 'unknown'}`, {
    hint,
    cause: error,
  });
}
