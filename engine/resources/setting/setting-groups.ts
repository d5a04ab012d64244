/** The groups of CloudStack that our settings stand in, in its order. */
export const settingGroups = [
  { name: 'Access', description: 'Accounts, domains, projects and signing in' },
  { name: 'Compute', description: 'Instances' },
  { name: 'Storage', description: 'Volumes, snapshots, templates and ISOs' },
  { name: 'Network', description: 'Networks and addresses' },
  { name: 'Management Server', description: 'Benchtop itself: its API, its records, its looks' },
  { name: 'Infrastructure', description: 'Zones, clusters and hosts' },
  { name: 'Usage Server', description: 'Usage records' },
  { name: 'Miscellaneous', description: 'Everything else' },
] as const;

export type GroupName = (typeof settingGroups)[number]['name'];

/** The first rule whose beginning fits decides. */
const rules: readonly [beginning: RegExp, group: GroupName, subgroup: string][] = [
  [/^(password\.|incorrect\.login)/, 'Access', 'Sign-in'],
  [/^max\.account\.|^allow\.user\.|^(enable\.)?account\.|^enable\.account\./, 'Access', 'Account'],
  [/^max\.domain\.|^enable\.domain\./, 'Access', 'Domain'],
  [/^max\.project\.|^project\./, 'Access', 'Project'],
  [/^(cpu|mem)\.overprovisioning|^cluster\.|^capacity\./, 'Infrastructure', 'Capacity'],
  [/^host\.|^ping\./, 'Infrastructure', 'Hosts'],
  [/^(pool\.storage|storage|custom\.diskoffering|volume)\./, 'Storage', 'Volumes'],
  [/^(secstorage|max\.template|secondary|extract)\.?/, 'Storage', 'Templates and ISOs'],
  [/^(vm|instance|expunge)[.\w]*\./, 'Compute', 'Instances'],
  [/^(network|guest)\./, 'Network', 'Networks'],
  [/^usage|^enable\.usage/, 'Usage Server', 'Usage'],
  [/^(api|integration\.api|enforce|default\.page|json)\.?/, 'Management Server', 'API'],
  [/^branding\./, 'Management Server', 'Branding'],
  [/^(event|alert|job|update)\./, 'Management Server', 'Records'],
];

/** Where a setting stands. */
export function groupOf(name: string): { group: GroupName; subgroup: string } {
  const rule = rules.find(([beginning]) => beginning.test(name));
  return rule === undefined ? { group: 'Miscellaneous', subgroup: 'Others' } : { group: rule[1], subgroup: rule[2] };
}
