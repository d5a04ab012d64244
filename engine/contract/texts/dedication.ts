import type { Text } from '../command.ts';
import type { Texts } from './texts.ts';

/** What the parameters and fields of what is dedicated mean. */
const domainid: Text = {
  en: 'The domain that has it. Without an account, all accounts in it and in the domains below.',
  zh: '拥有它的域。不指定账户时，适用于该域及其下级域的所有账户。',
};
const account: Text = {
  en: 'The account that has it, by its name in that domain.',
  zh: '拥有它的账户在该域中的名称。',
};
const forWhom = { domainid, account };
const things = {
  zoneid: { en: 'The zone.', zh: '区域。' },
  podid: { en: 'The pod.', zh: '提供点。' },
  clusterid: { en: 'The cluster.', zh: '集群。' },
  hostid: { en: 'The host.', zh: '主机。' },
} as const;
const filters = {
  domainid: { en: 'Only what this domain has.', zh: '仅列出该域拥有的。' },
  account: { en: 'Only what an account of this name has.', zh: '仅列出该名称的账户拥有的。' },
  affinitygroupid: { en: 'Only what instances in this affinity group are for.', zh: '仅列出该关联组的实例可用的。' },
};

export const dedicationTexts: Texts = {
  commands: {
    dedicateZone: { zoneid: things.zoneid, ...forWhom },
    dedicatePod: { podid: things.podid, ...forWhom },
    dedicateCluster: { clusterid: things.clusterid, ...forWhom },
    dedicateHost: { hostid: things.hostid, ...forWhom },
    releaseDedicatedZone: { zoneid: things.zoneid },
    releaseDedicatedPod: { podid: things.podid },
    releaseDedicatedCluster: { clusterid: things.clusterid },
    releaseDedicatedHost: { hostid: things.hostid },
    listDedicatedZones: { zoneid: things.zoneid, ...filters },
    listDedicatedPods: { podid: things.podid, ...filters },
    listDedicatedClusters: { clusterid: things.clusterid, ...filters },
    listDedicatedHosts: { hostid: things.hostid, ...filters },
  },
  fields: {
    dedicatedresources: 'What is dedicated to those whom it is for: only its instances run there.',
    affinitygroupname: 'Name of the affinity group.',
  },
};
