import { createHmac, randomBytes } from 'node:crypto';
import { checkOwner } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { UserRow } from '../../store/identity-rows.ts';
import { checkManaged } from '../account/owner.ts';
import { addEvent } from '../common.ts';
import { cloudIdentifier } from '../region/region.ts';
import { callerOfUser } from './user.ts';

/** The name of a user's secret key among the secrets. */
const secretName = 'secretkey';

/** CloudStack's length: 64 random bytes, 86 characters. */
const newKey = (): string => randomBytes(64).toString('base64url');

/** Who an API key belongs to, and the secret key that his signatures are made with. Error: locked while the secrets are. */
export function userOfApiKey(
  ctx: Pick<Ctx, 'store' | 'secrets'>,
  apiKey: string,
): { caller: Caller; secretKey: string } | undefined {
  const user = ctx.store.first('users', 'removed IS NULL AND api_key = ?', apiKey);
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

export const userKeyHandlers = {
  registerUserKeys(ctx, caller, input) {
    const user = whose(ctx, caller, input.id);
    const keys = { apikey: newKey(), secretkey: newKey() };
    ctx.store.write(() => {
      ctx.secrets.put(user.id, secretName, keys.secretkey);
      ctx.store.update('users', user.id, { apiKey: keys.apikey });
      ctx.store.changed({ noun: 'userkeys', id: user.id, change: 'updated', accountid: user.accountId });
      addEvent(ctx, caller, {
        type: 'REGISTER.USER.KEY',
        description:
          user.apiKey === undefined
            ? say`Made the API keys of ${user.username}`
            : say`Made new API keys for ${user.username}; the former ones no longer work`,
        ...eventOf(user),
      });
    });
    return keys;
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
