import * as v from 'valibot';
import { access, ipv4, job, list, optional, success, uuid } from './command.ts';
import { nic } from './network.ts';
import { macAddress, virtualMachine } from './virtual-machine.ts';

/** A further address of a NIC. */
export const nicSecondaryIp = v.object({
  id: v.string(),
  ipaddress: v.string(),
  nicid: v.string(),
  networkid: v.string(),
  virtualmachineid: v.string(),
  description: optional(v.string()),
});

/** Most NICs that an instance may have. */
export const maximumNics = 8;

export const nicCommands = {
  listNics: list({
    object: 'nic',
    description: { en: 'Lists the NICs of a VM.', zh: '列出实例的网卡。' },
    input: {
      virtualmachineid: uuid,
      nicid: optional(uuid),
      networkid: optional(uuid),
      fordisplay: optional(v.literal(true)),
    },
    row: nic,
  }),
  addNicToVirtualMachine: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'Gives an instance a NIC in one more network; a running one has it at once.',
      zh: '为实例添加另一个网络的网卡；运行中的实例立即可用。',
    },
    input: { virtualmachineid: uuid, networkid: uuid, ipaddress: optional(ipv4), macaddress: optional(macAddress) },
    output: virtualMachine,
  }),
  removeNicFromVirtualMachine: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'Takes a NIC out of an instance; its addresses become free.',
      zh: '从实例中移除网卡；其地址被释放。',
    },
    input: { virtualmachineid: uuid, nicid: uuid },
    output: virtualMachine,
  }),
  updateDefaultNicForVirtualMachine: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'Makes a NIC the default one: its network’s gateway is the guest’s way out.',
      zh: '将网卡设为默认网卡：来宾经由其网络的网关访问外部。',
    },
    input: { virtualmachineid: uuid, nicid: uuid },
    output: virtualMachine,
  }),
  updateVmNicIp: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'Gives a NIC another address of its network; the guest takes it when it asks by DHCP the next time.',
      zh: '为网卡更换其网络中的另一个地址；来宾下次通过 DHCP 请求时取得。',
    },
    input: { nicid: uuid, ipaddress: optional(ipv4) },
    output: virtualMachine,
  }),
  addIpToNic: job({
    object: 'nicsecondaryip',
    roles: access.everyone,
    description: {
      en: 'Sets a further address of the network aside for a NIC. The guest has to give it to itself; DHCP does not.',
      zh: '为网卡保留网络中的另一个地址。需要在来宾中自行配置，DHCP 不会分配。',
    },
    input: { nicid: uuid, ipaddress: optional(ipv4), description: optional(v.pipe(v.string(), v.maxLength(255))) },
    output: nicSecondaryIp,
  }),
  removeIpFromNic: job({
    object: 'success',
    roles: access.everyone,
    description: { en: 'Gives a further address of a NIC back.', zh: '释放网卡的附加地址。' },
    input: { id: uuid },
    output: success,
  }),
};
