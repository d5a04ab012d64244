import { cluster, good } from './sample.ts';

// Settings: listed, changed at a scope, and taken back.

good(
  'listConfigurations',
  () => ({ keyword: 'overprovisioning' }),
  (page) => page.count === 3 && page.configuration.every((each) => each.subgroup !== 'Others'),
);
good(
  'updateConfiguration',
  () => ({ name: 'ping.interval', value: '30' }),
  (changed) => changed.value === '30' && changed.defaultvalue === '60',
);
good(
  'updateConfiguration',
  async (lab) => ({ name: 'cpu.overprovisioning.factor', value: '3', clusterid: await cluster(lab) }),
  (changed) => changed.overridden && changed.value === '3' && changed.inheritedvalue === '1.0',
);
good(
  'listConfigurations',
  async (lab) => ({ clusterid: await cluster(lab), group: 'Infrastructure', pagesize: 500 }),
  (page) =>
    page.configuration.every((each) => each.scopes.includes('Cluster')) &&
    page.configuration.find((each) => each.name === 'cpu.overprovisioning.factor')?.value === '3',
);
good(
  'resetConfiguration',
  async (lab) => ({ name: 'cpu.overprovisioning.factor', clusterid: await cluster(lab) }),
  (changed) => !changed.overridden && changed.value === '1.0',
);
good(
  'listConfigurationGroups',
  () => ({ group: 'Access' }),
  (page) => page.configurationgroup[0]?.subgroup.some((each) => each.name === 'Sign-in') === true,
);
