import type { Text } from '../command.ts';
import type { Texts } from './texts.ts';

const which: Readonly<Record<'resourceid' | 'resourcetype', Text>> = {
  resourceid: { en: 'Id of the resource.', zh: '资源的 ID。' },
  resourcetype: {
    en: 'UserVm, Template, ISO, Volume, Network or Zone.',
    zh: 'UserVm、Template、ISO、Volume、Network 或 Zone。',
  },
};
const settings: Text = {
  en: 'Its hardware, by the keys and values of listDetailOptions: in place of those that it has.',
  zh: '硬件设置，键和值见 listDetailOptions；将替换已有设置。',
};
const cleanup: Text = { en: 'Whether its details are all taken off.', zh: '是否清除全部详细参数。' };

/** What the words of details mean. */
export const resourceDetailTexts: Texts = {
  commands: {
    listDetailOptions: {
      resourcetype: { en: 'UserVm or Template.', zh: 'UserVm 或 Template。' },
      resourceid: { en: 'The one that is to have them.', zh: '要设置的资源。' },
    },
    addResourceDetail: {
      ...which,
      details: {
        en: 'Keys and their values. Those of instances and templates are the ones of listDetailOptions.',
        zh: '键及其值。实例和模板的键值见 listDetailOptions。',
      },
      fordisplay: {
        en: 'Whether anybody but Root Admin sees them; yes, unless this says no.',
        zh: '是否对非根管理员可见；默认可见。',
      },
    },
    removeResourceDetail: {
      ...which,
      key: { en: 'Which one; all of them where it is left out.', zh: '要移除的键；不填则移除全部。' },
    },
    listResourceDetails: which,
    updateVirtualMachine: { details: settings, cleanupdetails: cleanup },
    updateTemplate: { details: settings, cleanupdetails: cleanup },
    registerTemplate: {
      details: {
        en: 'What its instances are given of hardware, by the keys and values of listDetailOptions.',
        zh: '其实例的硬件设置，键和值见 listDetailOptions。',
      },
    },
  },
  parameters: {
    boottype: { en: 'BIOS or UEFI.', zh: 'BIOS 或 UEFI。' },
    bootmode: { en: 'LEGACY, or with UEFI also SECURE.', zh: 'LEGACY；UEFI 时也可为 SECURE。' },
    keyboard: { en: 'Layout of the keyboard at its screen.', zh: '控制台键盘布局。' },
    iodriverpolicy: {
      en: 'How its disks are read and written: threads, native or io_uring.',
      zh: '磁盘读写方式：threads、native 或 io_uring。',
    },
    iothreadsenabled: {
      en: 'Whether its disks have a thread of their own on the host.',
      zh: '磁盘是否在主机上使用独立的 I/O 线程。',
    },
    nicmultiqueuenumber: { en: 'Queues of each virtio card.', zh: '每块 virtio 网卡的队列数。' },
    nicpackedvirtqueuesenabled: {
      en: 'Whether queues of virtio cards are packed.',
      zh: 'virtio 网卡是否使用 packed 队列。',
    },
  },
  fields: {
    details: 'What was chosen of its hardware, as far as the caller may see it.',
    readonlydetails: 'Details that users see and do not change, separated by commas.',
    fordisplay: 'Whether anybody but Root Admin sees it.',
    key: 'Its key.',
    value: 'Its value.',
  },
};
