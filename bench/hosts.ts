// Three bare hosts of the lab made hypervisors at once by the engine, against the same packages installed on three hosts at once by the
// package manager alone; a second run, which finds nothing to change; and an undo, compared from outside. The lab is brought up here, as
// root; the part that speaks to hosts is this program again, inside the lab's network.
import { attachLab, fingerprintOf, type Lab, type LabHost } from '../e2e/lab/lab.ts';
import { traces } from '../e2e/lab/manifest.ts';
import { startTestEngine } from '../engine/testing/lab.ts';
import { demandLab, inNewLab } from './in-lab.ts';
import { report, seconds } from './report.ts';

const hosts = 3;

/** The packages of a plan, as the plan itself names them. */
const packagesOf = (change: string): string[] =>
  change
    .replace(/^installs /, '')
    .replace(/, with .*/, '')
    .split(', ');

async function measure(lab: Lab, raw: { names: string[]; took: number } | undefined): Promise<void> {
  const app = await startTestEngine({ periodic: false });
  try {
    const made = async (host: LabHost): Promise<string> => {
      const input = {
        address: host.address,
        username: host.user,
        authentication: 'password' as const,
        password: host.password,
        hostkeyfingerprint: fingerprintOf(host),
        acceptemulation: true,
      };
      return (await app.run('createHostPreparation', input)).resourceId ?? '';
    };
    const before = await Promise.all(lab.hosts.map((host) => lab.manifest(host.name)));
    const begun = performance.now();
    const ids = await Promise.all(lab.hosts.map(made));
    const { hostpreparation } = await app.call('listHostPreparations', {});
    const names = packagesOf(hostpreparation[0]?.plan.find((item) => item.id === 'packages')?.change ?? '');
    if (raw === undefined) {
      // What is installed raw is exactly what the engine would install; the hosts are thrown away after it.
      const start = performance.now();
      await Promise.all(lab.hosts.map((host) => install(lab, host, names)));
      console.log(`benchtop-raw:${JSON.stringify({ names, took: seconds(start) })}`);
      return;
    }
    await Promise.all(ids.map((id) => app.run('applyHostPreparation', { id })));
    const whole = seconds(begun);
    report({
      what: `${hosts} hosts prepared at once, to the same ${names.length} packages installed raw`,
      ours: `${whole.toFixed(1)} s`,
      against: `${raw.took.toFixed(1)} s`,
      figure: whole / raw.took,
      wanted: { atMost: 1.5 },
    });

    const prepared = await Promise.all(lab.hosts.map((host) => lab.manifest(host.name)));
    const again = performance.now();
    await Promise.all(ids.map((id) => app.run('applyHostPreparation', { id })));
    const took = seconds(again);
    const changed = (await differences(lab, prepared)).length;
    report({
      what: 'changes on hosts by a second run',
      ours: `${changed} in ${took.toFixed(1)} s`,
      against: 'none',
      figure: changed,
      wanted: { atMost: 0 },
    });

    const back = performance.now();
    await Promise.all(ids.map((id) => app.run('undoHostPreparation', { id })));
    const undone = seconds(back);
    const left = await differences(lab, before);
    for (const line of left) console.log(`hosts: left by the undo: ${line}`);
    report({
      what: `what ${hosts} undone hosts differ in from bare ones`,
      ours: `${left.length} in ${undone.toFixed(1)} s`,
      against: 'nothing',
      figure: left.length,
      wanted: { atMost: 0 },
    });
  } finally {
    await app.close();
  }
}

async function differences(lab: Lab, then: Awaited<ReturnType<Lab['manifest']>>[]): Promise<string[]> {
  const now = await Promise.all(lab.hosts.map((host) => lab.manifest(host.name)));
  return now.flatMap((manifest, index) => traces(then[index] ?? manifest, manifest));
}

async function install(lab: Lab, host: LabHost, names: string[]): Promise<void> {
  const script = `set -e
export DEBIAN_FRONTEND=noninteractive
apt-get -q update
apt-get -qy --no-install-recommends install "$@"`;
  const outcome = await lab.exec(host.name, ['sh', '-c', script, 'sh', ...names], { timeoutMs: 900_000 });
  if (outcome.status !== 0) throw new Error(`${host.name}: ${outcome.stderr.slice(-500)}`);
}

const argument = process.argv[2];
if (argument !== undefined) {
  await measure(await attachLab(), argument === 'raw' ? undefined : JSON.parse(argument));
} else {
  await demandLab('hosts');
  const onFreshHosts = (what: string) =>
    inNewLab(import.meta.url, [what], { hosts, os: ['debian', 'debian', 'debian'] });
  const raw = /^benchtop-raw:(.*)$/m.exec(await onFreshHosts('raw'))?.[1];
  if (raw === undefined) throw new Error('The packages installed raw were not measured.');
  console.log(`hosts: installed raw: ${raw}`);
  process.stdout.write(await onFreshHosts(raw));
}
