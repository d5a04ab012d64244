import type { Caller, Ctx } from '../../context.ts';
import type { Output, Parsed } from '../../contract/contract.ts';
import { textOf } from '../../contract/phrase.ts';
import { sizeOf } from '../offering/sizes.ts';
import type { Check } from './placement.ts';
import { explainAll, planPlacement, type Wish } from './planning.ts';
import { askedOf, demandOf, disksAsked } from './wish.ts';

const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

/** The wish of a deployment that was not ordered yet, or of a stopped instance's next start. */
function wishOf(ctx: Ctx, caller: Caller, input: Parsed<'explainPlacement'>): Wish {
  const offering = ctx.store.need('serviceOfferings', input.serviceofferingid, 'serviceofferingid');
  const size = sizeOf(
    offering,
    { cpuNumber: input.cpunumber, cpuSpeed: input.cpuspeed, memory: input.memory },
    'serviceofferingid',
  );
  const template =
    input.templateid === undefined ? undefined : ctx.store.need('templates', input.templateid, 'templateid');
  const diskOffering =
    input.diskofferingid === undefined
      ? undefined
      : ctx.store.need('diskOfferings', input.diskofferingid, 'diskofferingid');
  const offered = diskOffering?.isCustomized === true ? (input.size ?? 1) * gibibyte : (diskOffering?.diskSize ?? 0);
  const rootSize = input.rootdisksize === undefined ? offering.rootDiskSize : input.rootdisksize * gibibyte;
  const offeredDisk = diskOffering === undefined ? [] : [demandOf(diskOffering, offered)];
  // From an ISO, the root disk is the disk offering’s.
  const disks =
    template?.format === 'ISO' ? offeredDisk : [demandOf(offering, rootSize ?? template?.size ?? 0), ...offeredDisk];
  for (const id of input.affinitygroupids ?? []) ctx.store.need('affinityGroups', id, 'affinitygroupids');
  return {
    zoneId: ctx.store.need('zones', input.zoneid, 'zoneid').id,
    hypervisor:
      template?.hypervisor ??
      ctx.store.first('clusters', 'removed IS NULL AND zone_id = ?', input.zoneid)?.hypervisor ??
      'KVM',
    cpuNumber: size.cpuNumber,
    cpuSpeed: size.cpuSpeed,
    memory: size.memory * mebibyte,
    ...disksAsked(disks),
    ...askedOf(ctx, offering, { accountId: caller.accountId, groupIds: input.affinitygroupids ?? [] }),
    isStart: false,
  };
}

const checkView = (check: Check) => ({
  rule: check.rule,
  passed: check.refusal === undefined,
  ...(check.refusal !== undefined && { text: textOf(check.refusal), phrase: check.refusal }),
  ...check.figures,
  settings: [...check.settings],
});

export function explainPlacement(
  ctx: Ctx,
  caller: Caller,
  input: Parsed<'explainPlacement'>,
): Output<'explainPlacement'> {
  const wish = wishOf(ctx, caller, input);
  const hosts = input.details === true ? explainAll(ctx, wish) : undefined;
  const result = hosts ?? planPlacement(ctx, wish);
  const suitable = new Set(result.candidates.map((each) => each.hostId));
  return {
    hostids: [...suitable],
    refusals: result.refusals.map((each) => ({
      hostid: each.hostId,
      hostname: each.hostName,
      rule: each.rule,
      text: each.text,
      phrase: each.said,
    })),
    ...(hosts !== undefined && {
      hosts: hosts.hosts.map((host) => ({
        hostid: host.id,
        hostname: host.name,
        clusterid: host.clusterId,
        clustername: host.clusterName,
        suitable: suitable.has(host.id),
        checks: host.checks.map(checkView),
      })),
    }),
  };
}
