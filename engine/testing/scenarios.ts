import { isoBytes, qcow2Bytes } from './image-bytes.ts';
import { buildCloud, classInput, deployInput, idOf, type TestEngine } from './lab.ts';
import { deployed, jobOf, type Scenario, vm } from './scenario.ts';
import { dedicationScenarios } from './scenarios-dedication.ts';
import { guestOsScenarios } from './scenarios-guest-os.ts';
import { guestScenarios } from './scenarios-guests.ts';
import { imageCopyScenarios } from './scenarios-image-copies.ts';
import { networkScenarios } from './scenarios-networks.ts';
import { nicScenarios } from './scenarios-nics.ts';
import { projectScenarios } from './scenarios-projects.ts';
import { unmanagedScenarios } from './scenarios-unmanaged.ts';
import { volumeScenarios } from './scenarios-volumes.ts';
import { sendFile } from './send-file.ts';

/**
 * What could not be fetched or sent stays in the list with its reason, by design. The rows of those kinds alone: all else is as before.
 */
export function withoutFailedImages(kind: string, rows: readonly string[]): string[] {
  if (!/^(register|getUploadParamsFor)(Template|Iso)$/.test(kind)) return [...rows];
  return rows.filter((row) => !/"(Failed|UploadError|UploadAbandoned)"/.test(row));
}

const disc = (lab: TestEngine) => idOf(lab, 'listIsos', 'iso', 'disc');
const registerDisc = async (lab: TestEngine) => ({
  zoneid: await zone(lab),
  name: 'disc',
  url: 'http://images.test/debian.iso',
  ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Debian GNU/Linux 12 (64-bit)'),
});
const withDisc = async (lab: TestEngine) => {
  await lab.run('registerIso', await registerDisc(lab));
  await deployed(lab);
};

const zone = (lab: TestEngine) => idOf(lab, 'listZones', 'zone', 'zone');

/** A domain with an account that owns an instance and an image. */
async function withTenant(lab: TestEngine): Promise<void> {
  const { id: domainid } = await lab.call('createDomain', { name: 'sales' });
  await lab.call('createAccount', {
    username: 'ada',
    password: 'correct horse',
    firstname: 'Ada',
    lastname: 'L',
    email: 'ada@lab.example',
    domainid,
  });
  await lab.run('deployVirtualMachine', { ...(await deployInput(lab, 'vm-1')), account: 'ada', domainid });
}
const tenant = (lab: TestEngine) => idOf(lab, 'listAccounts', 'account', 'ada');

