import type { Ctx } from '../../context.ts';
import type { Output } from '../../contract/contract.ts';
import { errorData, phraseOf } from '../../contract/errors.ts';
import type { Phrase } from '../../contract/phrase.ts';
import type { LeaseFacts } from '../../drivers/looks.ts';
import type { HostRow, NetworkRow, NicRow, VirtualMachineRow } from '../../store/rows.ts';
import { driverOf, hostTarget } from '../common.ts';
import { bridgeOf } from '../network/physical-network.ts';
import { judgeLease } from './lease-checks.ts';
import { hostOf } from './steps.ts';

/** See the command. Errors: hostUnreachable for the instance's own host; that of the service is a finding. */
export async function explainLease(ctx: Ctx, vm: VirtualMachineRow): Promise<Output<'explainLease'>> {
  if (vm.state !== 'Running' || vm.hostId === undefined || vm.powerState === 'PowerOff')
    return { running: false, nic: [] };
  const host = hostOf(ctx, vm.hostId);
  const nics = ctx.store.where('nics', 'removed IS NULL AND virtual_machine_id = ? ORDER BY device_id', vm.id);
  const nic = await Promise.all(nics.map((row) => explainNic(ctx, vm, host, row)));
  return { running: true, nic };
}

async function explainNic(ctx: Ctx, vm: VirtualMachineRow, host: HostRow, nic: NicRow) {
  const network = ctx.store.need('networks', nic.networkId);
  const bridge = bridgeOf(ctx, network.physicalNetworkId);
  const { macAddress: mac, ipAddress: address } = nic;
  const card = await driverOf(ctx, host).lookAtCard(hostTarget(host), { vmId: vm.id, mac, bridge });
  const service = await askService(ctx, network, {
    networkId: network.id,
    bridge,
    mac,
    address,
    since: card.runningFor,
  });
  return {
    nicid: nic.id,
    networkid: network.id,
    networkname: network.name,
    macaddress: mac,
    ipaddress: address,
    ...judgeLease({ mac, address, bridge, card, service, elsewhere: network.serviceHostId !== host.id }),
  };
}

async function askService(
  ctx: Ctx,
  network: NetworkRow,
  question: { networkId: string; bridge: string; mac: string; address: string; since: number | undefined },
): Promise<LeaseFacts | Phrase> {
  if (network.serviceHostId === undefined)
    return { unit: '', running: false, connected: false, reserved: false, requests: 0 };
  try {
    const host = hostOf(ctx, network.serviceHostId);
    return await driverOf(ctx, host).lookAtLease(hostTarget(host), question);
  } catch (error) {
    return phraseOf(errorData(error));
  }
}
