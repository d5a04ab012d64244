import * as v from 'valibot';
import { access, command, count, job, list, optional, query, uuid } from './command.ts';
import { type Phrase, phrase } from './phrase.ts';

/** A user's key pair for the HTTP API. The secret key is kept encrypted and shown on demand. */
export const userKeys = v.object({ apikey: v.string(), secretkey: v.string() });

/**
 * What comes of making keys. A job's result is kept, and keys have no business in what is kept: they are read when somebody asks for the result,
 * for who made them alone, and as long as no others were made.
 */
export const registeredKeys = v.object({
  userid: v.string(),
  username: v.string(),
  accountid: v.string(),
  accountname: v.string(),
  accounttype: count,
  roleid: v.string(),
  rolename: v.string(),
  roletype: v.string(),
  domainid: v.string(),
  domain: v.string(),
  apikey: optional(v.string()),
  secretkey: optional(v.string()),
});

/** The HTTP API of this installation: whether it is on, and where it listens. */
export const apiServer = v.object({
  /** By the setting or by the command line. */
  enabled: v.boolean(),
  /** Whether a socket is open. */
  listening: v.boolean(),
  /** Where clients call: `http://127.0.0.1:8080/client/api`. */
  url: optional(v.string()),
  /** Over TLS: the certificate as PEM, for clients that are to trust it, and its SHA-256 fingerprint. */
  certificate: optional(v.string()),
  fingerprint: optional(v.string()),
  /** Whether the command line of this run decides, and not the settings. */
  bycommandline: v.boolean(),
  /** Why it could not listen. */
  error: optional(v.string()),
  errorphrase: optional(phrase),
  /** Where programs on this computer call without keys, while that is on; and why it could not listen. */
  integrationurl: optional(v.string()),
  integrationerror: optional(v.string()),
  integrationerrorphrase: optional(phrase),
  /** Whether the caller has a key pair, and whose it would be. */
  haskeys: v.boolean(),
  userid: v.string(),
});

/** The same inside the engine. */
export interface ApiStatus {
  enabled: boolean;
  byCommandLine: boolean;
  url?: string;
  certificate?: string;
  fingerprint?: string;
  error?: Phrase;
}

/** What a command takes, or answers with. */
const nested = v.object({
  name: v.string(),
  type: v.string(),
  description: v.string(),
  /** Ours: CloudStack has it, and Benchtop refuses it or never fills it; the description says why. */
  refused: optional(v.literal(true)),
});
export const apiField = v.object({ ...nested.entries, response: optional(v.array(nested)) });
export const apiParameter = v.object({
  ...nested.entries,
  required: v.boolean(),
  length: optional(count),
});

/** A command as the contract has it, in CloudStack's shape of listApis. */
export const api = v.object({
  name: v.string(),
  description: v.string(),
  /** Whether the answer is a job's id; CloudStack's clients then ask for its result. */
  isasync: v.boolean(),
  /** Other commands for the same kind of thing, separated by commas. */
  related: v.string(),
  /** Ours: the whole command is refused. */
  refused: optional(v.literal(true)),
  params: v.array(apiParameter),
  response: v.array(apiField),
});

export const capability = v.object({
  cloudstackversion: v.string(),
  securitygroupsenabled: v.boolean(),
  dynamicrolesenabled: v.boolean(),
  userpublictemplateenabled: v.boolean(),
  supportELB: v.string(),
  projectinviterequired: v.boolean(),
  allowusercreateprojects: v.boolean(),
  customdiskofferingminsize: count,
  customdiskofferingmaxsize: count,
  regionsecondaryenabled: v.boolean(),
  kvmsnapshotenabled: v.boolean(),
  allowuserviewdestroyedvm: v.boolean(),
  allowuserexpungerecovervm: v.boolean(),
  allowuserexpungerecovervolume: v.boolean(),
  allowuserviewalldomainaccounts: v.boolean(),
  allowuserforcestopvm: v.boolean(),
  kubernetesserviceenabled: v.boolean(),
  kubernetesclusterexperimentalfeaturesenabled: v.boolean(),
  defaultuipagesize: count,
  /** Whether instances take settings of the hypervisor as text; they take none. */
  additionalconfigenabled: v.literal(false),
  dynamicscalingenabled: v.boolean(),
  instanceleaseenabled: v.boolean(),
  /** The limit of calls, where it is on. */
  apilimitinterval: optional(count),
  apilimitmax: optional(count),
});

/** The version of CloudStack whose API this is. Clients choose what they ask for by it. */
export const cloudStackVersion = '4.22.0.0';

export const apiAccessCommands = {
  registerUserKeys: job({
    object: 'userkeys',
    roles: access.everyone,
    description: {
      en: 'Makes a new API key and secret key for a user; the former pair no longer works.',
      zh: '为用户生成新的 API 密钥和秘密密钥；原有密钥对随即失效。',
    },
    input: { id: uuid },
    output: registeredKeys,
  }),
  // No query: that somebody looked at a secret is an event.
  getUserKeys: command({
    object: 'userkeys',
    roles: access.everyone,
    description: {
      en: 'Shows the API key and secret key of a user; an event says so.',
      zh: '显示用户的 API 密钥和秘密密钥；此操作会记录为事件。',
    },
    input: { id: uuid },
    output: userKeys,
  }),
  getApiServer: query({
    object: 'apiserver',
    roles: access.admin,
    description: {
      en: 'Says whether the HTTP API is on and where it listens.',
      zh: '返回 HTTP API 是否开启及其监听地址。',
    },
    input: {},
    output: apiServer,
  }),
  listApis: list({
    object: 'api',
    description: { en: 'Lists the commands that the caller may use.', zh: '列出调用者可以使用的命令。' },
    input: { name: optional(v.pipe(v.string(), v.maxLength(100))) },
    row: api,
  }),
  listCapabilities: query({
    object: 'capability',
    description: { en: 'Lists what this cloud can do.', zh: '列出此云的能力。' },
    input: {},
    output: capability,
  }),
};