export const scenarios: Scenario[] = [
  {
    kind: 'createPhysicalNetwork',
    act: async (lab) => jobOf(await lab.call('createPhysicalNetwork', { zoneid: await zone(lab), name: 'second' })),
  },
  {
    kind: 'updatePhysicalNetwork',
    act: async (lab) =>
      jobOf(
        await lab.call('updatePhysicalNetwork', {
          id: await idOf(lab, 'listPhysicalNetworks', 'physicalnetwork', 'physical'),
          state: 'Enabled',
        }),
      ),
  },
  {
    kind: 'deletePhysicalNetwork',
    arrange: async (lab) => void (await lab.run('createPhysicalNetwork', { zoneid: await zone(lab), name: 'second' })),
    act: async (lab) =>
      jobOf(
        await lab.call('deletePhysicalNetwork', {
          id: await idOf(lab, 'listPhysicalNetworks', 'physicalnetwork', 'second'),
        }),
      ),
  },
  {
    kind: 'addTrafficType',
    act: async (lab) =>
      jobOf(
        await lab.call('addTrafficType', {
          physicalnetworkid: await idOf(lab, 'listPhysicalNetworks', 'physicalnetwork', 'physical'),
          traffictype: 'Storage',
        }),
      ),
  },
  {
    kind: 'deleteNetwork',
    act: async (lab) =>
      jobOf(await lab.call('deleteNetwork', { id: await idOf(lab, 'listNetworks', 'network', 'guests') })),
  },
  {
    kind: 'addHost',
    act: async (lab) =>
      jobOf(
        await lab.call('addHost', {
          zoneid: await zone(lab),
          podid: await idOf(lab, 'listPods', 'pod', 'pod'),
          clusterid: await idOf(lab, 'listClusters', 'cluster', 'cluster'),
          hypervisor: 'Simulator',
          url: 'http://sim-c',
          cpunumber: 4,
          memorytotal: 8 * 1024 ** 3,
        }),
      ),
  },
  {
    kind: 'deleteHost',
    act: async (lab) => jobOf(await lab.call('deleteHost', { id: await idOf(lab, 'listHosts', 'host', 'sim-b') })),
  },
  {
    kind: 'reconnectHost',
    act: async (lab) => jobOf(await lab.call('reconnectHost', { id: await idOf(lab, 'listHosts', 'host', 'sim-b') })),
  },
  {
    kind: 'checkHostStorage',
    act: async (lab) =>
      jobOf(await lab.call('checkHostStorage', { id: await idOf(lab, 'listHosts', 'host', 'sim-b') })),
  },
  {
    kind: 'createStoragePool',
    act: async (lab) =>
      jobOf(
        await lab.call('createStoragePool', {
          zoneid: await zone(lab),
          clusterid: await idOf(lab, 'listClusters', 'cluster', 'cluster'),
          scope: 'CLUSTER',
          name: 'second',
          url: 'nfs://nfs.test/second',
        }),
      ),
  },
  {
    kind: 'deleteStoragePool',
    act: async (lab) =>
      jobOf(await lab.call('deleteStoragePool', { id: await idOf(lab, 'listStoragePools', 'storagepool', 'pool') })),
  },
  {
    kind: 'addImageStore',
    act: async (lab) =>
      jobOf(
        await lab.call('addImageStore', {
          zoneid: await zone(lab),
          name: 'second',
          provider: 'Simulator',
          url: 'nfs://nfs.test/images-2',
        }),
      ),
  },
  {
    kind: 'deleteImageStore',
    arrange: async (lab) =>
      void (await lab.run('addImageStore', {
        zoneid: await zone(lab),
        name: 'second',
        provider: 'Simulator',
        url: 'nfs://nfs.test/images-2',
      })),
    act: async (lab) =>
      jobOf(await lab.call('deleteImageStore', { id: await idOf(lab, 'listImageStores', 'imagestore', 'second') })),
  },
  {
    kind: 'registerTemplate',
    act: async (lab) =>
      jobOf(
        await lab.call('registerTemplate', {
          zoneid: await zone(lab),
          name: 'second',
          url: 'http://images.test/second.qcow2',
          format: 'QCOW2',
          hypervisor: 'Simulator',
          ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
        }),
      ),
  },
  {
    kind: 'getUploadParamsForTemplate',
    async act(lab) {
      const bytes = qcow2Bytes();
      const { jobid, url } = await lab.call('getUploadParamsForTemplate', {
        zoneid: await zone(lab),
        name: 'sent',
        format: 'QCOW2',
        hypervisor: 'Simulator',
        ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Other (64-bit)'),
        filesize: bytes.length,
      });
      sendFile(url, bytes);
      return jobid;
    },
  },
  {
    kind: 'getUploadParamsForIso',
    async act(lab) {
      const bytes = isoBytes();
      const { url: _none, ...disc } = await registerDisc(lab);
      const { jobid, url } = await lab.call('getUploadParamsForIso', { ...disc, filesize: bytes.length });
      sendFile(url, bytes);
      return jobid;
    },
  },
  {
    kind: 'deleteTemplate',
    act: async (lab) =>
      jobOf(await lab.call('deleteTemplate', { id: await idOf(lab, 'listTemplates', 'template', 'template') })),
  },
  {
    kind: 'createTemplate',
    async arrange(lab) {
      await deployed(lab);
      await lab.run('stopVirtualMachine', { id: await vm(lab) });
    },
    act: async (lab) =>
      jobOf(
        await lab.call('createTemplate', {
          name: 'golden',
          volumeid: await idOf(lab, 'listVolumes', 'volume', 'ROOT-vm-1'),
        }),
      ),
  },
  {
    kind: 'registerIso',
    act: async (lab) => jobOf(await lab.call('registerIso', await registerDisc(lab))),
  },
  {
    kind: 'deleteIso',
    arrange: async (lab) => void (await lab.run('registerIso', await registerDisc(lab))),
    act: async (lab) => jobOf(await lab.call('deleteIso', { id: await disc(lab) })),
  },
  {
    kind: 'attachIso',
    arrange: withDisc,
    act: async (lab) => jobOf(await lab.call('attachIso', { id: await disc(lab), virtualmachineid: await vm(lab) })),
  },
  {
    kind: 'detachIso',
    async arrange(lab) {
      await withDisc(lab);
      await lab.run('attachIso', { id: await disc(lab), virtualmachineid: await vm(lab) });
    },
    act: async (lab) => jobOf(await lab.call('detachIso', { virtualmachineid: await vm(lab) })),
  },
  {
    kind: 'deployVirtualMachine',
    act: async (lab) => jobOf(await lab.call('deployVirtualMachine', await deployInput(lab, 'vm-1'))),
  },
  {
    kind: 'deployVirtualMachines',
    act: async (lab) => jobOf(await lab.call('deployVirtualMachines', await classInput(lab, 1))),
  },
  {
    kind: 'retryVirtualMachineDeployments',
    async arrange(lab) {
      const hostid = await idOf(lab, 'listHosts', 'host', 'sim-a');
      for (const id of [hostid, await idOf(lab, 'listHosts', 'host', 'sim-b')])
        await lab.call('injectSimulatorFault', { hostid: id, name: 'start-fails' });
      await lab.run('deployVirtualMachines', await classInput(lab, 1));
      for (const fault of (await lab.call('listSimulatorFaults', {})).simulatorfault)
        await lab.call('clearSimulatorFault', { id: fault.id });
    },
    act: async (lab) => {
      const jobs = (await lab.call('listAsyncJobs', { pagesize: -1 })).asyncjobs;
      const jobid = jobs.find((job) => job.cmd === 'deployVirtualMachines')?.jobid ?? '';
      return jobOf(await lab.call('retryVirtualMachineDeployments', { jobid }));
    },
  },
  {
    kind: 'restoreVirtualMachine',
    arrange: deployed,
    act: async (lab) => jobOf(await lab.call('restoreVirtualMachine', { virtualmachineid: await vm(lab) })),
  },
  {
    kind: 'startVirtualMachine',
    async arrange(lab) {
      await deployed(lab);
      await lab.run('stopVirtualMachine', { id: await vm(lab) });
    },
    act: async (lab) => jobOf(await lab.call('startVirtualMachine', { id: await vm(lab) })),
  },
  {
    kind: 'stopVirtualMachine',
    arrange: deployed,
    act: async (lab) => jobOf(await lab.call('stopVirtualMachine', { id: await vm(lab) })),
  },
  {
    kind: 'sealVirtualMachine',
    arrange: deployed,
    act: async (lab) => jobOf(await lab.call('sealVirtualMachine', { id: await vm(lab) })),
  },
  {
    kind: 'rebootVirtualMachine',
    arrange: deployed,
    act: async (lab) => jobOf(await lab.call('rebootVirtualMachine', { id: await vm(lab), forced: true })),
  },
  {
    kind: 'migrateVirtualMachine',
    arrange: deployed,
    act: async (lab) => jobOf(await lab.call('migrateVirtualMachine', { virtualmachineid: await vm(lab) })),
  },
  {
    kind: 'destroyVirtualMachine',
    arrange: deployed,
    act: async (lab) => jobOf(await lab.call('destroyVirtualMachine', { id: await vm(lab), expunge: true })),
  },
  {
    kind: 'expungeVirtualMachine',
    async arrange(lab) {
      await deployed(lab);
      await lab.run('destroyVirtualMachine', { id: await vm(lab) });
    },
    act: async (lab) => jobOf(await lab.call('expungeVirtualMachine', { id: await vm(lab) })),
  },
  ...nicScenarios,
  ...unmanagedScenarios,
  {
    kind: 'disableAccount',
    arrange: withTenant,
    act: async (lab) => jobOf(await lab.call('disableAccount', { id: await tenant(lab), lock: false })),
  },
  {
    kind: 'deleteAccount',
    arrange: withTenant,
    act: async (lab) => jobOf(await lab.call('deleteAccount', { id: await tenant(lab) })),
  },
  {
    kind: 'disableUser',
    arrange: withTenant,
    act: async (lab) =>
      jobOf(
        await lab.call('disableUser', { id: (await lab.call('listUsers', { username: 'ada' })).user[0]?.id ?? '' }),
      ),
  },
  {
    kind: 'registerUserKeys',
    arrange: withTenant,
    act: async (lab) =>
      jobOf(
        await lab.call('registerUserKeys', {
          id: (await lab.call('listUsers', { username: 'ada' })).user[0]?.id ?? '',
        }),
      ),
  },
  {
    kind: 'deleteDomain',
    arrange: withTenant,
    act: async (lab) =>
      jobOf(await lab.call('deleteDomain', { id: await idOf(lab, 'listDomains', 'domain', 'sales'), cleanup: true })),
  },
  {
    kind: 'generateAlert',
    act: async (lab) => jobOf(await lab.call('generateAlert', { type: 12, name: 'Disk', description: 'It clicks.' })),
  },
  {
    kind: 'createTags',
    arrange: deployed,
    act: async (lab) =>
      jobOf(
        await lab.call('createTags', { resourceids: [await vm(lab)], resourcetype: 'UserVm', tags: { room: '12' } }),
      ),
  },
  {
    kind: 'deleteTags',
    async arrange(lab) {
      await deployed(lab);
      await lab.run('createTags', { resourceids: [await vm(lab)], resourcetype: 'UserVm', tags: { room: '12' } });
    },
    act: async (lab) => jobOf(await lab.call('deleteTags', { resourceids: [await vm(lab)], resourcetype: 'UserVm' })),
  },
  ...guestOsScenarios,
  ...imageCopyScenarios,
  ...dedicationScenarios,
  ...volumeScenarios,
  ...networkScenarios,
  ...guestScenarios,
  ...projectScenarios,
  // The choice itself; that a replay of the sample lab goes on after a restart is its own test.
  { kind: 'chooseMode', act: async (lab) => jobOf(await lab.call('chooseMode', { mode: 'real' })) },
];
/** Arranges a scenario in a fresh folder; the caller copies the folder for each case. */
export async function arrange(lab: TestEngine, scenario: Scenario): Promise<void> {
  await buildCloud(lab);
  await scenario.arrange?.(lab);
}
