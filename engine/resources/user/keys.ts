import { createHmac, randomBytes } from 'node:crypto';
import { checkOwner } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { saga } from '../../jobs/saga.ts';
import type { UserRow } from '../../store/identity-rows.ts';
import type { JobRow } from '../../store/rows.ts';
import { checkManaged } from '../account/owner.ts';
import { addEvent, refuseWhileBusy, startJob } from '../common.ts';
import { cloudIdentifier } from '../region/region.ts';
import { formerPair, rememberFormer } from './former-keys.ts';
import { accountTypes, callerOfUser } from './user.ts';

/** The name of a user's secret key among the secrets. */
const secretName = 'secretkey';

/** CloudStack's length: 64 random bytes, 86 characters. */
const newKey = (): string => randomBytes(64).toString('base64url');

/**
 * Who an API key belongs to, and the secret key that his signatures are made with; `onlyJob` where it may do nothing but ask for a job's result.
 * Error: locked while the secrets are.
 */
export function userOfApiKey(
  ctx: Pick<Ctx, 'store' | 'secrets' | 'clock'>,
  apiKey: string,
): { caller: Caller; secretKey: string; onlyJob?: string } | undefined {
  const user = ctx.store.first('users', 'removed IS NULL AND api_key = ?', apiKey);
  const replaced = user === undefined ? formerPair(apiKey, ctx.clock()) : undefined;
  const asker = replaced === undefined ? undefined : ctx.store.get('users', replaced.userId);
  if (replaced !== undefined && asker !== undefined && asker.removed === undefined)
    return {
      caller: callerOfUser(ctx, replaced.userId),
      secretKey: replaced.secretKey,
      onlyJob: replaced.jobId,
    };
  const secretKey = user === undefined ? undefined : ctx.secrets.get(user.id, secretName);
  if (user === undefined || secretKey === undefined) return undefined;
  return { caller: callerOfUser(ctx, user.id), secretKey };
}

const eventOf = (user: UserRow) => ({ resourceId: user.id, resourceType: 'User', resourceName: user.username });

/** The caller himself, or somebody whom he manages: whoever has a user's keys is that user. */
function whose(ctx: Ctx, caller: Caller, id: string, field = 'id'): UserRow {
  const user = ctx.store.need('users', id, field);
  if (user.id === caller.userId) checkOwner(ctx, caller, user);
  else checkManaged(ctx, caller, ctx.store.need('accounts', user.accountId), field);
  return user;
}

const noKeys = (ctx: Ctx, id: string) => {
  const user = ctx.store.need('users', id);
  const roletype = user.role ?? 'User';
  return {
    userid: user.id,
    username: user.username,
    accountid: user.accountId,
    accountname: user.accountName ?? '',
    accounttype: accountTypes[roletype],
    roleid: user.roleId ?? '',
    rolename: user.roleName ?? '',
    roletype,
    domainid: user.domainId,
    domain: user.domainName ?? '',
  };
};

/** One commit. Done twice it makes another pair, before anybody has seen the first. */
export const registerUserKeysSaga = saga<Ctx, { id: string; own: boolean }>('registerUserKeys')
  .step('keys', {
    do(ctx, so, tools) {
      const user = ctx.store.need('users', so.input.id);
      const secretKey = ctx.secrets.get(user.id, secretName);
      if (so.input.own && user.apiKey !== undefined && secretKey !== undefined)
        rememberFormer(user.apiKey, { userId: user.id, secretKey, jobId: tools.jobId }, ctx.clock());
      ctx.store.write(() => {
        ctx.secrets.put(user.id, secretName, newKey());
        ctx.store.update('users', user.id, { apiKey: newKey() });
        ctx.store.changed({ noun: 'userkeys', id: user.id, change: 'updated', accountid: user.accountId });
      });
    },
    irreversible: true,
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({ result: (ctx, so) => noKeys(ctx, so.input.id) });

/**
 * The result of a job as its asker gets it: where it made keys, with them, for who made them and until others are made. Secrets that are locked
 * are left out.
 */
export function resultWithKeys(ctx: Ctx, caller: Caller, job: JobRow): unknown {
  if (job.kind !== 'registerUserKeys' || job.state !== 'succeeded' || job.userId !== caller.userId) return job.result;
  const later = "resource_id = ? AND kind = 'registerUserKeys' AND rowid > (SELECT rowid FROM job WHERE id = ?)";
  const user = ctx.store.get('users', job.resourceId ?? '');
  if (user?.apiKey === undefined || user.removed !== undefined || !ctx.secrets.unlocked) return job.result;
  if (ctx.store.first('jobs', later, user.id, job.id) !== undefined) return job.result;
  return { ...(job.result as object), apikey: user.apiKey, secretkey: ctx.secrets.get(user.id, secretName) };
}

export const userKeyHandlers = {
  registerUserKeys(ctx, caller, input) {
    const user = whose(ctx, caller, input.id);
    refuseWhileBusy(ctx, user.id, user.username);
    return ctx.store.write(() =>
      startJob(
        ctx,
        caller,
        'registerUserKeys',
        { id: user.id, own: user.id === caller.userId },
        {
          resourceNoun: 'user',
          resourceId: user.id,
          resourceName: user.username,
          said: say`Making new API keys for ${user.username}; the former ones stop working`,
        },
      ),
    );
  },

  getUserKeys(ctx, caller, input) {
    const user = whose(ctx, caller, input.id);
    const secretkey = ctx.secrets.get(user.id, secretName);
    if (user.apiKey === undefined || secretkey === undefined)
      throw fail('parameter', say`${user.username} has no API keys.`, {
        field: 'id',
        hint: say`Make them by registerUserKeys, or in the settings.`,
      });
    ctx.store.write(() =>
      addEvent(ctx, caller, {
        type: 'USER.KEY.SHOW',
        description: say`Looked at the API keys of ${user.username}`,
        ...eventOf(user),
      }),
    );
    return { apikey: user.apiKey, secretkey };
  },

  getCloudIdentifier(ctx, caller, input) {
    const user = whose(ctx, caller, input.userid, 'userid');
    const secretkey = ctx.secrets.get(user.id, secretName);
    if (secretkey === undefined)
      throw fail('parameter', say`${user.username} has no API keys.`, {
        field: 'userid',
        hint: say`Make them by registerUserKeys, or in the settings.`,
      });
    const cloudidentifier = cloudIdentifier(ctx);
    const signature = createHmac('sha1', secretkey).update(cloudidentifier).digest('base64');
    return { userid: user.id, cloudidentifier, signature };
  },
} satisfies Partial<Handlers>;
