import { isIP } from 'node:net';
import type { ApiStatus } from '../contract/api-access.ts';
import { type BenchtopError, fail } from '../contract/errors.ts';
import { type Phrase, say } from '../contract/phrase.ts';
import { ApiServer } from './api-server.ts';
import type { ApiDoor } from './door.ts';

export interface ApiListenerOptions {
  door: ApiDoor;
  /** What the settings want: a port, or nothing. */
  wanted(): number | undefined;
  /** Told after a socket was opened or closed, or could not be. */
  changed(): void;
}

const loopback = '127.0.0.1';

/** Reads `127.0.0.1:8080`. Errors: parameter for what is no address and port, and for addresses that others could reach. */
export function apiAddress(text: string): { host: string; port: number } {
  const [, host = '', digits = ''] = /^\[?([^\]]*?)\]?:(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === '' || port > 65535 || (isIP(host) === 0 && host !== 'localhost'))
    throw fail('parameter', say`${text.slice(0, 100)} is no address for the API.`, {
      hint: say`Give an address and a port, such as 127.0.0.1:8080.`,
    });
  if (host === 'localhost') return { host: loopback, port };
  if (host !== '::1' && !host.startsWith('127.'))
    throw fail('parameter', say`The API is served to this computer alone, not at ${host}.`, {
      hint: say`Without encryption keys and secrets would cross the network. Use 127.0.0.1, and an SSH tunnel from elsewhere.`,
    });
  return { host, port };
}

/** Keeps the API's socket as it is wanted: none while it is off, one at the address of the settings or of the command line. */
export class ApiListener {
  readonly #options: ApiListenerOptions;
  #server: ApiServer | undefined;
  #fixed = false;
  #port: number | undefined;
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
      ...(this.#error !== undefined && { error: this.#error }),
    };
  }

  /** Listens for this run where the command line says, whatever the settings. Rejects when that cannot be. */
  async listenAt(text: string): Promise<void> {
    const { host, port } = apiAddress(text);
    this.#fixed = true;
    try {
      this.#server = await ApiServer.listen(this.#options.door, host, port);
    } catch (error) {
      throw cannotListen(host, port, error);
    }
  }

  /** Opens, moves or closes the socket as the settings want it now. Never rejects: what is in the way is in the status. */
  follow(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#follow());
    return this.#turn;
  }

  async #follow(): Promise<void> {
    if (this.#fixed) return;
    const port = this.#options.wanted();
    if (port === this.#port && this.#error === undefined) return;
    const former = this.#server;
    this.#server = undefined;
    this.#port = port;
    this.#error = undefined;
    await former?.close();
    if (port !== undefined)
      try {
        this.#server = await ApiServer.listen(this.#options.door, loopback, port);
      } catch (error) {
        this.#error = sentence(cannotListen(loopback, port, error));
      }
    this.#options.changed();
  }

  async close(): Promise<void> {
    await this.#turn;
    await this.#server?.close();
    this.#server = undefined;
  }
}

const sentence = (error: BenchtopError): Phrase => error.data.phrases?.message ?? say`The API cannot be opened.`;

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
  return fail('unavailable', say`The API cannot be opened at ${host}:${port}: ${code ?? 'unknown'}`, {
    hint,
    cause: error,
  });
}
