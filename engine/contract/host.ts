import * as v from 'valibot';
import {
  access,
  awaited,
  command,
  date,
  domainName,
  job,
  list,
  optional,
  positive,
  query,
  secretText,
  success,
  uuid,
} from './command.ts';
import { tagList } from './disk-offering.ts';
import { host } from './host-fields.ts';
import { phrase } from './phrase.ts';
import { bridgeName } from './zone.ts';

/**
 * How Benchtop gets in; secrets travel in, never out. `agent` uses the desktop's SSH agent; `local` is the computer that Benchtop itself runs
 * on, where nobody logs in.
 */
export const loginEntries = {
  username: v.pipe(v.string(), v.trim(), v.regex(/^[a-z_][a-z0-9_.-]{0,31}\$?$/i, 'a user name such as root or admin')),
  authentication: v.picklist(['password', 'key', 'agent', 'local']),
  password: optional(secretText),
  privatekey: optional(secretText),
  passphrase: optional(secretText),
  /** Asked for by sudo where it differs from the login password. */
  sudopassword: optional(secretText),
};

const address = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(253),
  v.regex(/^[a-zA-Z0-9]([a-zA-Z0-9.:-]*[a-zA-Z0-9])?$/, 'an address such as 192.168.10.11 or host1.lab.example'),
);

/** A network interface's name as Linux allows it, narrowed to what people use. */
const interfaceName = v.pipe(
  v.string(),
  v.regex(/^[a-zA-Z0-9][a-zA-Z0-9_.@-]{0,14}$/, 'an interface such as enp1s0: at most 15 characters'),
);

/** Found, change and hint as data, for windows in other languages. */
const phrases = optional(v.object({ found: optional(phrase), change: optional(phrase), hint: optional(phrase) }));

/** One finding of a host's probe: what was found, what will change and why. `blocked` stops the preparation until mended or accepted. */
export const planItem = v.object({
  id: v.string(),
  group: v.string(),
  title: v.string(),
  found: v.string(),
  change: v.string(),
  why: v.string(),
  status: v.picklist(['ok', 'change', 'warning', 'blocked', 'done', 'failed', 'undone']),
  hint: optional(v.string()),
  phrases,
});

/** How a store was found when it was tried from one host. */
export const storageCheck = v.object({
  id: v.string(),
  name: v.string(),
  kind: v.picklist(['primary', 'secondary']),
  status: v.picklist(['ok', 'warning', 'blocked']),
  found: v.string(),
  hint: optional(v.string()),
  phrases,
});

export const hostPreparation = v.object({
  id: v.string(),
  address: v.string(),
  port: v.number(),
  username: v.string(),
  authentication: v.string(),
  state: v.string(),
  hostkeyfingerprint: v.string(),
  hostname: optional(v.string()),
  operatingsystem: optional(v.string()),
  family: optional(v.string()),
  clusterid: optional(v.string()),
  /** NICs found, for the choice of the one under the bridge. */
  nics: v.array(
    v.object({
      name: v.string(),
      mac: v.string(),
      addresses: v.array(v.string()),
      up: v.boolean(),
      carriesssh: v.boolean(),
    }),
  ),
  bridge: optional(v.string()),
  nic: optional(v.string()),
  fqdn: optional(v.string()),
  acceptemulation: v.boolean(),
  closeagent: v.boolean(),
  /** How packages reach the machine. The proxy's password never comes out. */
  proxyurl: optional(v.string()),
  proxyuser: optional(v.string()),
  packagesource: optional(v.string()),
  unsignedpackages: v.boolean(),
  virtualization: optional(v.picklist(['kvm', 'qemu'])),
  plan: v.array(planItem),
  /** Virtual machines found there that Benchtop did not make. */
  guests: v.array(v.object({ id: v.string(), name: v.string(), running: v.boolean() })),
  /** True when nothing is blocked. */
  canapply: v.boolean(),
  /** True when the plan has nothing left to change. */
  complete: v.boolean(),
  jobid: optional(v.string()),
  hostid: optional(v.string()),
  error: optional(v.string()),
  errorphrase: optional(phrase),
  created: date,
});

