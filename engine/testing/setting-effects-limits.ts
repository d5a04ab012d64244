import type { Caller } from '../context.ts';
import { type ResourceType, resourceTypes } from '../contract/resource-limit.ts';
import type { SettingName } from '../settings.ts';
import { deployInput, idOf, type TestEngine } from './lab.ts';
import { outcome, type SettingEffect } from './setting-effect.ts';

type Owner = 'account' | 'domain' | 'project';

interface Somebody {
  caller: Caller;
  /** Where what he makes is a project's. */
  project?: { projectid: string };
}

/** Somebody whose instances count for an owner of that kind. */
async function somebody(lab: TestEngine, owner: Owner): Promise<Somebody> {
  if (owner === 'domain')
    return { caller: lab.user('ada', 'User', (await lab.call('createDomain', { name: 'home' })).id) };
  const caller = lab.user('ada');
  if (owner === 'account') return { caller };
  const made = await lab.run('createProject', { name: 'atlas' }, caller);
  return { caller, project: { projectid: made.resourceId ?? '' } };
}

const deploys = async (lab: TestEngine, { caller, project }: Somebody) =>
  outcome(lab, 'deployVirtualMachine', { ...(await deployInput(lab, 'vm')), ...project }, caller);
const creates = async (lab: TestEngine, { caller }: Somebody) =>
  outcome(lab, 'createProject', { name: 'atlas' }, caller);
const uploads = async (lab: TestEngine, { caller, project }: Somebody) =>
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
      ...project,
    },
    caller,
  );

/** What takes some of it. */
const takes: { [K in ResourceType]?: (lab: TestEngine, who: Somebody) => Promise<unknown> } = {
  user_vm: deploys,
  volume: deploys,
  cpu: deploys,
  memory: deploys,
  primary_storage: deploys,
  project: creates,
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
      const { caller, project } = await somebody(lab, owner);
      const { accountId, account, domainId } = caller;
      const of = project ?? (owner === 'domain' ? { domainid: domainId } : { account, domainid: domainId });
      const limits = await lab.call('listResourceLimits', { ...of, resourcetype: type.number });
      const shown = limits.resourcelimit[0]?.max;
      return shown === 0 ? 'none' : shown === -1 ? 'no limit' : `${shown} for ${accountId}`;
    },
  };
}

/** Every setting of how much there may be where no limit was set. */
const maximumEffects = Object.fromEntries(
  (['account', 'domain', 'project'] as const).flatMap((owner) =>
    resourceTypes
      .filter(({ name }) => owner !== 'project' || name !== 'project')
      .map((type) => [`max.${owner}.${type.setting}`, effectOf(owner, type)]),
  ),
) as Record<Extract<SettingName, `max.${Owner}.${string}`>, SettingEffect>;

/** The settings of limits and of projects. */
export const limitEffects = {
  ...maximumEffects,
  'allow.user.create.projects': {
    values: ['false', 'true'],
    seen: ['account', 'allowed'],
    look: async ({ lab }) => creates(lab, await somebody(lab, 'account')),
  } satisfies SettingEffect,
};
