import http, { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { maximumMessageBytes } from '../../engine/contract/transport.ts';
import { securityHeaders } from '../content-security.ts';
import type { EngineHost, SessionWay } from '../engine-host.ts';
import type { RendererFiles } from '../renderer-files.ts';
import { Gate } from './gate.ts';
import { belongsToUs } from './peer.ts';
import { type RefusalStatus, refusalPage } from './refusal.ts';
import { branding, signIn, signOut } from './sign-in.ts';
import { serveSocket } from './socket.ts';

/** Windows and tabs that may be connected at once. */
const maximumSockets = 64;
/** The same for all who signed in, and for each of their sessions. */
const maximumSessionSockets = 512;
const socketsOfSession = 32;

/**
 * The same renderer as in Electron, served to a browser window of this computer: pages over HTTP, the contract's messages over
 * a WebSocket at `/rpc`. Listens on the loopback address only, on a port of the system's choice.
 */
export class WebShell {
  readonly #server: Server;
  #files: RendererFiles;
  readonly #gate: Gate;
  readonly #sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maximumMessageBytes,
    perMessageDeflate: false,
  });
  readonly #sessionSockets = new Map<WebSocket, SessionWay>();
  #host: EngineHost | undefined;

  private constructor(server: Server, files: RendererFiles) {
    this.#server = server;
    this.#files = files;
    this.#gate = new Gate((server.address() as AddressInfo).port);
    server.on('request', (request, response) => void this.#respond(request, response));
    server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  static async listen(files: RendererFiles): Promise<WebShell> {
    const server = http.createServer();
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
    return new WebShell(server, files);
  }

  /** The origin of our pages, which console pipes check. */
  get origin(): string {
    return this.#gate.origin;
  }

  /** An address that opens one window once. */
  newAddress(): string {
    return `${this.origin}/auth?t=${this.#gate.newToken()}`;
  }

  /** Connections are taken from here on; before, pages load and their WebSocket is told to try again. */
  attach(host: EngineHost): void {
    this.#host = host;
  }

  /** Serves these files from now on. */
  serve(files: RendererFiles): void {
    this.#files = files;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  async #respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.#answer(request);
    response.writeHead(answer.status, {
      ...securityHeaders,
      ...answer.headers,
      'content-length': Buffer.byteLength(answer.body),
    });
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  }

  async #answer(request: IncomingMessage): Promise<Answer> {
    const url = parseUrl(request);
    if (!url || !this.#gate.hostAllowed(request)) return refusal(421);
    const host = this.#host;
    if (request.method === 'POST' && host && (url.pathname === '/sign-in' || url.pathname === '/sign-out')) {
      if (!this.#gate.originAllowed(request)) return refusal(403);
      return url.pathname === '/sign-in' ? signIn(request, host, this.#gate) : signOut(request, this.#gate);
    }
    if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(405);
    if (url.pathname === '/auth') return this.#enter(request, url.searchParams.get('t') ?? '');
    const known = this.#gate.visitor(request) !== undefined;
    // A page that lost its connection asks whether it is still let in.
    if (url.pathname === '/session')
      return { status: known ? 204 : 401, headers: { 'cache-control': 'no-store' }, body: '' };
    // The pages hold nothing of anybody: who is nobody yet gets them to sign in by, where that is wanted.
    if (!known && !(await host?.signInOffered())) return refusal(401);
    if (url.pathname === '/branding' && host) return branding(host);
    const file = this.#files.find(url.pathname);
    if (!file) return refusal(404);
    const headers = { 'content-type': file.type, 'cache-control': file.caching };
    return { status: 200, headers, body: known || url.pathname !== '/' ? file.body : asSignIn(file.body) };
  }

  #enter(request: IncomingMessage, token: string): Answer {
    const cookie = request.method === 'GET' && belongsToUs(request.socket) ? this.#gate.enter(token) : undefined;
    // A window that is in already may come back to its first address, as a restored tab does.
    if (cookie === undefined && this.#gate.visitor(request) === undefined) return refusal(403);
    const headers: Record<string, string> = { location: '/', 'cache-control': 'no-store' };
    if (cookie !== undefined) headers['set-cookie'] = cookie;
    return { status: 303, headers, body: '' };
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    socket.on('error', () => socket.destroy());
    const host = this.#host;
    const visitor = this.#gate.visitor(request);
    const refused = this.#upgradeRefused(request, visitor);
    if (refused !== undefined || !host || !visitor) {
      socket.end(`HTTP/1.1 ${refused ?? '503 Service Unavailable'}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    this.#sockets.handleUpgrade(request, socket, head, (client) => {
      if (visitor !== 'desk') this.#sessionSockets.set(client, visitor);
      client.once('close', () => this.#sessionSockets.delete(client));
      serveSocket(client, visitor === 'desk' ? host : visitor);
    });
  }

  #upgradeRefused(request: IncomingMessage, visitor: 'desk' | SessionWay | undefined): string | undefined {
    if (!this.#gate.hostAllowed(request)) return '421 Misdirected Request';
    if (!this.#gate.originAllowed(request) || visitor === undefined) return '403 Forbidden';
    if (parseUrl(request)?.pathname !== '/rpc') return '404 Not Found';
    // Those who signed in do not use up what the desk may need.
    const others = [...this.#sessionSockets.values()];
    const full =
      visitor === 'desk'
        ? this.#sockets.clients.size - others.length >= maximumSockets
        : others.length >= maximumSessionSockets ||
          others.filter((each) => each === visitor).length >= socketsOfSession;
    return full ? '503 Service Unavailable' : undefined;
  }
}

interface Answer {
  status: number;
  headers: Record<string, string>;
  body: string | Buffer;
}

/** The page with a mark by which it begins with the question who one is. */
const asSignIn = (page: Buffer): string => page.toString('utf8').replace('<html ', '<html data-visitor="unknown" ');

function parseUrl(request: IncomingMessage): URL | undefined {
  return URL.parse(request.url ?? '', 'http://127.0.0.1') ?? undefined;
}

function refusal(status: RefusalStatus): Answer {
  const headers: Record<string, string> = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
  if (status === 405) headers.allow = 'GET, HEAD';
  return { status, headers, body: refusalPage(status) };
}
