import * as v from 'valibot';
import { access, optional, query, uuid } from './command.ts';
import { phrase } from './phrase.ts';

/** What is looked at, in the order in which the reasons are likely to be told apart: the host's side first, the guest's last. */
export const leaseCheckNames = [
  'service',
  'service port',
  'reservation',
  'card',
  'bridge',
  'filter',
  'request',
  'between hosts',
  'guest',
] as const;

export const leaseCheck = v.object({
  name: v.picklist(leaseCheckNames),
  /** `likely`: not seen, but what is left when everything that was seen is fine. `unknown`: it could not be looked at. */
  status: v.picklist(['ok', 'problem', 'likely', 'unknown']),
  title: phrase,
  found: phrase,
  /** How to mend it. */
  hint: optional(phrase),
});

/** One NIC of an instance and its address. */
export const lease = v.object({
  nicid: v.string(),
  networkid: v.string(),
  networkname: v.string(),
  macaddress: v.string(),
  ipaddress: v.string(),
  /** `waiting`: started moments ago, its guest may not have asked yet. */
  state: v.picklist(['leased', 'waiting', 'missing']),
  finding: phrase,
  check: v.array(leaseCheck),
});

export const leaseCommands = {
  explainLease: query({
    object: 'lease',
    roles: access.everyone,
    description: {
      en: 'Says whether a running instance took its address by DHCP since its start, and if not, why: what was looked at, and how to mend it.',
      zh: '说明运行中的实例自启动以来是否通过 DHCP 取得了地址；如未取得，说明原因：检查了什么，以及如何修复。',
    },
    input: { virtualmachineid: uuid },
    output: v.object({
      /** Nothing is looked at while the instance does not run. */
      running: v.boolean(),
      nic: v.array(lease),
    }),
  }),
};
