import { type ResourceType, resourceTypes } from './contract/resource-limit.ts';
import { define } from './setting-values.ts';

const words: Record<ResourceType, string> = {
  user_vm: 'Instances',
  public_ip: 'Public addresses',
  volume: 'Volumes',
  snapshot: 'Snapshots',
  template: 'Templates and ISOs',
  project: 'Projects',
  network: 'Networks of its own',
  cpu: 'Cores of instances',
  memory: 'Memory of instances',
  primary_storage: 'Size of volumes',
  secondary_storage: 'Size of templates and ISOs',
};
const units: Partial<Record<ResourceType, 'MiB' | 'GiB'>> = {
  memory: 'MiB',
  primary_storage: 'GiB',
  secondary_storage: 'GiB',
};
/** What something takes some of, in this version. */
const taken: ReadonlySet<ResourceType> = new Set([
  'user_vm',
  'volume',
  'template',
  'project',
  'cpu',
  'memory',
  'primary_storage',
  'secondary_storage',
]);
const owners = [
  { of: 'account', category: 'Account Defaults', text: 'an account may have' },
  { of: 'domain', category: 'Domain Defaults', text: 'a domain, with all below it, may have' },
  { of: 'project', category: 'Project Defaults', text: 'a project may have' },
] as const;

/** How much of each resource there may be where no limit was set; CloudStack's names and defaults. */
const allLimits = owners.flatMap(({ of, category, text }) =>
  resourceTypes
    .filter(({ name }) => of !== 'project' || name !== 'project')
    .map(({ name, setting, account, domain }) =>
      define(
        `max.${of}.${setting}`,
        category,
        'number',
        String(of === 'domain' ? domain : account),
        `${words[name]} that ${text}; -1 is no limit.`,
        taken.has(name)
          ? 'Looked at by whatever takes more of it, where no limit of its own was set; what is used already stays.'
          : 'Shown as the limit where none was set; nothing takes any of it yet.',
        { whole: true, minimum: -1, maximum: 1_000_000_000, ...(units[name] !== undefined && { unit: units[name] }) },
      ),
    ),
);

/** Limits of what there may be, and who may make projects. */
export const limitSettings = [
  ...allLimits,
  define(
    'allow.user.create.projects',
    'Project Defaults',
    'boolean',
    'true',
    'Whether users may create projects.',
    'When false, only administrators of domains and root admins create them; listCapabilities says so.',
  ),
];
