import type { Text } from '../command.ts';

/** What the filters of lists mean, by name: a list's `id` finds one, where a command's changes it. A noun's own text for its list goes before. */
export const filterTexts: Readonly<Record<string, Text>> = {
  id: { en: 'Only the one with this id.', zh: '仅此 ID 的对象。' },
  ids: { en: 'Only those with these ids, separated by commas.', zh: '仅这些 ID 的对象，以逗号分隔。' },
  name: { en: 'Only those of this name.', zh: '仅此名称的对象。' },
  displaytext: { en: 'Only those with this text.', zh: '仅带有此说明的对象。' },
  state: { en: 'Only those in this state.', zh: '仅处于此状态的对象。' },
  type: { en: 'Only those of this kind.', zh: '仅此类型的对象。' },
  keyword: { en: 'Only those in whose words this text stands.', zh: '仅其文字中包含此内容的对象。' },
  account: {
    en: 'Only those of this account, by its name; in domainid, or in your own domain.',
    zh: '仅此账户（按名称）的对象；账户位于 domainid，留空则位于您自己的域。',
  },
  domainid: { en: 'Only those of this domain.', zh: '仅此域的对象。' },
  isrecursive: {
    en: 'With domainid: also those of all domains below it.',
    zh: '与 domainid 一起使用：也包括其下所有域的对象。',
  },
  listall: {
    en: 'No: only your own. Otherwise all that you may see.',
    zh: '否：仅您自己的对象。否则为您可见的所有对象。',
  },
  fordisplay: {
    en: 'For CloudStack’s clients; everything here is shown.',
    zh: '供 CloudStack 客户端使用；此处所有对象都会显示。',
  },
  projectid: {
    en: 'Only those of this project; -1 for all that you are in.',
    zh: '仅此项目的对象；-1 表示您所在的所有项目。',
  },
  tags: { en: 'Only those that have this tag.', zh: '仅带有此标签的对象。' },
  zoneid: { en: 'Only those in this zone.', zh: '仅此区域中的对象。' },
  podid: { en: 'Only those in this pod.', zh: '仅此提供点中的对象。' },
  clusterid: { en: 'Only those in this cluster.', zh: '仅此集群中的对象。' },
  hostid: { en: 'Only those on this host.', zh: '仅此主机上的对象。' },
  storageid: { en: 'Only those on this primary storage.', zh: '仅此主存储上的对象。' },
  hypervisor: { en: 'Only those of this hypervisor.', zh: '仅此虚拟机管理程序的对象。' },
  allocationstate: { en: 'Only those that are enabled, or disabled.', zh: '仅启用或禁用的对象。' },
  virtualmachineid: { en: 'Only those of this instance.', zh: '仅此实例的对象。' },
  networkid: { en: 'Only those in this guest network.', zh: '仅此来宾网络中的对象。' },
  templateid: { en: 'Only those made from this template.', zh: '仅由此模板创建的对象。' },
  serviceofferingid: { en: 'Only those of this compute offering.', zh: '仅此计算方案的对象。' },
  page: { en: 'Number of the page, from 1; goes with pagesize.', zh: '页码，从 1 开始；与 pagesize 一起使用。' },
  pagesize: {
    en: 'Rows of a page, at most 500; -1 for all, without page.',
    zh: '每页行数，最多 500；-1 表示全部（不带 page）。',
  },
  sortby: { en: 'The field to sort by.', zh: '排序所依据的字段。' },
  sortorder: { en: 'asc or desc.', zh: 'asc（升序）或 desc（降序）。' },
  afterid: {
    en: 'Only what comes after the row with this id, in the order of the list.',
    zh: '仅列表顺序中位于此 ID 之后的行。',
  },
};
