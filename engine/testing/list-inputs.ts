import { deployInput, type TestEngine } from './lab.ts';
import { makeDedicatedThings, makeListedThings } from './list-things.ts';
import { lastJobOf } from './sample.ts';

/** What lists cannot do without, by their name: things are made for those that belong to something. Needs a job of many deployments. */
export async function listInputs(lab: TestEngine): Promise<Readonly<Record<string, Record<string, unknown>>>> {
  const vmId = (await lab.run('deployVirtualMachine', await deployInput(lab, 'vm-lists'))).resourceId;
  const projectid = (await lab.run('createProject', { name: 'of-lists' })).resourceId;
  const jobid = (await lab.call('listAsyncJobs', { pagesize: 1 })).asyncjobs[0]?.jobid;
  const physicalnetworkid = (await lab.call('listPhysicalNetworks', {})).physicalnetwork[0]?.id;
  const clusterid = (await lab.call('listClusters', {})).cluster[0]?.id;
  const ofVm = { virtualmachineid: vmId };
  const ofProject = { projectid };
  const period = { startdate: '2020-01-01', enddate: '2999-12-31' };
  await makeListedThings(lab, { projectid: projectid ?? '', virtualmachineid: vmId ?? '' });
  await makeDedicatedThings(lab);
  return {
    listNics: ofVm,
    findHostsForMigration: ofVm,
    listUnmanagedInstances: { clusterid },
    listVMSchedule: ofVm,
    listTemplates: { templatefilter: 'all' },
    listResourceDetails: { resourcetype: 'Zone' },
    listStorageProviders: { type: 'image' },
    listTrafficTypes: { physicalnetworkid },
    listUsageRecords: period,
    listUsageTotals: period,
    listJobLogs: { jobid },
    listProjectAccounts: ofProject,
    listProjectRoles: ofProject,
    listProjectRolePermissions: ofProject,
    listVirtualMachineDeployments: { jobid: await lastJobOf(lab, 'deployVirtualMachines') },
  };
}
