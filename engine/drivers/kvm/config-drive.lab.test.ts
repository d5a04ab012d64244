import type { Duplex } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Lab } from '../../../e2e/lab/lab.ts';
import type { DomainSpec } from '../driver.ts';
import { createConsoleOpener } from './console-opener.ts';
import { createKvmDriver } from './kvm.ts';
import {
  bridge,
  credentials,
  impossible,
  lab,
  localPool,
  localStore,
  longWork,
  onHost,
  prepareHost,
  target,
} from './testing/lab-host.ts';

// A real guest reads its config drive: the name that it takes and the script that it runs come from there.

const id = (last: number) => `c3000000-0000-4000-8000-00000000000${last}`;
const place = `/var/lib/benchtop/config-drives/${id(1)}.iso`;
const host = target('root');

/** Waits until a pipe has said what is wanted. */
function readUntil(pipe: Duplex, wanted: RegExp): Promise<RegExpExecArray> {
  let text = '';
  return new Promise((resolve, reject) => {
    pipe.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1');
      const found = wanted.exec(text);
      if (found !== null) resolve(found);
    });
    pipe.once('close', () => reject(new Error(`the pipe ended after ${JSON.stringify(text.slice(-300))}`)));
  });
}

describe.skipIf(impossible !== undefined)(
  `a guest of a real host reads its config drive${impossible ? ` (skipped: ${impossible})` : ''}`,
  () => {
    const driver = createKvmDriver({ credentials: async () => credentials('root') });
    const opener = createConsoleOpener(() => credentials('root'));
    let spec: DomainSpec;

    beforeAll(async () => {
      await prepareHost();
      await driver.ensurePool(host, localPool);
      await driver.ensureImageStore(host, localStore);
      const { http } = (lab as Lab).description;
      const image = {
        id: id(3),
        url: `${http.url}/tiny.qcow2`,
        addresses: [],
        format: 'QCOW2' as const,
        maximumSize: 2 ** 30,
      };
      const facts = await driver.ensureTemplate(host, localStore, image, longWork('drive'));
      const copy = { id: id(3), format: 'QCOW2', virtualSize: facts.virtualSize } as const;
      await driver.ensureTemplateOnPool(host, localStore, localPool, copy, longWork('drive'));
      const volume = { id: id(2), size: facts.virtualSize };
      await driver.ensureVolume(host, localPool, { ...volume, templateId: id(3), templateFormat: 'QCOW2' });
      const file = (path: string, text: string) => ({ path, content: Buffer.from(text) });
      spec = {
        id: id(1),
        instanceName: 'i-2-9400-VM',
        displayName: 'told',
        cpuNumber: 1,
        cpuSpeed: 500,
        limitCpuUse: false,
        memory: 128 * 1024 ** 2,
        guestOs: 'Debian GNU/Linux 12 (64-bit)',
        disks: [{ volumeId: id(2), pool: localPool, deviceId: 0, type: 'ROOT', format: 'qcow2', size: volume.size }],
        nics: [{ id: id(4), mac: '02:00:c3:00:00:01', bridge, deviceId: 0 }],
        configDrive: [
          file('openstack/latest/meta_data.json', '{"hostname":"told-by-drive"}\n'),
          file('openstack/latest/user_data', '#!/bin/sh\necho "TOLD host=$(hostname)"\n'),
        ],
      };
      await driver.ensureDomain(host, spec);
    }, 120_000);

    afterAll(async () => {
      await driver.destroyDomain(host, spec.id);
      await driver.undefineDomain(host, spec.id);
      await driver.removeVolume(host, localPool, id(2));
      await driver.removeTemplateFromPool(host, localPool, id(3));
      await driver.removeTemplate(host, localStore, id(3));
      await driver.removePool(host, localPool);
      await driver.removeImageStore(host, localStore);
      await opener.close();
      await driver.close();
    }, 120_000);

    test('the drive is for root and QEMU alone', async () => {
      expect(await onHost('stat', '-c', '%a %U', place)).toBe('600 root\n');
    });

    test('the guest takes its name from it and runs its script', async () => {
      await driver.startDomain(host, spec.id);
      const serial = await opener.open(await driver.consoleTarget(host, spec.id, 'serial'));
      expect((await readUntil(serial, /TOLD host=(\S+)\r/))[1]).toBe('told-by-drive');
      serial.destroy();
    }, 120_000);

    test('it goes with the definition', async () => {
      await driver.destroyDomain(host, spec.id);
      await driver.undefineDomain(host, spec.id);
      expect(await onHost('sh', '-c', `test -e ${place} && echo there || echo gone`)).toBe('gone\n');
    });
  },
);
