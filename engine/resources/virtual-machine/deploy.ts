import type { Caller, Ctx } from '../../context.ts';
import type { JobAnswer } from '../../contract/command.ts';
import type { Parsed } from '../../contract/contract.ts';
import { fail } from '../../contract/errors.ts';
import type { InstanceSettings } from '../../contract/instance-setting.ts';
import { fixed, say } from '../../contract/phrase.ts';
import { virtualMachineStates, volumeStates } from '../../contract/states.ts';
import type { AffinityGroupRow } from '../../store/group-rows.ts';
import type { TemplateRow } from '../../store/image-rows.ts';
import type { DiskOfferingRow, ServiceOfferingRow } from '../../store/offering-rows.ts';
import type { NetworkRow, VolumeRow, ZoneRow } from '../../store/rows.ts';
import { ownerOf } from '../account/owner.ts';
import { affinityGroupsOf, joinGroups } from '../affinity-group/membership.ts';
import { startJob } from '../common.ts';
import { groupNamed } from '../instance-group/membership.ts';
import { usableOffering } from '../offering/reach.ts';
import { type InstanceSize, sizeOf } from '../offering/sizes.ts';
import { chosenSettings, giveSettings, settingsOf } from '../resource-detail/settings.ts';
import { reserve } from '../resource-limit/limits.ts';
import { keyPairsByName } from '../ssh-key-pair/ssh-key-pair.ts';
import { checkImageUse } from '../template/permissions.ts';
import { chosenUserData, type GivenUserData } from '../user-data/user-data.ts';
import { detailsIn, hardwareIn } from './details.ts';
import { refusesGrowth } from './dynamic-scaling.ts';
import { type GivenKey, giveKeys, giveUserData } from './guest-data.ts';
import { chosenPassword, keepEncrypted, keepForAnswer, keepForGuest } from './guest-password.ts';
import { checkLease, leaseOf, leasePatch } from './instance-lease.ts';
import type { Card } from './nic-rows.ts';
import { cardsOf, networkIdsOf } from './nic-wishes.ts';
import type { PlaceWish } from './wish.ts';

const gibibyte = 1024 ** 3;

type Wish = Omit<Parsed<'deployVirtualMachine'>, 'name' | 'displayname'>;

/** What was asked for, with every id looked up and every rule checked: nothing is written yet. */
export interface DeploymentPlan {
  wish: Wish;
  zone: ZoneRow;
  offering: ServiceOfferingRow;
  template: TemplateRow;
  fromIso: boolean;
  diskOffering: DiskOfferingRow | undefined;
  instance: InstanceSize;
  /** Its hardware: what its template says, and what was chosen. */
  settings: InstanceSettings;
  affinity: readonly AffinityGroupRow[];
  /** Bytes of what the disk offering asks for, and of the root disk. */
  offered: number;
  size: number;
  networks: NetworkRow[];
  /** What is wished of the NIC in each. */
  cards: Card[];
  place: PlaceWish;
  owner: { accountId: string; domainId: string };
  keys: GivenKey[];
  /** Whether its guest is given a password. */
  takesPassword: boolean;
  userData: GivenUserData;
}

/** Where instances run is Root Admin's choice, as in CloudStack; and it must be there. Errors: account, parameter at the field. */
export function placeOf(
  ctx: Ctx,
  caller: Caller,
  input: {
    hostid?: string | undefined;
    podid?: string | undefined;
    clusterid?: string | undefined;
    deploymentplanner?: string | undefined;
  },
): PlaceWish {
  const own = (field: string) => {
    if (caller.role !== 'Admin') throw fail('account', say`Only Root Admin chooses where an instance runs.`, { field });
  };
  for (const [field, table] of [
    ['hostid', 'hosts'],
    ['podid', 'pods'],
    ['clusterid', 'clusters'],
  ] as const) {
    const id = input[field];
    if (id === undefined) continue;
    own(field);
    ctx.store.need(table, id, field);
  }
  if (input.deploymentplanner !== undefined) own('deploymentplanner');
  return { hostId: input.hostid, podId: input.podid, clusterId: input.clusterid, planner: input.deploymentplanner };
}

/** Refuses a host name that an instance has already. Error: parameter. */
export function refuseTakenName(ctx: Ctx, name: string): void {
  if (ctx.store.first('virtualMachines', 'removed IS NULL AND name = ?', name) !== undefined)
    throw fail('parameter', say`There is an instance named ${name} already.`, {
      field: 'name',
      hint: say`Choose another name.`,
    });
}

/** CloudStack's instance name: `i-<account>-<number>-VM`; the number is never used twice. */
function instanceName(ctx: Ctx): string {
  const row = ctx.store.sqlite
    .prepare('UPDATE instance_number SET next = next + 1 RETURNING next - 1 AS number')
    .get() as { number: number };
  return `i-2-${row.number}-VM`;
}

