import type { Ctx } from '../context.ts';
import { type Phrase, say } from '../contract/phrase.ts';
import { virtualMachineStates } from '../contract/states.ts';
import type { DomainPower } from '../drivers/driver.ts';
import { OneAtATime } from '../jobs/one-at-a-time.ts';
import { addAlert, addEvent, driverOf, hostTarget } from '../resources/common.ts';
import type { HostRow, VirtualMachineRow } from '../store/rows.ts';
import type { Reconciler } from './reconciler.ts';

/**
 * Compares the power that each host reports with the instances' states. What a host shows wins over what we meant, except while a job of
 * ours is changing that instance. An instance missing from the report is given CloudStack's grace (2 × ping.interval) before it counts as off.
 */
export const powerSync: Reconciler = {
  name: 'power-sync',
  period: (ctx) => ctx.settings.number('ping.interval') * 1000,
  async run(ctx) {
    for (const host of ctx.store.where('hosts', "removed IS NULL AND state = 'Up' ORDER BY created"))
      await syncHost(ctx, host).catch(() => undefined);
  },
};

const looks = new OneAtATime();

/** One host, by a fresh list. */
export function syncHost(ctx: Ctx, host: HostRow): Promise<void> {
  return looks.run(host.id, async () => {
    const asked = ctx.clock();
    const report = await driverOf(ctx, host).listPower(hostTarget(host));
    const expected = ctx.store.prepare(expectedSql).all(host.id) as Expected[];
    applyReport(ctx, host, report, expected, asked);
    await removeStale(ctx, host, report);
  });
}

/**
 * What an event leads to, since events are hints and never state: a fresh look at what it named, and at nothing else. A class that starts
 * sends events by the dozen, and each is about one instance of the hundreds that the host may have.
 */
export function syncInstance(ctx: Ctx, host: HostRow, vmId: string): Promise<void> {
  return looks.run(`${host.id} ${vmId}`, async () => {
    const asked = ctx.clock();
    const found = await driverOf(ctx, host).domainPower(hostTarget(host), vmId);
    const report = found === undefined ? [] : [found];
    const expected = ctx.store.prepare(`${expectedSql} AND id = ?`).all(host.id, vmId) as Expected[];
    applyReport(ctx, host, report, expected, asked);
    await removeStale(ctx, host, report);
  });
}

/**
 * `asked` is when the host was asked, which is what an observation's time means. What was learnt of an instance after that (by a job of
 * ours, or by a report that was asked for later and came sooner) is newer than this report, which then says nothing about it.
 */
function applyReport(
  ctx: Ctx,
  host: HostRow,
  report: readonly DomainPower[],
  expected: readonly Expected[],
  asked: number,
): void {
  const reported = new Map(report.map((each) => [each.vmId, each]));
  const seen = new Set(expected.map((each) => each.id));
  ctx.store.write(() => {
    for (const each of expected) {
      const power = reported.get(each.id);
      if (asked < (each.time ?? 0) || nothingNew(each, power, asked)) continue;
      const vm = ctx.store.need('virtualMachines', each.id);
      if (power === undefined) missing(ctx, vm, asked);
      else present(ctx, vm, host, power, asked);
    }
    for (const [vmId, power] of reported) {
      if (seen.has(vmId) || power.power !== 'PowerOn') continue;
      const vm = ctx.store.get('virtualMachines', vmId);
      if (vm === undefined || vm.removed !== undefined || asked < (vm.powerStateTime ?? 0)) continue;
      present(ctx, vm, host, power, asked);
    }
  });
}

/** What a report is compared with: a host may have hundreds of instances, and of nearly all of them a report says what is known. */
interface Expected {
  id: string;
  state: string;
  power: string;
  time: number | null;
  missingSince: number | null;
}
const expectedSql = `SELECT id, state, power_state AS power, power_state_time AS time, missing_since AS missingSince FROM virtual_machine
  WHERE removed IS NULL AND host_id = ?`;

/** Milliseconds for which an observation is not written again when the next one is the same; the age that lists show is as exact. */
const fresh = 30_000;

const nothingNew = (vm: Expected, power: DomainPower | undefined, now: number): boolean =>
  power !== undefined &&
  power.power === vm.power &&
  vm.missingSince === null &&
  now - (vm.time ?? 0) <= fresh &&
  (vm.state === 'Running') === (vm.power === 'PowerOn');

/**
 * Definitions that an instance left behind when it went off without us: of instances that are expunged by now, or that run elsewhere. Only
 * what is off, and only what this store knows: a domain that it never heard of may be another Benchtop's.
 */
async function removeStale(ctx: Ctx, host: HostRow, report: readonly DomainPower[]): Promise<void> {
  for (const { vmId, power } of report) {
    if (power !== 'PowerOff') continue;
    const vm = ctx.store.get('virtualMachines', vmId);
    if (vm === undefined || busy(ctx, vm)) continue;
    const elsewhere = vm.hostId !== undefined && vm.hostId !== host.id;
    if (vm.removed !== undefined || elsewhere) await driverOf(ctx, host).undefineDomain(hostTarget(host), vmId);
  }
}

const busy = (ctx: Ctx, vm: VirtualMachineRow): boolean =>
  ctx.store.first('jobs', 'resource_id = ? AND completed IS NULL', vm.id) !== undefined;

function present(ctx: Ctx, vm: VirtualMachineRow, host: HostRow, power: DomainPower, now: number): void {
  const observation = {
    powerState: power.power,
    powerStateTime: now,
    missingSince: undefined,
  } as Partial<VirtualMachineRow>;
  if (busy(ctx, vm)) return;
  if (power.power === 'PowerOff' && (vm.state === 'Running' || vm.state === 'Migrating')) {
    ctx.store.transition('virtualMachines', virtualMachineStates, vm.id, 'followPowerOff', {
      ...observation,
      lastHostId: host.id,
      hostId: undefined,
    } as never);
    ctx.console.closeVirtualMachine(vm.id);
    tell(ctx, vm, say`${vm.displayName} is off on ${host.name}: ${power.reason}`);
  } else if (power.power === 'PowerOn' && vm.state === 'Stopped') {
    ctx.store.transition('virtualMachines', virtualMachineStates, vm.id, 'followPowerOn', {
      ...observation,
      hostId: host.id,
    } as never);
    tell(ctx, vm, say`${vm.displayName} was started on ${host.name} from outside`);
  } else ctx.store.update('virtualMachines', vm.id, observation);
}

function missing(ctx: Ctx, vm: VirtualMachineRow, now: number): void {
  if (vm.state !== 'Running' || busy(ctx, vm)) return;
  const grace = 2 * ctx.settings.number('ping.interval') * 1000;
  if (vm.missingSince === undefined) {
    ctx.store.update('virtualMachines', vm.id, { powerState: 'PowerReportMissing', missingSince: now });
    return;
  }
  if (now - vm.missingSince < grace) return;
  ctx.store.transition('virtualMachines', virtualMachineStates, vm.id, 'followPowerOff', {
    powerState: 'PowerReportMissing',
    lastHostId: vm.hostId,
    hostId: undefined,
  } as never);
  tell(ctx, vm, say`${vm.displayName} is gone from its host`);
}

function tell(ctx: Ctx, vm: VirtualMachineRow, description: Phrase): void {
  addEvent(ctx, vm, {
    type: 'VM.STATE.SYNC',
    level: 'WARN',
    description,
    resourceId: vm.id,
    resourceType: 'VirtualMachine',
    resourceName: vm.displayName,
  });
  addAlert(ctx, { type: 27, description, resourceId: vm.id, resourceType: 'VirtualMachine' });
}
