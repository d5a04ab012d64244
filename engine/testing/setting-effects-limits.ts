import type { Caller } from '../context.ts';
import { type ResourceType, resourceTypes } from '../contract/resource-limit.ts';
import type { SettingName } from '../settings.ts';
import { deployInput, idOf, type TestEngine } from './lab.ts';
import { outcome, type SettingEffect } from './setting-effect.ts';

type Owner = 'account' | 'domain' | 'project';

/** Somebody whose instances count for an owner of that kind. */
async function somebody(lab: TestEngine, owner: Owner): Promise<Caller> {
  if (owner === 'domain') return lab.user('ada', 'User', (await lab.call('createDomain', { name: 'home' })).id);
  const user = lab.user('ada');
  // A project's account is one that says whose it is.
  if (owner === 'project')
    lab.engine.internals.ctx.store.update('accounts', user.accountId, { projectId: lab.engine.internals.ctx.ids() });
  return user;
}

const deploys = async (lab: TestEngine, user: Caller) =>
  outcome(lab, 'deployVirtualMachine', await deployInput(lab, 'vm'), user);
const uploads = async (lab: TestEngine, user: Caller) =>
  outcome(
    lab,
    'getUploadParamsForTemplate',
    {
      zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
      name: 'sent',
      format: 'QCOW2',
      hypervisor: 'Simulator',
      ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Debian GNU/Linux 12 (64-bit)'),
      filesize: 1024 ** 2,
    },
    user,
  );

/** What takes some of it. */
const takes: { [K in ResourceType]?: (lab: TestEngine, user: Caller) => Promise<unknown> } = {
  user_vm: deploys,
  volume: deploys,
  cpu: deploys,
  memory: deploys,
  primary_storage: deploys,
  template: uploads,
  secondary_storage: uploads,
};

/** A setting of a resource that something takes decides whether it is let through; of the others, it is told to whoever asks for limits. */
function effectOf(owner: Owner, type: (typeof resourceTypes)[number]): SettingEffect {
  const take = takes[type.name];
  if (take !== undefined)
    return {
      values: ['0', '-1'],
      seen: ['allocation', 'allowed'],
      look: async ({ lab }) => take(lab, await somebody(lab, owner)),
    };
  return {
    values: ['0', '-1'],
    seen: ['none', 'no limit'],
    async look({ lab }) {
      const { accountId, account, domainId } = await somebody(lab, owner);
      const of = owner === 'domain' ? { domainid: domainId } : { account, domainid: domainId };
      const limits = await lab.call('listResourceLimits', { ...of, resourcetype: type.number });
      const shown = limits.resourcelimit[0]?.max;
      return shown === 0 ? 'none' : shown === -1 ? 'no limit' : `${shown} for ${accountId}`;
    },
  };
}

/** Every setting of how much there may be where no limit was set. */
export const limitEffects = Object.fromEntries(
  (['account', 'domain', 'project'] as const).flatMap((owner) =>
    resourceTypes
      .filter(({ name }) => owner !== 'project' || name !== 'project')
      .map((type) => [`max.${owner}.${type.setting}`, effectOf(owner, type)]),
  ),
) as Record<Extract<SettingName, `max.${Owner}.${string}`>, SettingEffect>;
