import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import type { HostRow, NicRow } from '../../store/rows.ts';
import { driverOf, hostTarget, usableHosts } from '../common.ts';
import { allocateAddress, releaseAddresses } from '../network/allocation.ts';
import { bridgeOf } from '../network/physical-network.ts';
import { addCard, removeCard } from '../network/service.ts';
import { bookNic, unbookNic } from './nic-rows.ts';
import { domainSpec, ended, hostOf, vmOf } from './steps.ts';
import { oneView } from './view.ts';

interface NicInput {
  id: string;
  nicId: string;
}

const nicsOf = (ctx: Ctx, vmId: string): NicRow[] =>
  ctx.store.where('nics', 'removed IS NULL AND virtual_machine_id = ? ORDER BY device_id', vmId);

const nicRow = (ctx: Ctx, id: string): NicRow => {
  const nic = ctx.store.get('nics', id);
  if (nic === undefined) throw fail('internal', say`The NIC of the job is gone.`);
  return nic;
};

/** The host of a running instance; undefined where there is nothing to plug into. */
const runsOn = (ctx: Ctx, id: string): HostRow | undefined => {
  const { hostId } = vmOf(ctx, id);
  return hostId === undefined ? undefined : hostOf(ctx, hostId);
};

/** Who answers for a network that nobody answers for yet: where the instance runs or ran, else any host that works. */
function preferredHost(ctx: Ctx, id: string): HostRow {
  const vm = vmOf(ctx, id);
  const known = vm.hostId ?? vm.lastHostId;
  const host = known === undefined ? undefined : ctx.store.get('hosts', known);
  const chosen =
    host !== undefined && host.removed === undefined && host.state === 'Up'
      ? host
      : usableHosts(ctx, { zoneId: vm.zoneId, hypervisor: vm.hypervisor })[0];
  if (chosen !== undefined) return chosen;
  throw fail('resourceUnavailable', say`No host of the zone is Up that could answer for the network.`, {
    hint: say`Bring a host back Up: see Infrastructure, Hosts.`,
  });
}

/** Tells the network of a card as its row says, whatever it knew before. */
const tellCard = (ctx: Ctx, id: string, nicId: string) => addCard(ctx, nicRow(ctx, nicId), preferredHost(ctx, id));

async function plug(ctx: Ctx, id: string, nicId: string): Promise<void> {
  const host = runsOn(ctx, id);
  if (host === undefined) return;
  const nic = nicRow(ctx, nicId);
  const bridge = bridgeOf(ctx, ctx.store.need('networks', nic.networkId).physicalNetworkId);
  await driverOf(ctx, host).ensureBridge(hostTarget(host), bridge);
  await driverOf(ctx, host).attachNic(hostTarget(host), domainSpec(ctx, id), nicId);
}

async function unplug(ctx: Ctx, id: string, nicId: string): Promise<void> {
  const host = runsOn(ctx, id);
  if (host !== undefined) await driverOf(ctx, host).detachNic(hostTarget(host), id, nicRow(ctx, nicId).macAddress);
}

const view = (ctx: Ctx, so: { input: NicInput }) => oneView(ctx, so.input.id) as Json;

const addNicSaga = saga<Ctx, NicInput & { networkId: string; ipAddress?: string; macAddress?: string }>(
  'addNicToVirtualMachine',
)
  .step('card', {
    do: (ctx, so) =>
      ctx.store.write(() => {
        if (ctx.store.get('nics', so.input.nicId) !== undefined) return;
        const taken = new Set(nicsOf(ctx, so.input.id).map((nic) => nic.deviceId));
        let deviceId = 0;
        while (taken.has(deviceId)) deviceId += 1;
        bookNic(ctx, so.input.id, so.input.nicId, so.input, deviceId, taken.size === 0);
      }),
    async undo(ctx, so) {
      const nic = ctx.store.get('nics', so.input.nicId);
      if (nic === undefined) return;
      ctx.store.write(() => unbookNic(ctx, nic));
      await removeCard(ctx, nic);
    },
  })
  .step('network', {
    do: (ctx, so) => tellCard(ctx, so.input.id, so.input.nicId),
    undo: { nothing: 'the card’s undo takes the reservation out, and the network down when it was the last' },
  })
  .step('plug', {
    do: (ctx, so) => plug(ctx, so.input.id, so.input.nicId),
    undo: (ctx, so) => unplug(ctx, so.input.id, so.input.nicId),
  })
  .end({
    result: view,
    ended: (ctx, so, outcome, why) =>
      ended(ctx, so.input.id, 'NIC.CREATE', (name) => say`Gave ${name} a NIC`, outcome, why),
  });

