import * as v from 'valibot';
import { access, awaited, command, count, date, job, name, optional, stream, success, text, uuid } from './command.ts';
import { details } from './disk-offering.ts';
import { forOwnerEntries, ownedList, ownerFields } from './ownership.ts';
import { phrase } from './phrase.ts';
import { imageUrl } from './storage.ts';
import { tagEntries, tagFields } from './tag.ts';
import { uploadEndpoint, uploadEntries } from './upload.ts';
import { virtualMachine } from './virtual-machine.ts';

// Templates and ISOs: the images of secondary storage.

/** What an image shows of itself, whichever kind it is. */
export const image = v.object({
  ...tagFields,
  id: v.string(),
  name: v.string(),
  displaytext: v.string(),
  state: v.string(),
  /** CloudStack's status text: "Download Complete", "67% Downloaded", or why it failed. */
  status: v.string(),
  statusphrase: optional(phrase),
  isready: v.boolean(),
  format: v.picklist(['QCOW2', 'RAW', 'ISO']),
  bootable: v.boolean(),
  passwordenabled: v.boolean(),
  sshkeyenabled: v.boolean(),
  templatetype: v.literal('USER'),
  arch: v.literal('x86_64'),
  bits: v.literal(64),
  /** Each zone has one of its own. */
  crossZones: v.literal(false),
  /** All hosts virtualize by hardware or its emulation, and fetch images by their secondary storage. */
  requireshvm: v.literal(true),
  deployasis: v.literal(false),
  directdownload: v.literal(false),
  /** The host whose folder it lies in; absent on NFS. */
  hostid: optional(v.string()),
  hostname: optional(v.string()),
  /** What it was made of: the template of the volume, or the one in another zone that it is a copy of. */
  sourcetemplateid: optional(v.string()),
  /** Bytes of the file. */
  physicalsize: count,
  hypervisor: v.picklist(['KVM', 'Simulator']),
  zoneid: v.string(),
  zonename: v.string(),
  ostypeid: v.string(),
  ostypename: v.string(),
  url: optional(v.string()),
  checksum: optional(v.string()),
  /** Bytes: of a template its virtual size, of an ISO its file's. */
  size: count,
  downloadpercent: optional(v.number()),
  ispublic: v.boolean(),
  isfeatured: v.boolean(),
  isextractable: v.boolean(),
  /** Whether its instances may grow while they run. */
  isdynamicallyscalable: v.boolean(),
  ...ownerFields,
  accountid: v.string(),
  hasannotations: v.boolean(),
  created: date,
  /** User data that its instances are given, what it does with their own, and the names that it takes values for. */
  userdataid: optional(v.string()),
  userdataname: optional(v.string()),
  userdatapolicy: optional(v.string()),
  userdataparams: optional(v.string()),
  /** Ours: the running download, for the progress bar. */
  jobid: optional(v.string()),
});

export const template = v.object({
  ...image.entries,
  format: v.picklist(['QCOW2', 'RAW']),
  /** What its instances are given of hardware, as far as the caller may see it. */
  details: v.record(v.string(), v.string()),
});

export const iso = v.object({ ...image.entries, format: v.literal('ISO') });

const describing = { displaytext: optional(text) };
const sharing = { ispublic: optional(v.boolean()), isfeatured: optional(v.boolean()) };
/** What an image is said to be, wherever it comes from. */
const declaration = {
  zoneid: uuid,
  name,
  ...describing,
  ostypeid: uuid,
  /** Hex digest, optionally with `{SHA-256}` in front; MD5, SHA-1, SHA-256 and SHA-512 by length. */
  checksum: optional(v.pipe(v.string(), v.trim(), v.maxLength(160))),
  ...sharing,
  isextractable: optional(v.boolean()),
  ...forOwnerEntries,
};
const registration = { ...declaration, url: imageUrl };
const sshkeyenabled = optional(v.boolean());
const declaredTemplate = {
  sshkeyenabled,
  format: v.picklist(['QCOW2', 'RAW']),
  hypervisor: v.picklist(['KVM', 'Simulator']),
  passwordenabled: optional(v.boolean()),
  isdynamicallyscalable: optional(v.boolean()),
};
const declaredIso = {
  bootable: optional(v.boolean()),
  /** Ours: whose secondary storage takes it, where a zone has real and simulated hosts. */
  hypervisor: optional(v.picklist(['KVM', 'Simulator'])),
};
const change = { id: uuid, name: optional(name), ...describing, ostypeid: optional(uuid) };
const narrowing = {
  id: optional(uuid),
  ids: optional(v.pipe(v.array(uuid), v.minLength(1), v.maxLength(500))),
  imagestoreid: optional(uuid),
  /** Those that lie on this primary storage already. */
  storageid: optional(uuid),
  oscategoryid: optional(uuid),
  ispublic: optional(v.boolean()),
  name: optional(v.string()),
  zoneid: optional(uuid),
  hypervisor: optional(v.string()),
  isready: optional(v.boolean()),
};
/** CloudStack's views of a list of images; templates know one more. */
const filters = ['featured', 'self', 'selfexecutable', 'sharedexecutable', 'executable', 'community', 'all'] as const;

