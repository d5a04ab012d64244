import type { Text } from '../command.ts';
import type { Texts } from './texts.ts';

const oscategoryid: Text = { en: 'The category that it stands under.', zh: '其所属的类别。' };
const osdisplayname: Text = { en: 'What people choose it by; one of its kind.', zh: '供用户选择的名称；不可重复。' };
const osnameforhypervisor: Text = {
  en: 'The name by whose rules it is run, such as Windows Server 2022 (64-bit): disks, cards and clock follow from it at the next start.',
  zh: '按哪个名称的规则运行，例如 Windows Server 2022 (64-bit)：磁盘、网卡和时钟在下次启动时据此确定。',
};
const mapping: Text = { en: 'The mapping.', zh: '映射。' };

/** What the words of guest OS types and mappings mean. */
export const guestOsTexts: Texts = {
  commands: {
    addGuestOs: { oscategoryid, osdisplayname },
    updateGuestOs: { oscategoryid, osdisplayname },
    listGuestOsMapping: { id: mapping },
    addGuestOsMapping: {
      ostypeid: { en: 'The guest OS type.', zh: '来宾操作系统类型。' },
      osdisplayname: { en: 'The guest OS type, by its name.', zh: '来宾操作系统类型的名称。' },
      osnameforhypervisor,
    },
    updateGuestOsMapping: { id: mapping, osnameforhypervisor },
    removeGuestOsMapping: { id: mapping },
  },
  parameters: {
    hypervisorversion: {
      en: 'Always default: each version of a hypervisor is driven alike.',
      zh: '始终为 default：各版本的虚拟机管理程序以相同方式驱动。',
    },
  },
  fields: {
    osnameforhypervisor: 'The name by whose rules instances of the type are run.',
    osdisplayname: 'The name of the guest OS type.',
    hypervisorversion: 'Always default: each version of a hypervisor is driven alike.',
    isuserdefined: 'Whether somebody added it here.',
  },
};