function defaultNetworks(ctx: Ctx, zoneId: string, ids: readonly string[] | undefined): NetworkRow[] {
  if (ids !== undefined && ids.length > 0) {
    if (new Set(ids).size !== ids.length)
      throw fail('parameter', say`A network is named twice.`, { field: 'networkids' });
    return ids.map((id) => {
      const network = ctx.store.need('networks', id, 'networkids');
      if (network.zoneId !== zoneId)
        throw fail('parameter', say`The network ${network.name} belongs to another zone.`, { field: 'networkids' });
      return network;
    });
  }
  const first = ctx.store.first('networks', 'removed IS NULL AND zone_id = ? ORDER BY created', zoneId);
  if (first === undefined)
    throw fail('parameter', say`The zone has no guest network.`, {
      field: 'networkids',
      hint: say`Create a guest network first.`,
    });
  return [first];
}

/** What was asked for, else what the offering says, else the template's own. */
function rootSize(template: TemplateRow, offering: ServiceOfferingRow, wish: number | undefined): number {
  const said = offering.rootDiskSize;
  if (wish !== undefined && offering.diskSizeStrictness && said !== undefined && said !== wish * gibibyte)
    throw fail(
      'parameter',
      say`Root disks of the offering ${offering.name} have ${said / gibibyte} GiB and no other size.`,
      {
        field: 'rootdisksize',
      },
    );
  if (wish === undefined && said === undefined) return template.size;
  const size = wish === undefined ? (said as number) : wish * gibibyte;
  if (size < template.size)
    throw fail(
      'parameter',
      say`The root disk must be at least as large as the template, ${Math.ceil(template.size / gibibyte)} GiB.`,
      { field: 'rootdisksize' },
    );
  return size;
}

function offeredSize(offering: DiskOfferingRow, wish: number | undefined): number {
  return offering.isCustomized ? (wish ?? 1) * gibibyte : offering.diskSize;
}

/** Checks what a deployment asks for. Errors: parameter at the field, account, conflict for a zone that is disabled. */
export function planDeployment(ctx: Ctx, caller: Caller, input: Wish): DeploymentPlan {
  const owner = ownerOf(ctx, caller, input);
  const zone = ctx.store.need('zones', input.zoneid, 'zoneid');
  if (zone.allocationState !== 'Enabled')
    throw fail('conflict', say`The zone ${zone.name} is disabled.`, {
      field: 'zoneid',
      hint: say`Finish its set-up and enable it.`,
    });
  const use = { ...owner, zoneId: zone.id };
  const offering = usableOffering(ctx, 'serviceOfferings', input.serviceofferingid, use, 'serviceofferingid');
  checkLease(ctx, input, offering.leaseDuration !== undefined);
  const affinity = affinityGroupsOf(ctx, owner, input);
  const { sizes, settings: wished } = detailsIn(input.details);
  const instance = sizeOf(offering, sizes);
  const template = ctx.store.need('templates', input.templateid, 'templateid');
  checkImageUse(ctx, caller, template, owner.accountId);
  const fromIso = template.format === 'ISO';
  const inherited = settingsOf(ctx, template.id) as Record<string, string>;
  const settings = chosenSettings(ctx, caller, inherited, { ...inherited, ...hardwareIn(input), ...wished });
  if (template.state !== 'Ready' || template.zoneId !== zone.id)
    throw fail(
      'parameter',
      fromIso
        ? say`The ISO ${template.name} is not ready in this zone: ${template.statusPhrase ?? fixed(template.status)}.`
        : say`The template ${template.name} is not ready in this zone: ${template.statusPhrase ?? fixed(template.status)}.`,
      {
        field: 'templateid',
        hint: say`Wait until its download is complete.`,
      },
    );
  const diskOffering =
    input.diskofferingid === undefined
      ? undefined
      : usableOffering(ctx, 'diskOfferings', input.diskofferingid, use, 'diskofferingid');
  if (diskOffering?.isCustomized === true && input.size === undefined)
    throw fail('parameter', say`A customised disk offering needs a size.`, {
      field: 'size',
      hint: say`Enter it in GiB.`,
    });
  const networks = defaultNetworks(ctx, zone.id, networkIdsOf(input));
  const cards = cardsOf(ctx, networks, input);
  const place = placeOf(ctx, caller, input);
  if (fromIso && !(template.bootable ?? true))
    throw fail('parameter', say`Nothing boots from the ISO ${template.name}.`, {
      field: 'templateid',
      hint: say`Choose a bootable one; this one can be attached later.`,
    });
  if (fromIso && diskOffering === undefined)
    throw fail('parameter', say`An instance from an ISO needs a disk offering: the size of its empty root disk.`, {
      field: 'diskofferingid',
      hint: say`Choose a disk offering.`,
    });
  const offered = diskOffering === undefined ? 0 : offeredSize(diskOffering, input.size);
  const size = fromIso ? offered : rootSize(template, offering, input.rootdisksize);
  const keys = keyPairsByName(ctx, owner.accountId, input).map((pair) => ({
    name: pair.name,
    publicKey: pair.publicKey,
  }));
  const takesPassword = chosenPassword(ctx, template, input.password) !== undefined;
  const userData = chosenUserData(ctx, caller, input, template.id);
  const disks = { diskOffering, offered, size };
  const found = { zone, offering, instance, settings, affinity, template, fromIso, ...disks, networks, cards, place };
  return { wish: input, ...found, owner, keys, takesPassword, userData };
}

