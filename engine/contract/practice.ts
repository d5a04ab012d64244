import * as v from 'valibot';
import { access, awaited, command, count, list, optional, query, success, uuid } from './command.ts';

/** Faults that the simulator can be told to have, by name. */
export const simulatorFaultNames = [
  'power-cut',
  'freeze',
  'link-cut',
  'libvirtd-down',
  'dhcp-down',
  'foreign-guests',
  'storage-gone',
  'storage-full',
  'slow',
  'start-fails',
  'download-fails',
  'fail-next-operation',
] as const;

export const simulatorFault = v.object({
  id: v.string(),
  name: v.picklist(simulatorFaultNames),
  hostid: optional(v.string()),
  hostname: optional(v.string()),
  detail: optional(v.string()),
});

export const practiceCommands = {
  getSession: query({
    object: 'session',
    description: { en: 'Says who is at the desk and what this installation is.', zh: '返回当前用户与安装信息。' },
    input: {},
    output: v.object({
      account: v.string(),
      username: v.string(),
      userid: v.string(),
      accountid: v.string(),
      domain: v.string(),
      /** The domain's path: ROOT/sales/north. */
      domainpath: v.string(),
      role: v.string(),
      /** The name of the role, where somebody gave it one of his own. */
      rolename: v.string(),
      /** Whether a password was set, which must then be told to change it. */
      haspassword: v.boolean(),
      /** Whether the caller has keys of the HTTP API, and where that listens, if it does. */
      haskeys: v.boolean(),
      apiurl: optional(v.string()),
      /** Whether this window was signed in to by name and password, and can be signed out of. */
      signedin: v.boolean(),
      /** Names of the commands that the caller may call: a window shows nothing else. */
      commands: v.array(v.string()),
      version: v.string(),
      /** `undecided` on the first run: practice cloud or real hosts? */
      mode: v.picklist(['undecided', 'practice', 'real']),
      /** False when the data key is locked. */
      unlocked: v.boolean(),
      /** How the data key is kept: the desktop's key store, a passphrase, or a key file in the data folder. */
      keystore: v.string(),
      shell: v.string(),
    }),
  }),
  unlockSecrets: command({
    object: 'session',
    description: {
      en: 'Opens the key of the stored passwords, by its key store or a passphrase; jobs that waited for it go on.',
      zh: '通过密钥库或口令打开已存密码的密钥；等待该密钥的任务随之继续。',
    },
    input: {
      /** Where the key is sealed by a passphrase (`keystore` of getSession) that was not given at the start. */
      passphrase: optional(v.pipe(v.string(), v.minLength(1), v.maxLength(1024))),
    },
    output: success,
  }),
  chooseMode: awaited({
    object: 'session',
    description: {
      en: 'Answers the question of the first run: a practice cloud on simulated hosts, or an empty one for real hosts.',
      zh: '回答首次运行的问题：使用模拟主机的练习云，或用于真实主机的空白云。',
    },
    input: { mode: v.picklist(['practice', 'real']) },
    output: success,
  }),
  listSimulatorFaults: list({
    object: 'simulatorfault',
    roles: access.admin,
    description: { en: 'Lists the faults that simulated hosts have now.', zh: '列出模拟主机当前的故障。' },
    input: { hostid: optional(uuid) },
    row: simulatorFault,
  }),
  injectSimulatorFault: command({
    object: 'simulatorfault',
    description: { en: 'Gives a simulated host a fault.', zh: '为模拟主机注入故障。' },
    input: {
      hostid: uuid,
      name: v.picklist(simulatorFaultNames),
      detail: optional(v.pipe(v.string(), v.maxLength(100))),
    },
    output: simulatorFault,
  }),
  clearSimulatorFault: command({
    object: 'simulatorfault',
    description: { en: 'Takes a fault away.', zh: '清除故障。' },
    input: { id: uuid },
    output: success,
  }),
  setSimulatorClock: command({
    object: 'simulatorclock',
    description: {
      en: 'Switches the simulated hosts between automatic and manual time, or moves manual time on.',
      zh: '在自动与手动时间之间切换模拟主机，或推进手动时间。',
    },
    input: { mode: optional(v.picklist(['automatic', 'manual'])), advance: optional(count) },
    output: v.object({ mode: v.string(), now: v.number() }),
  }),
};
