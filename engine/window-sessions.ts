import { currentCaller } from './access.ts';
import type { Caller, Ctx } from './context.ts';
import { fail } from './contract/errors.ts';
import { type Phrase, say } from './contract/phrase.ts';
import { type SignInRequest, sessionTimeoutSeconds } from './contract/transport.ts';
import { passwordMark, signIn, tellSignOut } from './resources/user/sign-in.ts';
import { callerOfUser } from './resources/user/user.ts';
import { RateLimit } from './server/rate-limit.ts';

/** Sessions at once; the one that nobody used for longest gives way. */
const maximumSessions = 1000;
/** A password costs a good part of a second of one core to look at, on purpose. */
const maximumSignIns = 4;
/** Sign-ins of all windows within a minute. */
const signInsPerMinute = 60;
/** Wrong passwords for one name after which the next one has to wait, and for how long: twice as long each time. */
const freeAttempts = 3;
const firstWaitMs = 5000;
const longestWaitMs = 300_000;
/** Names whose wrong attempts are remembered; the oldest gives way. */
const maximumNames = 1000;

interface Session {
  userId: string;
  /** Of the password that it was signed in by: another one ends it. */
  mark: string | undefined;
  lastUsed: number;
}

/**
 * Who signed in to a window by name and password. Kept in memory: they end with the process. A session ends when somebody signs out, when nobody touched
 * its windows for as long as CloudStack's sessions last, and at once when its user or account may no longer sign in, or has another password. What was
 * opened in it (consoles, shells, uploads) ends with it.
 */
export class WindowSessions {
  readonly #ctx: Ctx;
  readonly #ended: (id: string, reason: Phrase) => void;
  /** In the order of their last use. */
  readonly #sessions = new Map<string, Session>();
  readonly #wrong = new Map<string, { attempts: number; until: number }>();
  readonly #rate: RateLimit;
  readonly #unfollow: () => void;
  readonly #sweep: NodeJS.Timeout;
  #signingIn = 0;

