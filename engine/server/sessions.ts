import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Envelope } from '../contract/envelope.ts';
import { type BenchtopError, fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import { sessionTimeoutSeconds } from '../contract/transport.ts';
import type { Caller } from '../dispatcher.ts';
import { badCredentials } from './authentication.ts';
import type { ApiDoor } from './door.ts';
import { parameter, type WireRequest } from './request.ts';

/** Sessions at once; the oldest gives way. */
const maximumSessions = 1000;
/** A password costs a good part of a second of one core to look at, on purpose. */
const maximumSignIns = 4;

const cookieName = 'JSESSIONID';

interface Session {
  userId: string;
  /** Of the password that it was signed in by: another one ends it. */
  mark: string | undefined;
  sessionkey: string;
  lastUsed: number;
}

/** What a sign-in or sign-out answers with. */
export interface SignedIn {
  answer: Envelope;
  cookies: string[];
}

const newSecret = (): string => randomBytes(32).toString('base64url');

const same = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

/**
 * CloudStack's sessions: who signs in by a password gets a cookie and a session key, and is known by both together. A page of another site can
 * send the one and does not know the other. Sessions live in memory: they end with the process.
 */
export class Sessions {
  readonly #door: Pick<ApiDoor, 'signIn' | 'signedOut' | 'callerOf' | 'passwordMark' | 'clock' | 'enforced'>;
  /** In the order of their last use. */
  readonly #sessions = new Map<string, Session>();
  #signingIn = 0;

  constructor(door: Pick<ApiDoor, 'signIn' | 'signedOut' | 'callerOf' | 'passwordMark' | 'clock' | 'enforced'>) {
    this.#door = door;
  }

  /**
   * Errors: methodNotAllowed for anything but POST, so that no password stands in an address; account (CloudStack's 531) for a wrong password;
   * tooManyRequests while others are looked at.
   */
  async signIn(request: WireRequest, secure: boolean): Promise<SignedIn> {
    if (request.method !== 'POST')
      throw fail('methodNotAllowed', say`Signing in takes a POST.`, {
        hint: say`A password in an address is kept in logs and histories.`,
      });
    const [username, password] = [parameter(request, 'username'), parameter(request, 'password')];
    if (!username || password === undefined) throw missing(username ? 'password' : 'username');
    if (this.#signingIn >= maximumSignIns)
      throw fail('tooManyRequests', say`Too many are signing in; try again in a second.`);
    this.#signingIn += 1;
    try {
      const user = await this.#door.signIn({
        username,
        password,
        domain: parameter(request, 'domain') || undefined,
        domainId: parameter(request, 'domainid') || undefined,
      });
      const id = newSecret();
      const sessionkey = newSecret();
      this.#sessions.set(id, {
        userId: user.userid,
        mark: this.#door.passwordMark(user.userid),
        sessionkey,
        lastUsed: this.#door.clock(),
      });
      for (const oldest of this.#sessions.keys()) {
        if (this.#sessions.size <= maximumSessions) break;
        this.#sessions.delete(oldest);
      }
      const attributes = `Path=/client; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;
      return {
        answer: {
          status: 200,
          name: 'loginresponse',
          body: {
            ...user,
            timeout: sessionTimeoutSeconds,
            registered: 'false',
            sessionkey,
            is2faenabled: 'false',
            is2faverified: 'false',
          },
        },
        cookies: [`${cookieName}=${id}; ${attributes}`, `sessionkey=${sessionkey}; ${attributes}`],
      };
    } finally {
      this.#signingIn -= 1;
    }
  }

  /** Ends the session of a request, if it has one. */
  signOut(request: WireRequest, cookies: string | undefined): SignedIn {
    const found = this.#find(request, cookies);
    if (found !== undefined) {
      this.#sessions.delete(found.id);
      this.#door.signedOut(found.session.userId);
    }
    const gone = 'Path=/client; HttpOnly; SameSite=Lax; Max-Age=0';
    return {
      answer: { status: 200, name: 'logoutresponse', body: { description: 'success' } },
      cookies: [`${cookieName}=; ${gone}`, `sessionkey=; ${gone}`],
    };
  }

  /** Whose session a request belongs to; undefined where it names none. Errors: unauthorized for a wrong or old one; badRequest where changes must come by POST. */
  callerOf(request: WireRequest, cookies: string | undefined, changes: boolean): Caller | undefined {
    if (parameter(request, 'sessionkey') === undefined) return undefined;
    const found = this.#find(request, cookies);
    if (found !== undefined && this.#door.passwordMark(found.session.userId) !== found.session.mark)
      this.#sessions.delete(found.id);
    const caller =
      found === undefined || !this.#sessions.has(found.id) ? undefined : this.#door.callerOf(found.session.userId);
    if (found === undefined || caller === undefined) throw badCredentials();
    if (changes && this.#door.enforced() && request.method !== 'POST')
      throw fail('badRequest', say`Commands that change something must be sent by POST.`, {
        hint: say`The setting enforce.post.requests.and.timestamps asks for it.`,
      });
    this.#sessions.delete(found.id);
    this.#sessions.set(found.id, { ...found.session, lastUsed: this.#door.clock() });
    return caller;
  }

  #find(request: WireRequest, cookies: string | undefined): { id: string; session: Session } | undefined {
    const id = cookieOf(cookies, cookieName);
    const session = id === undefined ? undefined : this.#sessions.get(id);
    if (id === undefined || session === undefined) return undefined;
    if (this.#door.clock() - session.lastUsed > sessionTimeoutSeconds * 1000) {
      this.#sessions.delete(id);
      return undefined;
    }
    return same(parameter(request, 'sessionkey') ?? '', session.sessionkey) ? { id, session } : undefined;
  }
}

const missing = (field: string): BenchtopError =>
  fail('parameter', say`Unable to execute API command ${'login'} due to missing parameter ${field}.`, { field });

function cookieOf(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at !== -1 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
