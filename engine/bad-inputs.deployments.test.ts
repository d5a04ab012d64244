import { describe, expect, it } from 'vitest';
import { badInputs } from './testing/bad-inputs.ts';
import { takeInventory } from './testing/inventory.ts';
import { deployInput, idOf } from './testing/lab.ts';

// What people really get wrong in the forms: each has a sentence of its own, a field, mostly a hint, and changes nothing.

const world = badInputs();

describe('deployments', () => {
  const input = (more: object = {}) => deployInput(world.lab, 'never').then((base) => ({ ...base, ...more }));
  const custom = () => idOf(world.lab, 'listDiskOfferings', 'diskoffering', 'Custom');

  it('into a disabled zone', async () => {
    const wish = await input();
    await world.lab.call('updateZone', { id: world.ids.zone, allocationstate: 'Disabled' });
    await world.refused('deployVirtualMachine', wish, 'zoneid', /The zone zone is disabled\./, /enable it/);
    await world.lab.call('updateZone', { id: world.ids.zone, allocationstate: 'Enabled' });
  });

  it('into a zone that is not complete: it cannot even be enabled, and says what it lacks', async () => {
    const zone = await world.lab.call('createZone', {
      name: 'half',
      networktype: 'Basic',
      dns1: '192.0.2.1',
      internaldns1: '192.0.2.1',
    });
    await world.refused(
      'updateZone',
      { id: zone.id, allocationstate: 'Enabled' },
      'allocationstate',
      /lacks a pod, a guest network, a cluster, a host, primary storage, secondary storage/,
    );
    await world.refused(
      'deployVirtualMachine',
      await input({ zoneid: zone.id }),
      'zoneid',
      /The zone half is disabled/,
    );
    await world.lab.call('deleteZone', { id: zone.id });
    const advanced = { name: 'adv', networktype: 'Advanced', dns1: '192.0.2.1', internaldns1: '192.0.2.1' };
    await world.refused('createZone', advanced, 'networktype', /not available yet/, /Basic/);
  });

  it('from a template that is not ready', async () => {
    await world.lab.call('setSimulatorClock', { mode: 'manual' });
    const source = {
      zoneid: world.ids.zone,
      name: 'coming',
      url: 'http://images.test/not-found.qcow2',
      format: 'QCOW2' as const,
    };
    const { jobid, id } = await world.lab.call('registerTemplate', {
      ...source,
      hypervisor: 'Simulator',
      ostypeid: world.ids.osType,
    });
    await world.refused(
      'deployVirtualMachine',
      await input({ templateid: id }),
      'templateid',
      /coming is not ready in this zone/,
      /Wait until/,
    );
    await world.refused('deleteTemplate', { id }, undefined, /coming has a job in hand: registerTemplate/, /cancel it/);
    await world.lab.call('setSimulatorClock', { mode: 'automatic' });
    await world.lab.engine.internals.ctx.jobs.wait(jobid);
    await world.refused(
      'deployVirtualMachine',
      await input({ templateid: id }),
      'templateid',
      /not ready .*404 Not Found/,
    );
    await world.lab.run('deleteTemplate', { id: id ?? '' });
  });

  it('of a disk that cannot be', async () => {
    await world.refused(
      'deployVirtualMachine',
      await input({ diskofferingid: await custom() }),
      'size',
      /needs a size/,
      /GiB/,
    );
    await world.refused(
      'deployVirtualMachine',
      await input({ rootdisksize: 1 }),
      'rootdisksize',
      /at least as large as the template, 3 GiB/,
    );
    await world.refused('deployVirtualMachine', await input({ rootdisksize: 0 }), 'rootdisksize', /rootdisksize/);
    await world.refused('deployVirtualMachine', await input({ size: 1e12 }), 'size', /size/);
    await world.refused('createDiskOffering', { name: 'nothing' }, 'disksize', /needs a size/);
    await world.refused('createServiceOffering', { name: 'x', cpunumber: 0, memory: 512 }, 'cpunumber', /cpunumber/);
    await world.refused('createServiceOffering', { name: 'x', cpunumber: 1, memory: 16 }, 'memory', /at least 32 MiB/);
  });

  it('in networks that cannot be', async () => {
    const twice = { networkids: [world.ids.network, world.ids.network] };
    await world.refused('deployVirtualMachine', await input(twice), 'networkids', /named twice/);
    const many = { networkids: Array(9).fill(world.ids.network) };
    await world.refused('deployVirtualMachine', await input(many), 'networkids', /networkids/);
  });

  it('of what no host can hold: the job names each host, its reason and the setting, and leaves nothing', async () => {
    const before = takeInventory(world.lab.directory);
    const huge = await world.lab.call('createServiceOffering', {
      name: 'huge',
      cpunumber: 64,
      cpuspeed: 2000,
      memory: 1024,
    });
    const answer = await world.lab.call('deployVirtualMachine', (await input({ serviceofferingid: huge.id })) as never);
    const job = await world.lab.engine.internals.ctx.jobs.wait(answer.jobid);
    expect(job.error).toMatchObject({
      code: 'insufficientCapacity',
      message:
        'No host can take the instance. sim-a: The offering asks for 64 cores, the host has 8. sim-b: The offering asks for 64 cores, the host has 8.',
      hint: 'Free capacity, add a host, or change the setting named in brackets.',
    });
    expect(takeInventory(world.lab.directory)).toEqual(before);
  });
});
