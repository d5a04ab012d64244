import type { Texts } from './texts.ts';

/** Parameters of zones, whichever command has them. */
export const zoneTexts: Texts = {
  parameters: {
    dns1: { en: 'The name server that guests are given by DHCP.', zh: '通过 DHCP 提供给来宾的 DNS 服务器。' },
    dns2: { en: 'Asked by guests when the first one is silent.', zh: '第一个没有应答时来宾使用的 DNS 服务器。' },
    internaldns1: {
      en: 'The name server that hosts and services of the zone use.',
      zh: '区域中的主机和服务使用的 DNS 服务器。',
    },
    internaldns2: { en: 'Asked by them when the first one is silent.', zh: '第一个没有应答时它们使用的 DNS 服务器。' },
    domain: {
      en: 'Domain of the guests’ names, such as lab.example, where their network has none of its own.',
      zh: '来宾名称的域，例如 lab.example；用于没有自己的域的网络。',
    },
    localstorageenabled: {
      en: 'Whether instances may have disks on a host’s own disks. Needed where no storage is shared.',
      zh: '实例是否可以使用主机自己的磁盘。没有共享存储时需要启用。',
    },
  },
};
