import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { SessionWay } from '../engine-host.ts';

/** Tokens and cookies that may be outstanding; the oldest gives way. */
const maximumOutstanding = 32;

/**
 * Decides who may speak to the web shell, and as whom. The desk's page gets in by a single-use token that only this process hands out, others by signing in; both
 * stay in by a cookie that scripts cannot read and other sites cannot send. The Host check keeps out pages of other sites whose name was
 * made to point at this computer.
 */
export class Gate {
  readonly #port: number;
  readonly #tokens = new Set<string>();
  readonly #cookies = new Set<string>();
  readonly #sessions = new Map<string, SessionWay>();

  constructor(port: number) {
    this.#port = port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Cookies are shared by all ports of a host, so the name tells two running desks apart. */
  get cookieName(): string {
    return `benchtop-${this.#port}`;
  }

  newToken(): string {
    return remember(this.#tokens);
  }

  /** Trades a token for the value of a Set-Cookie header; undefined when the token is wrong or was used before. */
  enter(token: string): string | undefined {
    const known = find(this.#tokens, token);
    if (known === undefined) return undefined;
    this.#tokens.delete(known);
    return this.#cookie(remember(this.#cookies));
  }

  /** Lets in whoever signed in, until the session is over. Returns the value of a Set-Cookie header. */
  admit(way: SessionWay): string {
    const secret = newSecret();
    this.#sessions.set(secret, way);
    void way.over.then(() => this.#sessions.delete(secret));
    return this.#cookie(secret);
  }

  /** The Set-Cookie header that takes a cookie back. */
  get farewell(): string {
    return `${this.#cookie('')}; Max-Age=0`;
  }

  #cookie(value: string): string {
    return `${this.cookieName}=${value}; HttpOnly; SameSite=Strict; Path=/`;
  }

  hostAllowed(request: IncomingMessage): boolean {
    return request.headers.host === `127.0.0.1:${this.#port}`;
  }

  originAllowed(request: IncomingMessage): boolean {
    return request.headers.origin === this.origin;
  }

  /** Whose page it is: the desk's, that of whoever signed in, or nobody's. */
  visitor(request: IncomingMessage): 'desk' | SessionWay | undefined {
    for (const part of (request.headers.cookie ?? '').split(';')) {
      const at = part.indexOf('=');
      if (part.slice(0, at).trim() !== this.cookieName) continue;
      const given = part.slice(at + 1).trim();
      if (find(this.#cookies, given) !== undefined) return 'desk';
      const session = find(this.#sessions.keys(), given);
      return session === undefined ? undefined : this.#sessions.get(session);
    }
    return undefined;
  }
}

const newSecret = (): string => randomBytes(32).toString('base64url');

function remember(secrets: Set<string>): string {
  const secret = newSecret();
  secrets.add(secret);
  for (const oldest of secrets) {
    if (secrets.size <= maximumOutstanding) break;
    secrets.delete(oldest);
  }
  return secret;
}

/** Compares with every secret in constant time, so that timing tells nothing about any of them. */
function find(secrets: Iterable<string>, candidate: string): string | undefined {
  const given = Buffer.from(candidate);
  let found: string | undefined;
  for (const secret of secrets) {
    const kept = Buffer.from(secret);
    if (kept.length === given.length && timingSafeEqual(kept, given)) found = secret;
  }
  return found;
}
