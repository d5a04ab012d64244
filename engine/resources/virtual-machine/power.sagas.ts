import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { virtualMachineStates } from '../../contract/states.ts';
import { type Json, type StepTools, saga } from '../../jobs/saga.ts';
import type { HostRow, VirtualMachineRow } from '../../store/rows.ts';
import { driverOf, hostTarget } from '../common.ts';
import { guestIsTold } from './guest-password.ts';
import {
  bookPlacement,
  domainSpec,
  ended,
  fallBack,
  hostOf,
  observed,
  readyNetworks,
  releasePlacement,
  vmOf,
} from './steps.ts';
import { oneView } from './view.ts';
import type { PlaceWish } from './wish.ts';

interface PowerInput extends PlaceWish {
  id: string;
  from: string;
  forced?: boolean;
}

/** How long a guest may take to power itself off before the admin is asked to force it; libvirt-guests allows its guests as much. */
export const shutdownPatience = 120_000;

/** The power button is pressed again this often: a guest that is just booting hears none of the presses before. */
const pressAgainAfter = 10_000;

export const startVirtualMachineSaga = saga<Ctx, PowerInput>('startVirtualMachine')
  .step('begin', {
    do: () => null,
    undo(ctx, so) {
      fallBack(ctx, so.input.id, ['Starting'], 'failed');
      fallBack(ctx, so.input.id, ['Running'], 'followPowerOff');
      const vm = ctx.store.get('virtualMachines', so.input.id);
      if (vm?.state === 'Stopped') ctx.store.update('virtualMachines', vm.id, observed(ctx, 'PowerOff'));
    },
  })
  .step('placement', {
    do: (ctx, so) =>
      bookPlacement(ctx, so.input.id, {
        hostId: so.input.hostId,
        podId: so.input.podId,
        clusterId: so.input.clusterId,
        planner: so.input.planner,
        isStart: true,
      }),
    undo: (ctx, so) => releasePlacement(ctx, so.input.id),
  })
  .step('network', {
    do: (ctx, so) => readyNetworks(ctx, so.input.id, hostOf(ctx, so.placement.hostId)),
    undo: { nothing: 'the network’s reservations hold for stopped instances too' },
  })
  .step('domain', {
    async do(ctx, so) {
      const host = hostOf(ctx, so.placement.hostId);
      await driverOf(ctx, host).ensureDomain(hostTarget(host), domainSpec(ctx, so.input.id));
    },
    async undo(ctx, so) {
      const host = hostOf(ctx, so.placement.hostId);
      await driverOf(ctx, host).undefineDomain(hostTarget(host), so.input.id);
    },
  })
  .step('start', {
    async do(ctx, so) {
      const host = hostOf(ctx, so.placement.hostId);
      await driverOf(ctx, host).startDomain(hostTarget(host), so.input.id);
    },
    async undo(ctx, so) {
      const host = hostOf(ctx, so.placement.hostId);
      await driverOf(ctx, host).destroyDomain(hostTarget(host), so.input.id);
    },
  })
  .step('running', {
    do: (ctx, so) =>
      ctx.store.write(() => {
        const now = observed(ctx, 'PowerOn');
        ctx.store.transition('virtualMachines', virtualMachineStates, so.input.id, 'started', now);
        guestIsTold(ctx, so.input.id);
      }),
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({
    result: (ctx, so) => oneView(ctx, so.input.id) as Json,
    ended: (ctx, so, outcome, why) => ended(ctx, so.input.id, 'VM.START', (name) => say`Started ${name}`, outcome, why),
  });

const offOn = (ctx: Ctx, hostId: string) =>
  ({ ...observed(ctx, 'PowerOff'), lastHostId: hostId, hostId: undefined }) as Partial<VirtualMachineRow>;

/** Waits until a domain is off, by asking its host; a hint by event only makes the next look come sooner. */
async function untilOff(ctx: Ctx, host: HostRow, id: string, tools: StepTools): Promise<boolean> {
  const end = ctx.clock() + shutdownPatience;
  let pressed = ctx.clock();
  for (;;) {
    const power = (await driverOf(ctx, host).listPower(hostTarget(host))).find((each) => each.vmId === id);
    if (power === undefined || power.power === 'PowerOff') return true;
    if (ctx.clock() > end) return false;
    if (tools.signal.aborted) throw tools.signal.reason;
    tools.progress(undefined, say`Waiting for the guest to power off`);
    if (ctx.clock() - pressed > pressAgainAfter) {
      pressed = ctx.clock();
      await driverOf(ctx, host).shutdownDomain(hostTarget(host), id);
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

/** Presses the power button until the guest is off; answers with its host's id. Error: resourceUnavailable. */
export async function powerOffGuest(ctx: Ctx, id: string, tools: StepTools): Promise<string> {
  const vm = vmOf(ctx, id);
  const host = hostOf(ctx, vm.hostId ?? '');
  await driverOf(ctx, host).shutdownDomain(hostTarget(host), vm.id);
  if (await untilOff(ctx, host, vm.id, tools)) return host.id;
  throw fail('resourceUnavailable', say`${vm.displayName} did not power off within ${shutdownPatience / 1000} s.`, {
    hint: say`The guest may not listen to the power button: look at its console, or stop it forced.`,
  });
}

/** A guest that was asked to power off cannot be asked not to: what it has done by now decides where the instance ends. */
export async function settlePowerOff(ctx: Ctx, id: string): Promise<void> {
  const vm = vmOf(ctx, id);
  if (vm.state !== 'Stopping' || vm.hostId === undefined) return;
  const host = hostOf(ctx, vm.hostId);
  const power = (await driverOf(ctx, host).listPower(hostTarget(host))).find((each) => each.vmId === vm.id);
  if (power?.power === 'PowerOn') return;
  await driverOf(ctx, host).undefineDomain(hostTarget(host), vm.id);
  becomeStopped(ctx, id, host.id);
}

/** A stopped instance has no definition on any host, so that it can be started on another. */
export async function removeDefinition(ctx: Ctx, id: string, hostId: string): Promise<void> {
  const host = hostOf(ctx, hostId);
  // The next start has another screen, at another place: whoever looks at this one is told, and looks anew.
  ctx.console.closeVirtualMachine(id);
  await driverOf(ctx, host).undefineDomain(hostTarget(host), id);
}

export function becomeStopped(ctx: Ctx, id: string, hostId: string): void {
  ctx.store.transition('virtualMachines', virtualMachineStates, id, 'stopped', offOn(ctx, hostId));
}

export const stopVirtualMachineSaga = saga<Ctx, PowerInput>('stopVirtualMachine')
  .step('begin', { do: () => null, undo: (ctx, so) => fallBack(ctx, so.input.id, ['Stopping'], 'failed') })
  .step('power-off', {
    async do(ctx, so, tools) {
      if (!so.input.forced) return await powerOffGuest(ctx, so.input.id, tools);
      const host = hostOf(ctx, vmOf(ctx, so.input.id).hostId ?? '');
      await driverOf(ctx, host).destroyDomain(hostTarget(host), so.input.id);
      return host.id;
    },
    undo: (ctx, so) => settlePowerOff(ctx, so.input.id),
  })
  .step('definition', {
    do: (ctx, so) => removeDefinition(ctx, so.input.id, so['power-off']),
    irreversible: true,
    undo: { nothing: 'the instance is off: the job goes forward to Stopped' },
  })
  .step('stopped', {
    do: (ctx, so) => becomeStopped(ctx, so.input.id, so['power-off']),
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({
    result: (ctx, so) => oneView(ctx, so.input.id) as Json,
    ended: (ctx, so, outcome, why) => ended(ctx, so.input.id, 'VM.STOP', (name) => say`Stopped ${name}`, outcome, why),
  });

export const rebootVirtualMachineSaga = saga<Ctx, PowerInput>('rebootVirtualMachine')
  .step('reboot', {
    async do(ctx, so) {
      const vm = vmOf(ctx, so.input.id);
      const host = hostOf(ctx, vm.hostId ?? '');
      const driver = driverOf(ctx, host);
      if (!so.input.forced) return await driver.rebootDomain(hostTarget(host), vm.id);
      await driver.destroyDomain(hostTarget(host), vm.id);
      await driver.ensureDomain(hostTarget(host), domainSpec(ctx, vm.id));
      await driver.startDomain(hostTarget(host), vm.id);
    },
    async undo(ctx, so) {
      // Broken off between off and on, a forced reboot still ends with the instance running.
      if (!so.input.forced) return;
      const vm = vmOf(ctx, so.input.id);
      const host = hostOf(ctx, vm.hostId ?? '');
      await driverOf(ctx, host).ensureDomain(hostTarget(host), domainSpec(ctx, vm.id));
      await driverOf(ctx, host).startDomain(hostTarget(host), vm.id);
    },
  })
  .step('running', {
    do: (ctx, so) => ctx.store.update('virtualMachines', so.input.id, observed(ctx, 'PowerOn')),
    undo: { nothing: 'the last step; it is one commit' },
  })
  .end({
    result: (ctx, so) => oneView(ctx, so.input.id) as Json,
    ended: (ctx, so, outcome, why) =>
      ended(ctx, so.input.id, 'VM.REBOOT', (name) => say`Restarted ${name}`, outcome, why),
  });
