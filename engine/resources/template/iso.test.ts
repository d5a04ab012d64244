import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCloud, deployInput, idOf, startTestEngine, type TestEngine } from '../../testing/lab.ts';
import { readWorld } from '../../testing/world.ts';

let lab: TestEngine;
let isoId: string;
beforeAll(async () => {
  lab = await startTestEngine();
  await buildCloud(lab);
  isoId = (await lab.run('registerIso', await disc('installer'))).resourceId ?? '';
});
afterAll(() => lab.close());

async function disc(name: string, url = 'http://images.test/debian.iso') {
  return {
    zoneid: await idOf(lab, 'listZones', 'zone', 'zone'),
    name,
    url,
    ostypeid: await idOf(lab, 'listOsTypes', 'ostype', 'Debian GNU/Linux 12 (64-bit)'),
  };
}

async function fromIso(name: string, more: object = {}) {
  return { ...(await deployInput(lab, name)), templateid: isoId, ...more };
}

/** What the simulated host has been told of an instance. */
const domainOf = (id: string) =>
  JSON.parse(readWorld<{ spec: string }>(lab.directory, 'SELECT spec FROM domain WHERE id = ?', id)[0]?.spec ?? 'null');

describe('an instance from an ISO', () => {
  it('has an empty root disk of its disk offering, the disc in its drive, and boots from it first', async () => {
    const { resourceId: id = '' } = await lab.run('deployVirtualMachine', await fromIso('install-1'));
    const [vm] = (await lab.call('listVirtualMachines', { id })).virtualmachine;
    expect(vm).toMatchObject({ state: 'Running', isoid: isoId, isoname: 'installer', bootorder: 'cdrom' });
    expect(vm?.osdisplayname).toBe('Debian GNU/Linux 12 (64-bit)');
    const { volume } = await lab.call('listVolumes', { virtualmachineid: id });
    expect(volume).toMatchObject([{ type: 'ROOT', diskofferingname: 'Small', templateid: undefined }]);
    expect(domainOf(id)).toMatchObject({ bootOrder: 'cdrom', cdrom: { isoId } });
    const files = readWorld<{ template_id: string | null; size: number }>(
      lab.directory,
      'SELECT template_id, size FROM volume WHERE id = ?',
      volume[0]?.id ?? '',
    );
    expect(files).toEqual([{ template_id: null, size: volume[0]?.size }]);
  });

  it('boots from its disk once the disc is out, on the next start too', async () => {
    const id = await idOf(lab, 'listVirtualMachines', 'virtualmachine', 'install-1');
    await lab.run('detachIso', { virtualmachineid: id });
    expect(domainOf(id).cdrom).toBeUndefined();
    await lab.run('stopVirtualMachine', { id });
    await lab.call('updateVirtualMachine', { id, bootorder: 'disk' });
    await lab.run('attachIso', { id: isoId, virtualmachineid: id });
    expect(domainOf(id)).toBeNull();
    await lab.run('startVirtualMachine', { id });
    expect(domainOf(id)).toMatchObject({ bootOrder: 'disk', cdrom: { isoId } });
  });

  it('is refused without a disk offering, and from a disc that nothing boots from', async () => {
    const { diskofferingid: _none, ...without } = await fromIso('install-2');
    expect(await lab.refusal('deployVirtualMachine', without)).toMatchObject({ field: 'diskofferingid' });
    const drivers = await lab.run('registerIso', { ...(await disc('drivers')), bootable: false });
    const refusal = await lab.refusal('deployVirtualMachine', await fromIso('x', { templateid: drivers.resourceId }));
    expect(refusal).toMatchObject({ field: 'templateid', message: 'Nothing boots from the ISO drivers.' });
  });
});

describe('the drive', () => {
  it('is not emptied under a guest that holds it, unless forced', async () => {
    const { resourceId: id = '' } = await lab.run(
      'deployVirtualMachine',
      await fromIso('install-3', { displayname: 'mounted-3' }),
    );
    await expect(lab.run('detachIso', { virtualmachineid: id })).rejects.toThrow(/The guest holds the CD drive/);
    const [vm] = (await lab.call('listVirtualMachines', { id })).virtualmachine;
    expect(vm).toMatchObject({ isoid: isoId, error: expect.stringContaining('holds the CD drive') });
    expect(domainOf(id).cdrom).toEqual(expect.objectContaining({ isoId }));
    await lab.run('detachIso', { virtualmachineid: id, forced: true });
    expect(domainOf(id).cdrom).toBeUndefined();
  });

  it('keeps an ISO from being deleted', async () => {
    expect(await lab.refusal('deleteIso', { id: isoId })).toMatchObject({
      code: 'inUse',
      message: 'installer is attached to install-1.',
    });
  });

  it('takes no template, and no ISO that is not ready', async () => {
    const id = await idOf(lab, 'listVirtualMachines', 'virtualmachine', 'install-1');
    const template = await idOf(lab, 'listTemplates', 'template', 'template');
    const wrong = await lab.refusal('attachIso', { id: template, virtualmachineid: id });
    expect(wrong.message).toMatch(/it is not an ISO/);
    expect((await lab.refusal('deleteTemplate', { id: isoId })).message).toMatch(/it is not a template/);
    const { jobid, id: failed = '' } = await lab.call('registerIso', await disc('broken', 'http://images.test/no-iso'));
    await lab.engine.internals.ctx.jobs.wait(jobid);
    const refusal = await lab.refusal('attachIso', { id: failed, virtualmachineid: id });
    expect(refusal.message).toMatch(/broken is not ready: .*not an ISO image/);
    expect((await lab.call('listIsos', { isofilter: 'executable' })).iso.map((each) => each.name)).not.toContain(
      'broken',
    );
    await lab.run('deleteIso', { id: failed });
  });

  it('is another’s business', async () => {
    const id = await idOf(lab, 'listVirtualMachines', 'virtualmachine', 'install-1');
    const student = lab.user('student');
    expect(await lab.refusal('attachIso', { id: isoId, virtualmachineid: id }, student)).toMatchObject({
      code: 'account',
    });
    expect(await lab.refusal('deleteIso', { id: isoId }, student)).toMatchObject({ code: 'account' });
  });
});

it('lists keep ISOs and templates apart', async () => {
  const templates = (await lab.call('listTemplates', { templatefilter: 'all' })).template.map((each) => each.name);
  expect(templates).toEqual(['template']);
  const isos = (await lab.call('listIsos', {})).iso.map((each) => each.name);
  expect(isos).toEqual(['drivers', 'installer']);
});
