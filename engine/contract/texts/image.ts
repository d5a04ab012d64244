import type { Text } from '../command.ts';
import type { Texts } from './texts.ts';

const sshkeyenabled: Text = {
  en: 'Whether its guests take SSH keys from outside, as its description says; Benchtop offers keys to all.',
  zh: '其客户机是否接收外部的 SSH 密钥（作为说明）；Benchtop 向所有客户机提供密钥。',
};
const passwordenabled: Text = {
  en: 'Whether its guests take a password from outside; instances that are made from now on.',
  zh: '其客户机是否接收外部设置的密码；对今后创建的实例生效。',
};
const narrowing = {
  imagestoreid: { en: 'Only those on this secondary storage.', zh: '仅此二级存储上的对象。' },
  storageid: {
    en: 'Only those of which this primary storage has a copy already.',
    zh: '仅此主存储上已有副本的对象。',
  },
  oscategoryid: { en: 'Only those for guest systems of this category.', zh: '仅此类别来宾操作系统的对象。' },
  ispublic: { en: 'Only those that everybody may use, or all others.', zh: '仅所有人可用的对象，或其余对象。' },
};
const filter: Text = {
  en: 'featured, community, self, selfexecutable, shared, sharedexecutable or executable; all is for administrators, or with an id.',
  zh: 'featured、community、self、selfexecutable、shared、sharedexecutable 或 executable；all 供管理员使用，或与 id 一起使用。',
};
const zoneid: Text = {
  en: 'The zone that it lies in, for CloudStack’s clients: any other is refused.',
  zh: '它所在的区域，供 CloudStack 客户端使用：其他区域会被拒绝。',
};

const copying = {
  id: { en: 'The template or ISO.', zh: '模板或 ISO。' },
  sourcezoneid: zoneid,
  destzoneid: { en: 'The zone that gets a copy.', zh: '获得副本的区域。' },
  destzoneids: {
    en: 'Several zones instead of destzoneid, separated by commas; each gets a copy by a job of its own. The answer is about the first.',
    zh: '代替 destzoneid 的多个区域，以逗号分隔；每个区域由各自的任务复制。应答为第一个任务。',
  },
};

/** What the parameters and fields of templates and ISOs mean, and what volumes and storage tell of their surroundings. */
export const imageTexts: Texts = {
  commands: {
    registerTemplate: {
      sshkeyenabled,
      zoneid: { en: 'The zone that it is for.', zh: '模板所属的区域。' },
      zoneids: {
        en: 'Several zones instead of zoneid, separated by commas: each gets a template of its own. The answer is about the first.',
        zh: '代替 zoneid 的多个区域，以逗号分隔：每个区域各有一个模板。应答为第一个区域的模板。',
      },
    },
    getUploadParamsForTemplate: { sshkeyenabled },
    createTemplate: { sshkeyenabled },
    updateTemplate: { sshkeyenabled, passwordenabled },
    listTemplates: { ...narrowing, templatefilter: filter },
    listIsos: { ...narrowing, isofilter: filter },
    deleteTemplate: { zoneid },
    deleteIso: { zoneid },
    copyTemplate: copying,
    copyIso: copying,
    prepareTemplate: {
      templateid: { en: 'The template.', zh: '模板。' },
      zoneid: { en: 'The zone that it lies in.', zh: '模板所在的区域。' },
      storageid: {
        en: 'The primary storage. Left out: all of the zone that has none yet.',
        zh: '主存储。留空则为该区域中尚无此模板的全部主存储。',
      },
    },
    listServiceOfferings: {
      templateid: {
        en: 'Only those that are there in the zone of this template or ISO.',
        zh: '仅此模板或 ISO 所在区域中可用的方案。',
      },
    },
  },
  fields: {
    sshkeyenabled: 'Whether its guests take SSH keys from outside.',
    arch: 'Processor architecture of its guests.',
    bits: 'Bits of its guests’ processors.',
    crossZones: 'Whether one lies in several zones.',
    requireshvm: 'Whether its guests need hardware virtualization.',
    deployasis: 'Whether instances are deployed as an OVF says.',
    directdownload: 'Whether hosts fetch it past the secondary storage.',
    sourcetemplateid: 'The template that it was made of.',
    accountid: 'Id of the account.',
    hasannotations: 'Whether there are comments on it.',
    vmdisplayname: 'Display name of the instance.',
    vmtype: 'User: there are no other instances.',
    attached: 'Since when it belongs to its instance.',
    templatedisplaytext: 'Text of the template.',
    diskofferingdisplaytext: 'Text of the disk offering.',
    serviceofferingdisplaytext: 'Text of the compute offering.',
    displayvolume: 'Whether users see it.',
    destroyed: 'Whether it is on its way to be removed.',
    istagarule: 'Whether its tags are a rule.',
    suitableforvirtualmachine: 'Whether the instance could have a disk of it.',
  },
};