/** Writes the rows of an instance and starts its deployment; call inside `store.write`. Error: parameter for a name that is taken. */
export function beginDeployment(
  ctx: Ctx,
  caller: Caller,
  plan: DeploymentPlan,
  input: { name?: string | undefined; displayname?: string | undefined },
): JobAnswer {
  const { zone, offering, template, fromIso, diskOffering, offered, size, networks, cards, owner } = plan;
  const id = ctx.ids();
  const name = input.name ?? `VM-${id}`;
  refuseTakenName(ctx, name);
  const ownDisk = diskOffering !== undefined && !fromIso;
  reserve(ctx, owner, {
    user_vm: 1,
    cpu: plan.instance.cpuNumber,
    memory: plan.instance.memory,
    volume: ownDisk ? 2 : 1,
    primary_storage: size + (ownDisk ? offered : 0),
  });
  ctx.store.insert('virtualMachines', {
    id,
    ...owner,
    userId: caller.userId,
    name,
    displayName: input.displayname ?? input.name ?? name,
    instanceName: instanceName(ctx),
    state: 'Stopped',
    powerState: 'PowerOff',
    zoneId: zone.id,
    templateId: template.id,
    serviceOfferingId: offering.id,
    osTypeId: template.osTypeId,
    hypervisor: template.hypervisor,
    ...plan.instance,
    ...(plan.wish.group !== undefined && { instanceGroupId: groupNamed(ctx, caller, owner, plan.wish.group) }),
    haEnabled: offering.offerHa,
    dynamicallyScalable:
      (plan.wish.dynamicscalingenabled ?? true) &&
      refusesGrowth(ctx, { zoneId: zone.id, offering, template }) === undefined,
    ...leasePatch(ctx, leaseOf(ctx, plan.wish, offering)),
    ...(fromIso && { isoId: template.id, bootOrder: 'cdrom' as const }),
    created: ctx.clock(),
  });
  giveSettings(ctx, { id, ...owner }, 'UserVm', plan.settings);
  giveKeys(ctx, id, plan.keys);
  giveUserData(ctx, id, plan.userData);
  joinGroups(ctx, id, plan.affinity);
  const volume = (more: Pick<VolumeRow, 'name' | 'type' | 'size' | 'deviceId'> & Partial<VolumeRow>) =>
    ctx.store.insert('volumes', {
      id: ctx.ids(),
      ...owner,
      zoneId: zone.id,
      virtualMachineId: id,
      state: volumeStates.initial as 'Allocated',
      created: ctx.clock(),
      ...more,
    });
  volume({
    name: `ROOT-${name}`,
    type: 'ROOT',
    size,
    deviceId: 0,
    ...(fromIso
      ? { diskOfferingId: diskOffering?.id }
      : { templateId: template.id, diskOfferingId: offering.diskOfferingId }),
  } as VolumeRow);
  if (ownDisk)
    volume({
      name: `DATA-${name}`,
      type: 'DATADISK',
      size: offered,
      deviceId: 1,
      diskOfferingId: diskOffering.id,
    });
  const start = plan.wish.startvm ?? true;
  if (start) ctx.store.transition('virtualMachines', virtualMachineStates, id, 'start');
  const answer = startJob(
    ctx,
    caller,
    'deployVirtualMachine',
    {
      id,
      start,
      ...plan.place,
      ipAddress: plan.wish.ipaddress,
      networkIds: networks.map((network) => network.id),
      cards,
    },
    {
      resourceNoun: 'virtualmachine',
      resourceId: id,
      resourceName: input.displayname ?? name,
      said: say`Deploying ${input.displayname ?? name}`,
    },
  );
  if (plan.takesPassword) {
    // Each of many has one of its own, unless one was asked for.
    const password = chosenPassword(ctx, template, plan.wish.password) ?? '';
    keepForGuest(ctx, id, password);
    keepForAnswer(ctx, answer.jobid, password);
    keepEncrypted(ctx, id, password);
  }
  ctx.store.update('virtualMachines', id, { jobId: answer.jobid });
  return answer;
}
