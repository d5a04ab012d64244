import * as v from 'valibot';
import { access, count, optional, query, uuid } from './command.ts';
import { phrase } from './phrase.ts';

/** A virtual machine on a host that Benchtop did not make. It is left alone; `obstacle` says why it cannot be adopted. */
export const foreignGuest = v.object({
  id: v.string(),
  name: v.string(),
  powerstate: v.picklist(['PowerOn', 'PowerOff', 'PowerUnknown']),
  cpunumber: count,
  /** Bytes. */
  memory: count,
  disk: v.array(v.object({ device: v.string(), source: v.string(), storagename: optional(v.string()) })),
  nic: v.array(v.object({ macaddress: v.string(), bridge: v.string() })),
  obstacle: v.array(phrase),
});

export const foreignGuestCommands = {
  listForeignGuests: query({
    object: 'foreignguest',
    roles: access.admin,
    description: {
      en: 'Looks which virtual machines on a host are not of Benchtop, and says why they are left alone. Changes nothing.',
      zh: '查看主机上哪些虚拟机不属于 Benchtop，并说明为何不加以处理。不做任何更改。',
    },
    input: { hostid: uuid },
    output: v.object({ foreignguest: v.array(foreignGuest) }),
  }),
};
