// A deployment on a real host by the whole engine (rows, job, placement, address, DHCP, linked clone, domain, start) against the three
// commands by which an administrator makes the same domain of the same template on that host: qemu-img create, virsh define, virsh start.
import { startTestEngine } from '../engine/testing/lab.ts';
import { buildRealCloud, instanceInput, localPool, prepareHost } from '../engine/testing/real-lab.ts';
import { insideLab } from './in-lab.ts';
import { inTurns, median, ratio, report, seconds } from './report.ts';

const lab = await insideLab(import.meta.url, 'real-deploys', { hosts: 1, prepared: true });
const rounds = 5;
const host = lab.hosts[0];
if (host === undefined) throw new Error('the lab has no host');

const onHost = async (...argv: string[]): Promise<string> => {
  const outcome = await lab.exec(host.name, argv);
  if (outcome.status !== 0) throw new Error(`${argv.join(' ')}: ${outcome.stderr.slice(-500)}`);
  return outcome.stdout;
};

const app = await startTestEngine({ delayScale: 1 });
try {
  await prepareHost(app, host);
  await buildRealCloud(app, lab, { hosts: [host], storage: 'local' });
  // One for warmth, as the pattern for what is made by hand, and to stay: the first in a network also makes its DHCP and DNS.
  const first = await app.run('deployVirtualMachine', await instanceInput(app, 'pattern'));
  const xml = await onHost('virsh', 'dumpxml', '--inactive', '--security-info', first.resourceId ?? '');
  const disk = /<source file=['"]([^'"]+)['"]/.exec(xml)?.[1] ?? '';
  const base = /full-backing-filename": "([^"]+)"/.exec(
    await onHost('qemu-img', 'info', '-U', '--output=json', disk),
  )?.[1];
  if (base === undefined) throw new Error(`${disk} is no linked clone`);

  let count = 0;
  const mine = `${localPool}/by-hand.qcow2`;
  const description = `${localPool}/by-hand.xml`;
  const figures = await inTurns(rounds, {
    ours: async () => {
      count += 1;
      const begun = performance.now();
      const { resourceId } = await app.run('deployVirtualMachine', await instanceInput(app, `bench-${count}`));
      const taken = seconds(begun);
      await app.run('destroyVirtualMachine', { id: resourceId ?? '', expunge: true });
      return taken;
    },
    raw: async () => {
      const domain = xml
        .replace(/<name>[^<]*<\/name>/, '<name>by-hand</name>')
        .replace(/\s*<uuid>[^<]*<\/uuid>/, '')
        .replace(/\s*<mac address=[^>]*>/, '')
        .replaceAll(disk, mine);
      const make =
        'set -e; qemu-img create -q -f qcow2 -b "$1" -F qcow2 "$2"; virsh -q define "$3"; virsh -q start by-hand';
      await lab.exec(host.name, ['tee', description], { input: domain });
      const begun = performance.now();
      const outcome = await lab.exec(host.name, ['sh', '-c', make, 'sh', base, mine, description]);
      const taken = seconds(begun);
      if (outcome.status !== 0) throw new Error(`by hand: ${outcome.stderr.slice(-500)}`);
      await onHost('virsh', '-q', 'destroy', 'by-hand');
      await onHost('virsh', '-q', 'undefine', 'by-hand', '--nvram');
      await onHost('rm', mine, description);
      return taken;
    },
  });
  const words = (values: number[]): string => `${median(values).toFixed(2)} s`;
  report({
    what: 'a deployment on a real host to qemu-img and virsh by hand',
    ours: words(figures.ours),
    against: words(figures.raw),
    figure: ratio(figures.ours, figures.raw),
    wanted: { atMost: 1.2 },
  });
} finally {
  await app.close();
}
process.exit(0);