const removeNicSaga = saga<Ctx, NicInput>('removeNicFromVirtualMachine')
  .step('unplug', {
    do: (ctx, so) => unplug(ctx, so.input.id, so.input.nicId),
    undo: (ctx, so) => plug(ctx, so.input.id, so.input.nicId),
  })
  .step('card', {
    do: (ctx, so) => ctx.store.write(() => unbookNic(ctx, nicRow(ctx, so.input.nicId))),
    irreversible: true,
    undo: { nothing: 'its addresses may be another’s by now: the job goes forward' },
  })
  .step('network', {
    do: (ctx, so) => removeCard(ctx, nicRow(ctx, so.input.nicId)),
    undo: { nothing: 'past the point of no return' },
  })
  .end({
    result: view,
    ended: (ctx, so, outcome, why) =>
      ended(ctx, so.input.id, 'NIC.DELETE', (name) => say`Took a NIC out of ${name}`, outcome, why),
  });

/** One NIC is the default one, and the instance's address is that one's. */
function makeDefault(ctx: Ctx, id: string, nicId: string | undefined): void {
  ctx.store.write(() => {
    for (const nic of nicsOf(ctx, id)) {
      if (nic.isDefault !== (nic.id === nicId)) ctx.store.update('nics', nic.id, { isDefault: nic.id === nicId });
      if (nic.id === nicId)
        ctx.store.update('virtualMachines', id, { ipAddress: nic.ipAddress, macAddress: nic.macAddress });
    }
  });
}

const updateDefaultNicSaga = saga<Ctx, NicInput & { before?: string }>('updateDefaultNicForVirtualMachine')
  .step('rows', {
    do: (ctx, so) => makeDefault(ctx, so.input.id, so.input.nicId),
    async undo(ctx, so) {
      makeDefault(ctx, so.input.id, so.input.before);
      for (const nic of nicsOf(ctx, so.input.id)) await tellCard(ctx, so.input.id, nic.id);
    },
  })
  .step('network', {
    // The default one alone is told a gateway.
    async do(ctx, so) {
      for (const nic of nicsOf(ctx, so.input.id)) await tellCard(ctx, so.input.id, nic.id);
    },
    undo: { nothing: 'the rows’ undo tells the networks again' },
  })
  .end({
    result: view,
    ended: (ctx, so, outcome, why) =>
      ended(ctx, so.input.id, 'NIC.UPDATE', (name) => say`${name} has another default NIC`, outcome, why),
  });

/** Gives a NIC this address of its network, or any other than the one that it has; its old one becomes free. */
function readdress(ctx: Ctx, nicId: string, wish: string | undefined, notThis: string): void {
  ctx.store.write(() => {
    const nic = nicRow(ctx, nicId);
    if (wish === nic.ipAddress || (wish === undefined && nic.ipAddress !== notThis)) return;
    const network = ctx.store.need('networks', nic.networkId);
    // The old one is held while a new one is looked for, so that it is not found again.
    const holder = `${nicId} former`;
    ctx.store.prepare('UPDATE address SET owner_id = ? WHERE owner_id = ?').run(holder, nicId);
    const ipAddress = allocateAddress(ctx, network, nicId, 'nic', wish);
    releaseAddresses(ctx, holder);
    ctx.store.update('nics', nicId, { ipAddress });
    if (nic.isDefault) ctx.store.update('virtualMachines', nic.virtualMachineId, { ipAddress });
  });
}

