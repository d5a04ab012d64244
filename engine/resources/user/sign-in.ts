import { createHash } from 'node:crypto';
import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { adminUserId } from '../../contract/identity.ts';
import { say } from '../../contract/phrase.ts';
import { userStates } from '../../contract/states.ts';
import type { UserRow } from '../../store/identity-rows.ts';
import { addEvent } from '../common.ts';
import { passwordMatches } from './password.ts';

/** The name of a user's password hash among the secrets. */
const secretName = 'password';

/** Keeps a password by its hash and forgets the wrong attempts; call inside `store.write`. */
export function setPassword(ctx: Ctx, userId: string, hash: string): void {
  ctx.secrets.put(userId, secretName, hash);
  ctx.store.update('users', userId, { hasPassword: true, failedAttempts: 0 });
}

/** Changes with a user's password, and tells nothing of it: what was signed in by the former one is known by it. Undefined while the secrets are locked. */
export function passwordMark(ctx: Pick<Ctx, 'store' | 'secrets'>, userId: string): string | undefined {
  const user = ctx.store.tables.users.stored(userId);
  if (user === undefined || !user.hasPassword || !ctx.secrets.unlocked) return undefined;
  const hash = ctx.secrets.get(userId, secretName);
  return hash === undefined ? undefined : createHash('sha256').update(hash).digest('base64');
}

/** Another attempt counts before it is looked at, so that many at once are no more than many in a row. Returns its number; nothing when it may not be made. */
function countAttempt(ctx: Ctx, user: UserRow): number | undefined {
  const allowed = ctx.settings.number('incorrect.login.attempts.allowed');
  return ctx.store.write(() => {
    const now = ctx.store.tables.users.stored(user.id);
    if (now === undefined || now.removed !== undefined) return undefined;
    if (allowed > 0 && now.failedAttempts >= allowed) return undefined;
    ctx.store.update('users', now.id, { failedAttempts: now.failedAttempts + 1 });
    return now.failedAttempts + 1;
  });
}

/** Shuts out a user whose last allowed attempt was wrong. The desk's own keeps the desk: there only the password is refused from now on. */
function afterWrong(ctx: Ctx, user: UserRow, attempt: number): void {
  const allowed = ctx.settings.number('incorrect.login.attempts.allowed');
  ctx.store.write(() => {
    const now = ctx.store.tables.users.stored(user.id);
    if (now === undefined || now.removed !== undefined || attempt !== allowed) return;
    if (user.id !== adminUserId && now.state === 'enabled')
      ctx.store.transition('users', userStates, now.id, 'disable');
    addEvent(
      ctx,
      { ...now, username: now.username },
      {
        type: 'USER.DISABLE',
        level: 'WARN',
        description: say`${now.username} was shut out after ${allowed} wrong passwords`,
        resourceId: now.id,
        resourceType: 'User',
        resourceName: now.username,
      },
    );
  });
}

/** Whether a password is a user's. Counts wrong ones, and shuts him out when they are too many. Error: locked while the secrets are. */
export async function passwordIsRight(ctx: Ctx, user: UserRow, password: string): Promise<boolean> {
  const hash = ctx.secrets.get(user.id, secretName);
  const attempt = hash === undefined ? undefined : countAttempt(ctx, user);
  const right = await passwordMatches(password, attempt === undefined ? undefined : hash);
  if (attempt === undefined) return false;
  if (!right) {
    afterWrong(ctx, user, attempt);
    return false;
  }
  ctx.store.write(() => {
    if (ctx.store.tables.users.stored(user.id)?.removed === undefined)
      ctx.store.update('users', user.id, { failedAttempts: 0 });
  });
  return true;
}

/** `/sales/north/` of what people and clients write: `sales/north`, `/sales/north`, `ROOT/sales/north`. */
export function domainPath(text: string | undefined): string {
  const parts = (text ?? '').split('/').filter((part) => part !== '');
  if (parts[0]?.toUpperCase() === 'ROOT') parts.shift();
  return parts.length === 0 ? '/' : `/${parts.join('/')}/`;
}

/**
 * Who signs in by a name and a password. One sentence for whatever is wrong, and as long for a name that nobody has: who is refused learns
 * nothing. Errors: account; locked while the secrets are.
 */
export async function signIn(
  ctx: Ctx,
  given: { username: string; password: string; domain?: string | undefined; domainId?: string | undefined },
): Promise<UserRow> {
  const domain =
    given.domainId === undefined
      ? ctx.store.first('domains', 'removed IS NULL AND path = ? COLLATE NOCASE', domainPath(given.domain))
      : ctx.store.get('domains', given.domainId);
  const user =
    domain === undefined || domain.removed !== undefined
      ? undefined
      : ctx.store.first(
          'users',
          'removed IS NULL AND domain_id = ? AND username = ? COLLATE NOCASE',
          domain.id,
          given.username,
        );
  const password = given.password.slice(0, 1024);
  const right =
    user === undefined
      ? (await passwordMatches(password, undefined)) && false
      : await passwordIsRight(ctx, user, password);
  const now = user === undefined ? undefined : ctx.store.get('users', user.id);
  const account = now === undefined ? undefined : ctx.store.get('accounts', now.accountId);
  if (
    !right ||
    now === undefined ||
    now.removed !== undefined ||
    now.state !== 'enabled' ||
    account?.state !== 'enabled'
  )
    throw fail(
      'account',
      say`Failed to authenticate user ${given.username.slice(0, 100)}; please provide valid credentials.`,
      {
        hint: say`After too many wrong passwords an administrator must let the user in again.`,
      },
    );
  ctx.store.write(() =>
    addEvent(ctx, now, {
      type: 'USER.LOGIN',
      description: say`${now.username} signed in`,
      resourceId: now.id,
      resourceType: 'User',
      resourceName: now.username,
    }),
  );
  return now;
}

/** Tells that somebody signed out by himself; of a session that only ended nothing is told. */
export function tellSignOut(ctx: Ctx, userId: string): void {
  const user = ctx.store.tables.users.stored(userId);
  if (user === undefined || user.removed !== undefined) return;
  ctx.store.write(() =>
    addEvent(ctx, user, {
      type: 'USER.LOGOUT',
      description: say`${user.username} signed out`,
      resourceId: user.id,
      resourceType: 'User',
      resourceName: user.username,
    }),
  );
}
