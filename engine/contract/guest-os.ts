import * as v from 'valibot';
import { access, job, list, name, optional, success, uuid } from './command.ts';
import { osType } from './offering.ts';

/** By which name's rules a guest OS type is run on a hypervisor. */
export const guestOsMapping = v.object({
  id: v.string(),
  hypervisor: v.string(),
  /** Always `default`: each version of a hypervisor is driven alike. */
  hypervisorversion: v.string(),
  ostypeid: v.string(),
  osdisplayname: v.string(),
  osnameforhypervisor: v.string(),
  isuserdefined: v.string(),
});

const hypervisor = v.picklist(['KVM', 'Simulator']);
const version = v.picklist(['default']);

/** Guest OS types of one's own, and mappings of types. */
export const guestOsCommands = {
  addGuestOs: job({
    object: 'ostype',
    description: { en: 'Adds a guest OS type.', zh: '添加来宾操作系统类型。' },
    input: { oscategoryid: uuid, osdisplayname: name },
    output: osType,
  }),
  updateGuestOs: job({
    object: 'ostype',
    description: {
      en: 'Renames a guest OS type of your own, or moves it to another category.',
      zh: '重命名自定义的来宾操作系统类型，或将其移到其他类别。',
    },
    input: { id: uuid, oscategoryid: optional(uuid), osdisplayname: optional(name) },
    output: osType,
  }),
  removeGuestOs: job({
    object: 'ostype',
    description: {
      en: 'Removes a guest OS type of your own that nothing is of.',
      zh: '删除未被使用的自定义来宾操作系统类型。',
    },
    input: { id: uuid },
    output: success,
  }),
  listGuestOsMapping: list({
    object: 'guestosmapping',
    roles: access.admin,
    description: {
      en: 'Lists by which name’s rules guest OS types are run on a hypervisor.',
      zh: '列出来宾操作系统类型在虚拟机管理程序上按哪个名称的规则运行。',
    },
    input: {
      id: optional(uuid),
      ostypeid: optional(uuid),
      osdisplayname: optional(v.string()),
      osnameforhypervisor: optional(v.string()),
      hypervisor: optional(v.string()),
      hypervisorversion: optional(v.string()),
    },
    row: guestOsMapping,
  }),
  addGuestOsMapping: job({
    object: 'guestosmapping',
    description: {
      en: 'Runs instances of a guest OS type by the rules of another name: its disks, cards and clock.',
      zh: '让某类来宾操作系统的实例按另一名称的规则运行：磁盘、网卡和时钟。',
    },
    input: {
      ostypeid: optional(uuid),
      osdisplayname: optional(name),
      hypervisor,
      hypervisorversion: version,
      osnameforhypervisor: name,
    },
    output: guestOsMapping,
  }),
  updateGuestOsMapping: job({
    object: 'guestosmapping',
    description: { en: 'Changes the name that a mapping leads to.', zh: '修改映射所指向的名称。' },
    input: { id: uuid, osnameforhypervisor: name },
    output: guestOsMapping,
  }),
  removeGuestOsMapping: job({
    object: 'guestosmapping',
    description: {
      en: 'Removes a mapping: the type is run by its own name again.',
      zh: '删除映射：该类型重新按自己的名称运行。',
    },
    input: { id: uuid },
    output: success,
  }),
};