export const imageCommands = {
  registerTemplate: awaited({
    object: 'template',
    roles: access.everyone,
    description: {
      en: 'Registers a template by URL: downloads it to secondary storage, checks and inspects it.',
      zh: '通过 URL 注册模板：下载到二级存储、校验并检查。',
    },
    input: {
      ...registration,
      ...declaredTemplate,
      details: optional(details),
      zoneid: optional(uuid),
      /** One for each of several zones; instead of zoneid. */
      zoneids: optional(v.pipe(v.array(uuid), v.minLength(1), v.maxLength(50))),
    },
    output: template,
  }),
  getUploadParamsForTemplate: stream({
    object: 'getuploadparams',
    roles: access.everyone,
    description: {
      en: 'Registers a template by a file of this computer: a single-use ticket by which its bytes are sent, and the job that checks and inspects it.',
      zh: '用本机文件注册模板：返回发送其字节的一次性票据，以及校验并检查它的任务。',
    },
    input: { ...declaration, ...declaredTemplate, ...uploadEntries },
    output: uploadEndpoint,
  }),
  createTemplate: job({
    object: 'template',
    roles: access.everyone,
    description: {
      en: 'Makes a template of a volume of a stopped instance: a whole copy on secondary storage that needs no other file.',
      zh: '用已停止实例的卷创建模板：在二级存储上生成不依赖其他文件的完整副本。',
    },
    input: {
      volumeid: uuid,
      name,
      ...describing,
      /** The instance's own, when left out. */
      ostypeid: optional(uuid),
      ...sharing,
      passwordenabled: optional(v.boolean()),
      isdynamicallyscalable: optional(v.boolean()),
      sshkeyenabled,
      ...forOwnerEntries,
    },
    output: template,
  }),
  updateTemplate: command({
    object: 'template',
    roles: access.everyone,
    description: { en: 'Changes the name, text or OS type of a template.', zh: '修改模板的名称、说明或操作系统类型。' },
    input: {
      ...change,
      isdynamicallyscalable: optional(v.boolean()),
      passwordenabled: optional(v.boolean()),
      sshkeyenabled,
      /** In place of those that it has. */
      details: optional(details),
      cleanupdetails: optional(v.boolean()),
    },
    output: template,
  }),
  deleteTemplate: job({
    object: 'template',
    roles: access.everyone,
    description: { en: 'Deletes a template that no VM was made from.', zh: '删除没有实例使用的模板。' },
    input: { id: uuid, zoneid: optional(uuid) },
    output: success,
  }),
  listTemplates: ownedList({
    object: 'template',
    description: { en: 'Lists templates.', zh: '列出模板。' },
    input: { ...tagEntries, templatefilter: v.picklist([...filters, 'shared']), ...narrowing },
    row: template,
  }),
  registerIso: awaited({
    object: 'iso',
    roles: access.everyone,
    description: {
      en: 'Registers an ISO by URL: downloads it to secondary storage, checks it and makes sure that it is one.',
      zh: '通过 URL 注册 ISO：下载到二级存储、校验并确认其为 ISO 映像。',
    },
    input: { ...registration, ...declaredIso },
    output: iso,
  }),
  getUploadParamsForIso: stream({
    object: 'getuploadparams',
    roles: access.everyone,
    description: {
      en: 'Registers an ISO by a file of this computer: a single-use ticket by which its bytes are sent, and the job that checks it and makes sure that it is one.',
      zh: '用本机文件注册 ISO：返回发送其字节的一次性票据，以及校验并确认其为 ISO 映像的任务。',
    },
    input: {
      ...declaration,
      ...declaredIso,
      /** CloudStack's clients say so; it can be nothing else. */
      format: optional(v.literal('ISO')),
      ...uploadEntries,
    },
    output: uploadEndpoint,
  }),
  updateIso: command({
    object: 'iso',
    roles: access.everyone,
    description: {
      en: 'Changes the name, text or OS type of an ISO.',
      zh: '修改 ISO 的名称、说明或操作系统类型。',
    },
    input: { ...change, bootable: optional(v.boolean()) },
    output: iso,
  }),
  deleteIso: job({
    object: 'iso',
    roles: access.everyone,
    description: { en: 'Deletes an ISO that is attached to no instance.', zh: '删除未附加到任何实例的 ISO。' },
    input: { id: uuid, zoneid: optional(uuid) },
    output: success,
  }),
  listIsos: ownedList({
    object: 'iso',
    description: { en: 'Lists ISOs.', zh: '列出 ISO。' },
    input: {
      ...tagEntries,
      isofilter: optional(v.picklist([...filters, 'shared'])),
      ...narrowing,
      bootable: optional(v.boolean()),
    },
    row: iso,
  }),
  attachIso: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: { en: 'Puts an ISO into the CD drive of an instance.', zh: '将 ISO 附加到实例的光驱。' },
    input: { id: uuid, virtualmachineid: uuid, forced: optional(v.boolean()) },
    output: virtualMachine,
  }),
  detachIso: job({
    object: 'virtualmachine',
    roles: access.everyone,
    description: {
      en: 'Takes the ISO out of the CD drive of an instance; forced: also while the guest holds the drive.',
      zh: '从实例的光驱中分离 ISO；强制：即使客户机正在占用光驱。',
    },
    input: { virtualmachineid: uuid, forced: optional(v.boolean()) },
    output: virtualMachine,
  }),
};