const updateNicIpSaga = saga<Ctx, NicInput & { ipAddress?: string; before: string }>('updateVmNicIp')
  .step('address', {
    do: (ctx, so) => readdress(ctx, so.input.nicId, so.input.ipAddress, so.input.before),
    async undo(ctx, so) {
      const nic = nicRow(ctx, so.input.nicId);
      if (nic.ipAddress === so.input.before) return;
      readdress(ctx, nic.id, so.input.before, nic.ipAddress);
      await tellCard(ctx, so.input.id, nic.id);
    },
  })
  .step('network', {
    do: (ctx, so) => tellCard(ctx, so.input.id, so.input.nicId),
    undo: { nothing: 'the address’s undo tells the network again' },
  })
  .end({
    result: view,
    ended: (ctx, so, outcome, why) =>
      ended(
        ctx,
        so.input.id,
        'NIC.UPDATE',
        (name) => say`A NIC of ${name} has the address ${ctx.store.get('nics', so.input.nicId)?.ipAddress ?? ''}`,
        outcome,
        why,
      ),
  });

const addIpSaga = saga<Ctx, NicInput & { secondaryId: string; ipAddress?: string; description?: string }>('addIpToNic')
  .step('address', {
    do: (ctx, so) =>
      ctx.store.write(() => {
        const { secondaryId, ipAddress, description } = so.input;
        if (ctx.store.get('nicSecondaryIps', secondaryId) !== undefined) return;
        const nic = nicRow(ctx, so.input.nicId);
        const network = ctx.store.need('networks', nic.networkId);
        ctx.store.insert('nicSecondaryIps', {
          id: secondaryId,
          nicId: nic.id,
          virtualMachineId: nic.virtualMachineId,
          networkId: network.id,
          ipAddress: allocateAddress(ctx, network, secondaryId, 'nic', ipAddress),
          ...(description !== undefined && { description }),
          created: ctx.clock(),
        });
        ctx.store.changed({ noun: 'nic', id: nic.id, change: 'updated' });
      }),
    undo: (ctx, so) => forget(ctx, so.input.secondaryId),
  })
  .end({
    result(ctx, so) {
      const row = ctx.store.need('nicSecondaryIps', so.input.secondaryId);
      return {
        id: row.id,
        ipaddress: row.ipAddress,
        nicid: row.nicId,
        networkid: row.networkId,
        virtualmachineid: row.virtualMachineId,
        description: row.description,
      };
    },
    ended: (ctx, so, outcome, why) =>
      ended(
        ctx,
        so.input.id,
        'NIC.SECONDARY.IP.ASSIGN',
        (name) => say`Set ${ctx.store.get('nicSecondaryIps', so.input.secondaryId)?.ipAddress ?? ''} aside for ${name}`,
        outcome,
        why,
      ),
  });

function forget(ctx: Ctx, secondaryId: string): void {
  ctx.store.write(() => {
    const row = ctx.store.get('nicSecondaryIps', secondaryId);
    if (row === undefined) return;
    releaseAddresses(ctx, secondaryId);
    ctx.store.purge('nicSecondaryIps', 'id = ?', secondaryId);
    ctx.store.changed({ noun: 'nic', id: row.nicId, change: 'updated' });
  });
}

const removeIpSaga = saga<Ctx, { id: string; secondaryId: string; ipAddress: string }>('removeIpFromNic')
  .step('address', {
    do: (ctx, so) => forget(ctx, so.input.secondaryId),
    irreversible: true,
    undo: { nothing: 'it may be another’s by now; one commit ends the job' },
  })
  .end({
    result: () => ({ success: true }),
    ended: (ctx, so, outcome, why) =>
      ended(
        ctx,
        so.input.id,
        'NIC.SECONDARY.IP.UNASSIGN',
        (name) => say`Gave ${so.input.ipAddress} of ${name} back`,
        outcome,
        why,
      ),
  });

export const nicSagas = [addNicSaga, removeNicSaga, updateDefaultNicSaga, updateNicIpSaga, addIpSaga, removeIpSaga];