export const hostKey = v.object({
  address: v.string(),
  port: v.number(),
  /** `ssh-ed25519` and the like. */
  keytype: v.string(),
  /** `SHA256:…` as ssh-keygen -l prints it. */
  fingerprint: v.string(),
  /** Set when another key is pinned for this address: the connection is refused until the admin forgets the old one. */
  pinnedfingerprint: optional(v.string()),
});

const proxyUrl = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(300),
  v.regex(
    /^(https?:\/\/(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?\/?)?$/i,
    'a proxy such as http://proxy.lab.example:3128; user and password have their own fields',
  ),
  v.check((text) => text === '' || URL.canParse(text), 'a proxy with a port of at most 65535'),
);
const mirrorUrl = v.pipe(
  v.string(),
  v.trim(),
  v.maxLength(500),
  v.transform((text) => text.replace(/\/+$/, '')),
  v.regex(
    /^((https?:\/\/(\[[0-9a-f:.]+\]|[a-z0-9]([a-z0-9.-]*[a-z0-9])?)(:\d{1,5})?|file:\/\/)(\/[a-z0-9._~+-]+)*)?$/i,
    'a URL such as http://mirror.lab.example/debian, or file:///srv/packages for a folder of the machine',
  ),
  v.check((text) => text === '' || URL.canParse(text), 'a URL with a port of at most 65535'),
);
const plainWord = (most: number, words: string) =>
  v.pipe(v.string(), v.maxLength(most), v.regex(/^([\x21-\x7e]+( +[\x21-\x7e]+)*)?$/, words));

/** How a machine reaches packages: through a proxy, or from a local source. An empty URL or user takes that choice back. */
const packageEntries = {
  proxyurl: optional(proxyUrl),
  proxyuser: optional(plainWord(128, 'a name without spaces around it')),
  proxypassword: optional(
    v.pipe(
      secretText,
      plainWord(256, 'a password of letters, digits and signs of a keyboard, without spaces around it'),
    ),
  ),
  /** Base of an apt or dnf mirror; packages are installed from it alone. */
  packagesource: optional(mirrorUrl),
  /** The local source's packages are taken without a signature. */
  unsignedpackages: optional(v.boolean()),
};

