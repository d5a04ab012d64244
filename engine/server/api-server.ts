import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { hostname } from 'node:os';
import { type CommandName, contract } from '../contract/contract.ts';
import { type Envelope, envelope, errorEnvelope } from '../contract/envelope.ts';
import { BenchtopError, errorData, fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import { refusedCommands } from '../contract/refused.ts';
import { contentTypes, type Format, serialize } from '../contract/serialize.ts';
import type { Caller } from '../dispatcher.ts';
import { Authentication, badCredentials } from './authentication.ts';
import type { Certificate } from './certificate.ts';
import type { ApiDoor } from './door.ts';
import { JobFailure, jobResult } from './held.ts';
import { inputOf } from './input.ts';
import { RateLimit } from './rate-limit.ts';
import { parameter, readRequest, type WireRequest } from './request.ts';
import { isScannable, sendAll } from './scan.ts';
import { Sessions } from './sessions.ts';

/** Clients that may be connected at once: each may hold a job's answer or a slice of a list. */
const maximumConnections = 256;
/** A request's line and headers; a GET has its parameters there. */
const maximumHeaderBytes = 64 << 10;
const requestTimeoutMs = 60_000;
const handshakeTimeoutMs = 10_000;
/** Longer than clients wait between two looks at a job: the connection that they take again is not one that is just being closed. */
const keepAliveMs = 65_000;

/** How long an answer may still take when its socket is being closed. */
const lastWordsMs = 1000;

/** Where to listen; with a certificate, over TLS. */
export interface ApiPlace {
  host: string;
  port: number;
  tls?: Certificate | undefined;
  /** Who everybody is that reaches this place; absent where calls say by key or session who they are. */
  everybody?: (() => Caller) | undefined;
}

const commandsByName = new Map(
  (Object.keys(contract) as CommandName[]).map((name) => [name.toLowerCase(), name] as const),
);
const refusedByName = new Map(Object.keys(refusedCommands).map((name) => [name.toLowerCase(), name] as const));
const changesSomething = (command: CommandName | undefined): boolean =>
  command === undefined || contract[command].kind !== 'query';

/** CloudStack's HTTP API on one address: `/client/api` by GET and POST, in JSON and XML, for whoever signs with a key. */
export class ApiServer {
  readonly #server: Server;
  readonly #door: ApiDoor;
  readonly #authentication: Authentication;
  readonly #rate: RateLimit;
  readonly #sessions: Sessions;
  readonly #everybody: (() => Caller) | undefined;

  private constructor(door: ApiDoor, server: Server, everybody: (() => Caller) | undefined) {
    this.#door = door;
    this.#server = server;
    this.#everybody = everybody;
    this.#authentication = new Authentication(door);
    this.#rate = new RateLimit(door);
    this.#sessions = new Sessions(door);
    server.on('request', (message, response) => void this.#respond(message, response));
  }

  /** Rejects with a sentence when the address cannot be had. */
  static async listen(door: ApiDoor, { host, port, tls, everybody }: ApiPlace): Promise<ApiServer> {
    const limits = { maxHeaderSize: maximumHeaderBytes, requestTimeout: requestTimeoutMs };
    const server =
      tls === undefined
        ? http.createServer(limits)
        : https.createServer({
            ...limits,
            cert: tls.certificate,
            key: tls.key,
            minVersion: 'TLSv1.2',
            handshakeTimeout: handshakeTimeoutMs,
          });
    server.maxConnections = maximumConnections;
    server.keepAliveTimeout = keepAliveMs;
    const api = new ApiServer(door, server, everybody);
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, exclusive: true }, resolve);
    });
    server.on('error', (error) => door.report(error));
    return api;
  }

  get url(): string {
    const { address, port } = this.#server.address() as AddressInfo;
    const scheme = this.#server instanceof https.Server ? 'https' : 'http';
    // At all addresses: the computer's name is one that others may know it by.
    const all = address === '0.0.0.0' || address === '::';
    return `${scheme}://${all ? hostname() : address.includes(':') ? `[${address}]` : address}:${port}/client/api`;
  }

  /** Takes no new connection from now on. Answers that are on their way, such as the one to the call that closes this, have a moment. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeIdleConnections();
    const timer = setTimeout(() => this.#server.closeAllConnections(), lastWordsMs);
    await closed;
    clearTimeout(timer);
  }

  async #respond(message: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('cache-control', 'no-store');
    response.setHeader('x-content-type-options', 'nosniff');
    const path = (message.url ?? '').split(/[?#]/, 1)[0];
    if (path !== '/client/api' && path !== '/client/api/')
      return plain(message, response, 404, 'Not found. The API is at /client/api.');
    try {
      const request = await readRequest(message);
      await this.#answer(request, message, response);
    } catch (error) {
      // Only a connection that was lost gets here, or a mistake of ours; neither takes anything else with it.
      if (!response.destroyed) this.#door.report(error);
      response.destroy();
    }
  }

  async #answer(request: WireRequest, message: IncomingMessage, response: ServerResponse): Promise<void> {
    const format: Format = parameter(request, 'response')?.toLowerCase() === 'json' ? 'json' : 'xml';
    const asked = parameter(request, 'command');
    let caller: Caller | undefined;
    let takeBack = () => {};
    try {
      if (request.method !== 'GET' && request.method !== 'POST') {
        response.setHeader('allow', 'GET, POST');
        throw fail('methodNotAllowed', say`The API takes GET and POST.`);
      }
      if (request.problem !== undefined) throw request.problem;
      const command = commandsByName.get(asked?.toLowerCase() ?? '');
      if (this.#everybody !== undefined) caller = this.#whoever(message, response, this.#everybody);
      else {
        const signed = await this.#signInOrOut(request, message, response);
        if (signed !== undefined) return send(response, format, signed);
        const changes = changesSomething(command);
        caller = this.#authenticate(request, message, response, changes);
        // After the counting: a call that was one too many has not used up its signature.
        if (parameter(request, 'apikey') !== undefined) takeBack = this.#authentication.admit(request, changes);
      }
      if (command === undefined) {
        // What is refused on purpose is refused by the engine, which says why to whoever may know of it.
        const refused = refusedByName.get(asked?.toLowerCase() ?? '');
        if (refused !== undefined) await this.#door.call(caller, refused, {});
        throw this.#everybody === undefined ? unknownCommand(asked) : nothingOfTheKind(asked);
      }
      const answer = await this.#run(caller, command, request, format, response);
      if (answer !== undefined) send(response, format, answer);
    } catch (error) {
      if (response.headersSent) throw error;
      // A refused call has changed nothing. What began as a job and failed has had its use.
      if (!(error instanceof JobFailure)) takeBack();
      const data = errorData(error);
      if (!(error instanceof BenchtopError) && data.code === 'internal') this.#door.report(error);
      const envelopeOf = errorEnvelope(data, asked, caller);
      response.setHeader('x-description', headerText(String(envelopeOf.body.errortext)));
      send(response, format, envelopeOf);
    }
  }

  #count(who: string, response: ServerResponse): void {
    const wait = this.#rate.take(who);
    if (wait === undefined) return;
    response.setHeader('retry-after', Math.ceil(wait / 1000));
    throw fail('tooManyRequests', say`Too many calls; the next one may come in ${wait} milliseconds.`);
  }

  /** The two commands that are about the session itself and none of the engine's. */
  async #signInOrOut(
    request: WireRequest,
    message: IncomingMessage,
    response: ServerResponse,
  ): Promise<Envelope | undefined> {
    const command = parameter(request, 'command')?.toLowerCase();
    if (command !== 'login' && command !== 'logout') return undefined;
    this.#count(`address ${message.socket.remoteAddress}`, response);
    const { answer, cookies } =
      command === 'login'
        ? await this.#sessions.signIn(request, this.#server instanceof https.Server)
        : this.#sessions.signOut(request, message.headers.cookie);
    response.setHeader('set-cookie', cookies);
    return answer;
  }

  #authenticate(request: WireRequest, message: IncomingMessage, response: ServerResponse, changes: boolean): Caller {
    let caller: Caller;
    try {
      const bySession =
        parameter(request, 'apikey') === undefined
          ? this.#sessions.callerOf(request, message.headers.cookie, changes)
          : undefined;
      caller = bySession ?? this.#authentication.callerOf(request);
    } catch (error) {
      // Who has no key is counted by his address, so that guessing is as slow as calling.
      this.#count(`address ${message.socket.remoteAddress}`, response);
      throw error;
    }
    this.#count(`account ${caller.accountId}`, response);
    return caller;
  }

  /**
   * The caller of a port that asks nobody for a key. Pages of a browser on this computer reach it as programs do, and a name of the
   * internet may be made to lead here: neither gets in. Errors: account.
   */
  #whoever(message: IncomingMessage, response: ServerResponse, everybody: () => Caller): Caller {
    const { host = '', origin, referer } = message.headers;
    const fromPage = origin !== undefined || referer !== undefined || message.headers['sec-fetch-site'] !== undefined;
    if (fromPage || !/^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/i.test(host))
      throw fail('account', say`The integration port is for programs on this computer, not for pages of a browser.`, {
        hint: say`Call it at 127.0.0.1.`,
      });
    const caller = everybody();
    this.#count(`account ${caller.accountId}`, response);
    return caller;
  }

  /** The answer, or nothing where it was sent already. */
  async #run(
    caller: Caller,
    command: CommandName,
    request: WireRequest,
    format: Format,
    response: ServerResponse,
  ): Promise<Envelope | undefined> {
    const input = inputOf(command, request);
    const spec = contract[command];
    if ('row' in spec && input.pagesize === -1 && isScannable(command)) {
      if (input.page !== undefined)
        throw fail('parameter', say`pagesize=-1 means all rows and cannot be combined with page.`, { field: 'page' });
      await sendAll(this.#door, caller, command, input, format, response);
      return undefined;
    }
    const answer = await this.#door.call(caller, command, input);
    if (!spec.awaits) return envelope(command, answer);
    const gone = new AbortController();
    const stop = () => gone.abort();
    response.once('close', stop);
    try {
      const { jobid } = answer as { jobid: string };
      return envelope(command, await jobResult(this.#door, caller, jobid, gone.signal));
    } finally {
      response.off('close', stop);
    }
  }
}

/** CloudStack answers a signed call of a command that it does not know as it answers a wrong signature. */
const unknownCommand = (asked: string | undefined): BenchtopError =>
  asked === undefined || asked === ''
    ? badCredentials()
    : fail('unauthorized', say`The given command ${asked.slice(0, 100)} does not exist.`, {
        hint: say`listApis lists those that do.`,
      });

/** CloudStack's answer on the integration port. */
const nothingOfTheKind = (asked: string | undefined): BenchtopError =>
  fail('unsupportedCommand', say`The given command ${(asked ?? '').slice(0, 100)} does not exist.`, {
    hint: say`listApis lists those that do.`,
  });

function send(response: ServerResponse, format: Format, answer: Envelope): void {
  if (response.destroyed) return;
  const text = serialize(format, answer);
  response.writeHead(answer.status, {
    'content-type': contentTypes[format],
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

function plain(message: IncomingMessage, response: ServerResponse, status: number, text: string): void {
  message.resume();
  response.writeHead(status, {
    'content-type': 'text/plain; charset=UTF-8',
    'content-length': Buffer.byteLength(text),
  });
  response.end(text);
}

/** One line of printable ASCII. */
const headerText = (text: string): string => text.slice(0, 500).replace(/[^\x20-\x7e]/g, '?');