  constructor(ctx: Ctx, ended: (id: string, reason: Phrase) => void) {
    this.#ctx = ctx;
    this.#ended = ended;
    this.#rate = new RateLimit({
      clock: () => ctx.clock(),
      limit: () => ({ intervalMs: 60_000, calls: signInsPerMinute }),
    });
    this.#unfollow = ctx.store.onChanges((changes) => {
      if (changes.some(({ noun, id }) => noun === 'configuration' && id === 'window.signin.enabled')) this.#judge();
      for (const { noun, id } of changes) {
        if (noun !== 'user' && noun !== 'account') continue;
        this.#judge();
        this.#closeStreams(noun, id);
      }
    });
    this.#sweep = setInterval(() => this.sweep(), 30_000);
    this.#sweep.unref();
  }

  /** Whether there is a sign-in page at all. */
  get offered(): boolean {
    return this.#ctx.settings.boolean('window.signin.enabled');
  }

  /**
   * Answers with the session's id, which is no secret: the shell guards it by a cookie. Errors: account for a wrong password; tooManyRequests with the time
   * to wait; unavailable where nobody may sign in.
   */
  async signIn(given: SignInRequest): Promise<string> {
    if (!this.offered)
      throw fail('unavailable', say`Nobody signs in at this address.`, {
        hint: say`The setting window.signin.enabled lets people in by their accounts.`,
      });
    const name = `${given.domain ?? ''}/${given.username}`.toLowerCase().slice(0, 512);
    this.#refuseHasty(name);
    this.#signingIn += 1;
    try {
      const { id: userId } = await signIn(this.#ctx, given);
      this.#wrong.delete(name);
      const id = this.#ctx.ids();
      this.#sessions.set(id, { userId, mark: passwordMark(this.#ctx, userId), lastUsed: this.#ctx.clock() });
      const [oldest] = this.#sessions.keys();
      if (this.#sessions.size > maximumSessions && oldest !== undefined)
        this.end(oldest, say`Too many are signed in at once.`);
      return id;
    } catch (error) {
      this.#remember(name);
      throw error;
    } finally {
      this.#signingIn -= 1;
    }
  }

  /** Who a session is of, now. Error: account where it is over. */
  callerOf(id: string): Caller {
    const session = this.#sessions.get(id);
    const caller = session === undefined ? undefined : this.#callerOf(session);
    if (caller === undefined) throw fail('account', say`You are no longer signed in.`, { hint: say`Sign in again.` });
    return { ...caller, session: id };
  }

  /** Somebody is at a window of the session. */
  touch(id: string): void {
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    this.#sessions.delete(id);
    this.#sessions.set(id, { ...session, lastUsed: this.#ctx.clock() });
  }

  end(id: string, reason: Phrase = say`You signed out.`): void {
    if (!this.#sessions.delete(id)) return;
    this.#ctx.console.closeOwned({ session: id });
    this.#ended(id, reason);
  }

  /** Ends a session because whoever it is of wants it to. */
  signOut(id: string): void {
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    this.end(id);
    tellSignOut(this.#ctx, session.userId);
  }

  /** Ends the sessions that nobody used for too long. */
  sweep(): void {
    const before = this.#ctx.clock() - sessionTimeoutSeconds * 1000;
    for (const [id, { lastUsed }] of this.#sessions) {
      if (lastUsed > before) return;
      this.end(id, say`This window was not used for ${sessionTimeoutSeconds / 60} minutes.`);
    }
  }

  close(): void {
    this.#unfollow();
    clearInterval(this.#sweep);
  }

  #callerOf(session: Session): Caller | undefined {
    const user = this.#ctx.store.tables.users.stored(session.userId);
    return user === undefined || user.removed !== undefined
      ? undefined
      : currentCaller(this.#ctx, callerOfUser(this.#ctx, session.userId));
  }

  /** Ends those that may no longer be. */
  #judge(): void {
    for (const [id, session] of this.#sessions) {
      if (!this.offered) this.end(id, say`Nobody signs in at this address any more.`);
      else if (this.#callerOf(session) === undefined)
        this.end(id, say`Your user or account was locked, disabled or deleted.`);
      else if (passwordMark(this.#ctx, session.userId) !== session.mark)
        this.end(id, say`Your password was changed. Sign in with the new one.`);
    }
  }

  /** Also what was opened by an API key: whoever is shut out watches no screen. */
  #closeStreams(noun: 'user' | 'account', id: string): void {
    const { users, accounts } = this.#ctx.store.tables;
    const row = noun === 'user' ? users.stored(id) : accounts.stored(id);
    if (row !== undefined && row.removed === undefined && row.state === 'enabled') return;
    this.#ctx.console.closeOwned(noun === 'user' ? { userId: id } : { accountId: id });
  }

  #refuseHasty(name: string): void {
    const now = this.#ctx.clock();
    const wait = Math.max((this.#wrong.get(name)?.until ?? 0) - now, 0);
    if (wait > 0)
      throw fail(
        'tooManyRequests',
        say`Too many wrong passwords; the next try may come in ${Math.ceil(wait / 1000)} seconds.`,
      );
    const late = this.#rate.take('windows');
    if (late !== undefined)
      throw fail(
        'tooManyRequests',
        say`Too many are signing in; the next try may come in ${Math.ceil(late / 1000)} seconds.`,
      );
    if (this.#signingIn >= maximumSignIns)
      throw fail('tooManyRequests', say`Too many are signing in; try again in a second.`);
  }

  #remember(name: string): void {
    const attempts = (this.#wrong.get(name)?.attempts ?? 0) + 1;
    const wait =
      attempts < freeAttempts ? 0 : Math.min(firstWaitMs * 2 ** Math.min(attempts - freeAttempts, 10), longestWaitMs);
    this.#wrong.delete(name);
    this.#wrong.set(name, { attempts, until: this.#ctx.clock() + wait });
    const [oldest] = this.#wrong.keys();
    if (this.#wrong.size > maximumNames && oldest !== undefined) this.#wrong.delete(oldest);
  }
}
