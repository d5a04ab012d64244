import { deployInput, idOf } from './lab.ts';
import { passwordTemplate, samplePublicKey } from './sample.ts';
import { jobOf, type Scenario, vm } from './scenario.ts';

/** Jobs of what guests are given. */
export const guestScenarios: Scenario[] = [
  {
    kind: 'resetPasswordForVirtualMachine',
    async arrange(lab) {
      const templateid = await passwordTemplate(lab);
      await lab.run('deployVirtualMachine', { ...(await deployInput(lab, 'vm-1')), templateid });
    },
    act: async (lab) => jobOf(await lab.call('resetPasswordForVirtualMachine', { id: await vm(lab) })),
  },
  {
    kind: 'resetSSHKeyForVirtualMachine',
    async arrange(lab) {
      await lab.run('deployVirtualMachine', { ...(await deployInput(lab, 'vm-1')), startvm: false });
      await lab.call('registerSSHKeyPair', { name: 'desk', publickey: samplePublicKey });
    },
    act: async (lab) => jobOf(await lab.call('resetSSHKeyForVirtualMachine', { id: await vm(lab), keypair: 'desk' })),
  },
  {
    kind: 'createAffinityGroup',
    act: async (lab) => jobOf(await lab.call('createAffinityGroup', { name: 'apart', type: 'host anti-affinity' })),
  },
  {
    kind: 'deleteAffinityGroup',
    arrange: async (lab) => void (await lab.run('createAffinityGroup', { name: 'apart', type: 'host anti-affinity' })),
    act: async (lab) => jobOf(await lab.call('deleteAffinityGroup', { name: 'apart' })),
  },
  {
    kind: 'updateVMAffinityGroup',
    async arrange(lab) {
      await lab.run('createAffinityGroup', { name: 'apart', type: 'host anti-affinity' });
      await lab.run('deployVirtualMachine', { ...(await deployInput(lab, 'vm-1')), startvm: false });
    },
    act: async (lab) =>
      jobOf(await lab.call('updateVMAffinityGroup', { id: await vm(lab), affinitygroupnames: ['apart'] })),
  },
  // While it runs: then its host has to be told, too.
  {
    kind: 'scaleVirtualMachine',
    async arrange(lab) {
      const input = await deployInput(lab, 'vm-1');
      await lab.call('updateConfiguration', { name: 'enable.dynamic.scale.vm', value: 'true' });
      await lab.call('updateTemplate', { id: input.templateid, isdynamicallyscalable: true });
      await lab.run('deployVirtualMachine', input);
    },
    act: async (lab) =>
      jobOf(
        await lab.call('scaleVirtualMachine', {
          id: await vm(lab),
          serviceofferingid: await idOf(lab, 'listServiceOfferings', 'serviceoffering', 'Medium Instance'),
        }),
      ),
  },
  {
    kind: 'addResourceDetail',
    arrange: async (lab) =>
      void (await lab.run('deployVirtualMachine', { ...(await deployInput(lab, 'vm-1')), startvm: false })),
    act: async (lab) =>
      jobOf(
        await lab.call('addResourceDetail', {
          resourceid: await vm(lab),
          resourcetype: 'UserVm',
          details: { keyboard: 'fr' },
        }),
      ),
  },
  {
    kind: 'removeResourceDetail',
    arrange: async (lab) =>
      void (await lab.run('deployVirtualMachine', {
        ...(await deployInput(lab, 'vm-1')),
        startvm: false,
        details: { keyboard: 'fr' },
      })),
    act: async (lab) =>
      jobOf(await lab.call('removeResourceDetail', { resourceid: await vm(lab), resourcetype: 'UserVm' })),
  },
];