export const hostCommands = {
  getThisComputer: query({
    object: 'thiscomputer',
    roles: access.admin,
    description: {
      en: 'Says whether the computer that Benchtop runs on can be a host itself, as whom, and under which addresses.',
      zh: '返回运行 Benchtop 的这台计算机本身能否作为主机、以何用户以及使用哪些地址。',
    },
    input: {},
    output: v.object({
      /** Linux computers with an address that others can reach. */
      possible: v.boolean(),
      /** Who Benchtop runs as there; any other than root needs sudo. */
      username: v.string(),
      root: v.boolean(),
      address: v.array(v.string()),
    }),
  }),
  getHostKey: query({
    object: 'hostkey',
    roles: access.admin,
    description: {
      en: 'Reads the SSH host key that an address presents, to be compared and pinned.',
      zh: '读取某地址出示的 SSH 主机密钥，以便核对并固定。',
    },
    input: { address, port: optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))) },
    output: hostKey,
  }),
  forgetHostKey: command({
    object: 'hostkey',
    description: {
      en: 'Forgets the pinned key of an address, after the admin has checked that the host was really reinstalled.',
      zh: '忘记某地址已固定的密钥；须先由管理员确认主机确已重装。',
    },
    input: { address, port: optional(positive), fingerprint: v.string() },
    output: success,
  }),
  createHostPreparation: job({
    object: 'hostpreparation',
    description: {
      en: 'Logs in to a bare host, looks at it and plans what turns it into a hypervisor. Changes nothing there.',
      zh: '登录裸主机，检查并规划如何将其变为虚拟化主机。不做任何更改。',
    },
    input: {
      address,
      port: optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65535))),
      ...loginEntries,
      /** The fingerprint that the admin saw and accepted; a different key stops everything. Only `local` has none. */
      hostkeyfingerprint: optional(
        v.pipe(
          v.string(),
          v.regex(/^SHA256:[A-Za-z0-9+/]{43}$/, 'a fingerprint such as SHA256:…, as ssh-keygen -l prints it'),
        ),
      ),
      bridge: optional(bridgeName),
      nic: optional(interfaceName),
      fqdn: optional(domainName),
      acceptemulation: optional(v.boolean()),
      /** No CloudStack server manages this host any more: its agent may be stopped. */
      closeagent: optional(v.boolean()),
      /** Addresses that may reach migration ports of this host. */
      peers: optional(v.pipe(v.array(address), v.maxLength(64))),
      ...packageEntries,
    },
    output: hostPreparation,
  }),
  updateHostPreparation: job({
    object: 'hostpreparation',
    description: {
      en: 'Changes the choices of a plan (bridge, NIC, name, accepted emulation, proxy and package source) and plans again.',
      zh: '修改方案的选项（网桥、网卡、名称、接受软件模拟、代理和软件包源）并重新规划。',
    },
    input: {
      id: uuid,
      bridge: optional(bridgeName),
      nic: optional(interfaceName),
      fqdn: optional(domainName),
      acceptemulation: optional(v.boolean()),
      /** No CloudStack server manages this host any more: its agent may be stopped. */
      closeagent: optional(v.boolean()),
      ...packageEntries,
    },
    output: hostPreparation,
  }),
  applyHostPreparation: job({
    object: 'hostpreparation',
    description: { en: 'Carries out a plan and verifies it.', zh: '执行方案并验证。' },
    input: { id: uuid },
    output: hostPreparation,
  }),
  undoHostPreparation: job({
    object: 'hostpreparation',
    description: { en: 'Returns a prepared host to what it was before.', zh: '将已准备的主机恢复原状。' },
    input: { id: uuid },
    output: hostPreparation,
  }),
  deleteHostPreparation: command({
    object: 'hostpreparation',
    description: {
      en: 'Forgets a preparation that changed nothing or was undone.',
      zh: '删除未做更改或已撤销的准备记录。',
    },
    input: { id: uuid },
    output: success,
  }),
  listHostPreparations: list({
    object: 'hostpreparation',
    roles: access.admin,
    description: { en: 'Lists host preparations with their plans.', zh: '列出主机准备记录及其方案。' },
    input: { id: optional(uuid), state: optional(v.string()), clusterid: optional(uuid) },
    row: hostPreparation,
  }),
  addHost: awaited({
    object: 'host',
    description: {
      en: 'Adds a prepared host (or, in a Simulator cluster, a simulated one) to a cluster.',
      zh: '将已准备好的主机（或模拟器集群中的模拟主机）添加到集群。',
    },
    input: {
      zoneid: uuid,
      podid: uuid,
      clusterid: uuid,
      hypervisor: v.picklist(['KVM', 'Simulator']),
      /** `http://address`, CloudStack's form; a bare address is understood too. */
      url: v.pipe(v.string(), v.maxLength(300)),
      hostpreparationid: optional(uuid),
      username: optional(loginEntries.username),
      password: optional(secretText),
      hosttags: optional(tagList),
      /** Simulator only: size of the simulated host. */
      cpunumber: optional(positive),
      memorytotal: optional(positive),
    },
    output: host,
  }),
  deleteHost: awaited({
    object: 'host',
    description: { en: 'Removes a host without VMs from its cluster.', zh: '从集群移除没有实例的主机。' },
    input: { id: uuid },
    output: success,
  }),
  reconnectHost: job({
    object: 'host',
    description: { en: 'Drops the connections to a host and opens them again.', zh: '断开并重新连接主机。' },
    input: { id: uuid },
    output: host,
  }),
  checkHostStorage: job({
    object: 'storagecheck',
    description: {
      en: 'Tries every store of a host from there, as at its set-up: mount, write, read, lock, space. Leaves nothing behind.',
      zh: '从主机上逐一试用其存储，与设置时相同：挂载、写入、读取、锁、空间。不留下任何内容。',
    },
    input: { id: uuid },
    output: v.object({ id: v.string(), check: v.array(storageCheck) }),
  }),
  listHosts: list({
    object: 'host',
    roles: access.admin,
    description: { en: 'Lists hosts.', zh: '列出主机。' },
    input: {
      id: optional(uuid),
      name: optional(v.string()),
      type: optional(v.string()),
      state: optional(v.string()),
      resourcestate: optional(v.string()),
      zoneid: optional(uuid),
      podid: optional(uuid),
      clusterid: optional(uuid),
      hypervisor: optional(v.string()),
      version: optional(v.string()),
      managementserverid: optional(uuid),
      hahost: optional(v.boolean()),
    },
    row: host,
  }),
};
