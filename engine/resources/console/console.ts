import { checkOwner } from '../../access.ts';
import type { ConsoleTicket } from '../../console/console.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { fixed, say } from '../../contract/phrase.ts';
import type { ConsoleType } from '../../drivers/driver.ts';
import { addEvent, driverOf, hostTarget, streamOwner } from '../common.ts';
import { credentialsOf } from '../host-preparation/host-preparation.ts';

/** A caller's running instance, and how the console thread reaches it. */
async function reach(ctx: Ctx, caller: Caller, vmId: string, type: ConsoleType) {
  const vm = ctx.store.need('virtualMachines', vmId, 'virtualmachineid');
  checkOwner(ctx, caller, vm);
  const host = vm.hostId === undefined ? undefined : ctx.store.get('hosts', vm.hostId);
  if (vm.state !== 'Running' || host === undefined)
    throw fail('conflict', say`${vm.displayName} is ${fixed(vm.state)}: there is no screen to show.`, {
      field: 'virtualmachineid',
      hint: say`Start it first.`,
    });
  const target = await driverOf(ctx, host).consoleTarget(hostTarget(host), vm.id, type);
  return { vm, way: { target, ...(host.hypervisor === 'KVM' && { credentials: credentialsOf(ctx, host.id) }) } };
}

function endpoint({ token, host, port, path }: ConsoleTicket) {
  return { success: true, url: `ws://${host}:${port}${path}`, websocket: { token, host, port: String(port), path } };
}

export const consoleHandlers = {
  async getVirtualMachineThumbnail(ctx, caller, input) {
    const { vm, way } = await reach(ctx, caller, input.virtualmachineid, 'vnc');
    const { width, height, png } = await ctx.console.takeThumbnail(way);
    const image = Buffer.from(png).toString('base64');
    return { virtualmachineid: vm.id, width, height, image: `data:image/png;base64,${image}` };
  },
  async createConsoleEndpoint(ctx, caller, input) {
    const { vm, way } = await reach(ctx, caller, input.virtualmachineid, input.type ?? 'vnc');
    const ticket = await ctx.console.createTicket({
      ...way,
      owner: streamOwner(caller),
      viewOnly: input.viewonly ?? false,
      who: caller.username,
      title: vm.displayName,
    });
    addEvent(ctx, caller, {
      type: 'VM.CONSOLE',
      description: say`Opened the console of ${vm.displayName}`,
      resourceId: vm.id,
      resourceType: 'VirtualMachine',
      resourceName: vm.displayName,
    });
    return endpoint(ticket);
  },
  async createHostShellEndpoint(ctx, caller, input) {
    const host = ctx.store.need('hosts', input.hostid, 'hostid');
    const ticket = await ctx.console.createShellTicket({
      owner: streamOwner(caller),
      target: await driverOf(ctx, host).shellTarget(hostTarget(host)),
      ...(host.hypervisor === 'KVM' && { credentials: credentialsOf(ctx, host.id) }),
      size: { columns: input.columns ?? 80, rows: input.rows ?? 24 },
    });
    addEvent(ctx, caller, {
      type: 'HOST.SHELL',
      description: say`Opened a shell on ${host.name} as ${host.username}`,
      resourceId: host.id,
      resourceType: 'Host',
      resourceName: host.name,
    });
    return endpoint(ticket);
  },
} satisfies Partial<Handlers>;
