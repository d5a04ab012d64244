import * as v from 'valibot';
import { annotatedInLists } from './annotation.ts';
import { command, count, date, domainName, job, list, optional, success, uuid } from './command.ts';
import { limitFields } from './resource-limit.ts';

/** A domain's name is a part of its path. */
export const domainLabel = v.pipe(
  v.string(),
  v.trim(),
  v.minLength(1, 'must not be empty'),
  v.maxLength(100, 'at most 100 characters'),
  v.regex(/^[^/\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/, 'must not contain a slash or control characters'),
);

export const domain = v.object({
  ...annotatedInLists,
  id: v.string(),
  name: v.string(),
  /** `ROOT/sales/north` */
  path: v.string(),
  /** 0 is ROOT. */
  level: count,
  parentdomainid: optional(v.string()),
  parentdomainname: optional(v.string()),
  haschild: v.boolean(),
  networkdomain: optional(v.string()),
  state: v.string(),
  created: date,
  /** Ours: accounts of the domain itself. */
  accounttotal: count,
  ...limitFields,
});

const domainAdmins = ['Admin', 'DomainAdmin'] as const;

export const domainCommands = {
  listDomains: list({
    object: 'domain',
    description: { en: 'Lists the domains that the caller may see.', zh: '列出调用者可见的域。' },
    input: {
      id: optional(uuid),
      name: optional(v.string()),
      level: optional(count),
      /** With all domains below it. */
      domainid: optional(uuid),
      listall: optional(v.boolean()),
    },
    row: domain,
  }),
  listDomainChildren: list({
    object: 'domain',
    description: {
      en: 'Lists the domains directly below a domain, or all below it.',
      zh: '列出某域的直接子域或全部下级域。',
    },
    input: {
      id: optional(uuid),
      name: optional(v.string()),
      isrecursive: optional(v.boolean()),
      listall: optional(v.boolean()),
    },
    row: domain,
  }),
  createDomain: command({
    object: 'domain',
    roles: domainAdmins,
    description: { en: 'Creates a domain below another.', zh: '在某域之下创建域。' },
    input: {
      name: domainLabel,
      parentdomainid: optional(uuid),
      networkdomain: optional(domainName),
      domainid: optional(uuid),
    },
    output: domain,
  }),
  updateDomain: command({
    object: 'domain',
    roles: domainAdmins,
    description: { en: 'Changes the name or network domain of a domain.', zh: '修改域的名称或网络域。' },
    input: { id: uuid, name: optional(domainLabel), networkdomain: optional(domainName) },
    output: domain,
  }),
  deleteDomain: job({
    object: 'domain',
    roles: domainAdmins,
    description: {
      en: 'Deletes an empty domain; with cleanup also all domains below it, their accounts and what these own.',
      zh: '删除空域；使用 cleanup 时还会删除其下所有的域、账户及其资源。',
    },
    input: { id: uuid, cleanup: optional(v.boolean()) },
    output: success,
  }),
};
