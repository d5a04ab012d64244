/**
 * Makes the RPM repository of the CentOS-like hosts from Debian packages.
 *
 *   rpms.ts present <directory>
 *     file-less RPMs of what the layer already has
 *   rpms.ts repository <debs> <installed> <layers> <out>
 *     every other package of the table, re-wrapped, and the repository's index; `installed` lists, one per line, the Debian packages
 *     the layer was made with, `layers` are the directories it consists of, joined by colons
 */
import { execFile } from 'node:child_process';
import { appendFile, lstat, mkdir, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { after, before, metapackages, names, present, roots } from './rpm-table.ts';

const run = promisify(execFile);
const macros =
  '%global debug_package %{nil}\n%global __os_install_post %{nil}\n%global _build_id_links none\n%define _binary_payload w1.gzdio\n';

type Spec = {
  name: string;
  version: string;
  release: string;
  summary: string;
  requires?: string[];
  provides?: string[];
  /** Directory whose content becomes the payload. */
  root?: string;
  files?: string[];
};

async function buildRpm(spec: Spec, work: string, out: string): Promise<void> {
  const text = [
    macros,
    `Name: ${spec.name}`,
    `Version: ${spec.version}`,
    `Release: ${spec.release}`,
    `Summary: ${spec.summary}`,
    'License: various',
    'AutoReqProv: no',
    ...(spec.root ? [] : ['BuildArch: noarch']),
    ...(spec.provides ?? []).map((word) => `Provides: ${word}`),
    ...(spec.requires ?? []).map((word) => `Requires: ${word}`),
    '%description',
    'Part of the test lab.',
    ...(spec.root ? ['%install', `cp -a ${spec.root}/. %{buildroot}/`] : []),
    '%pre',
    before[spec.name] ?? ':',
    '%post',
    'ldconfig 2>/dev/null || :',
    'systemctl daemon-reload >/dev/null 2>&1 || :',
    after[spec.name] ?? ':',
    '%postun',
    'systemctl daemon-reload >/dev/null 2>&1 || :',
    '%files',
    ...(spec.files ?? []),
    '',
  ].join('\n');
  const file = join(work, `${spec.name}.spec`);
  await writeFile(file, text);
  const defines = {
    _topdir: join(work, `${spec.name}.top`),
    _rpmdir: out,
    _rpmfilename: '%{NAME}-%{VERSION}-%{RELEASE}.%{ARCH}.rpm',
  };
  const options = Object.entries(defines).flatMap(([name, value]) => ['--define', `${name} ${value}`]);
  await run('rpmbuild', ['-bb', '--quiet', '--target', spec.root ? 'x86_64' : 'noarch', ...options, file], {
    maxBuffer: 1 << 26,
  });
  await rm(defines._topdir, { recursive: true, force: true });
}

type Deb = { file: string; version: string; depends: string[][] };

/** The repository's index: package → file, version, dependencies (each a list of alternatives). */
async function readIndex(debs: string): Promise<Map<string, Deb>> {
  const index = new Map<string, Deb>();
  for (const paragraph of (await readFile(join(debs, 'Packages'), 'utf8')).split('\n\n')) {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(paragraph)?.[1] ?? '';
    const depends = [field('Pre-Depends'), field('Depends')].filter(Boolean).join(', ');
    if (field('Package'))
      index.set(field('Package'), {
        file: join(debs, field('Filename')),
        version: field('Version'),
        depends: depends
          .split(',')
          .map((choice) => choice.split('|').map((word) => word.trim().split(/[ :]/)[0] ?? '')),
      });
  }
  return index;
}

/** The first alternative that exists is the one taken, as apt does. */
function dependenciesOf(deb: Deb, index: Map<string, Deb>): string[] {
  return deb.depends.flatMap((alternatives) => alternatives.find((name) => index.has(name)) ?? []);
}

function closure(index: Map<string, Deb>, installed: Set<string>): string[] {
  const wanted = new Set<string>();
  const visit = (name: string) => {
    const deb = index.get(name);
    if (!deb || wanted.has(name) || installed.has(name)) return;
    wanted.add(name);
    for (const dependency of dependenciesOf(deb, index)) visit(dependency);
  };
  for (const root of roots) {
    if (!index.has(root) && !installed.has(root)) throw new Error(`the Debian repository has no ${root}`);
    visit(root);
  }
  return [...wanted];
}

const exists = (path: string) =>
  lstat(path).then(
    () => true,
    () => false,
  );

/** Debian's tree as CentOS lays it out: merged /usr, its binary names, configuration paths and service names. */
async function translateTree(debian: string, root: string): Promise<void> {
  for (const top of ['lib', 'bin', 'sbin', 'lib64', 'lib32'])
    if (await exists(join(root, top))) {
      await mkdir(join(root, 'usr', top), { recursive: true });
      await run('cp', ['-a', `${join(root, top)}/.`, join(root, 'usr', top)]);
      await rm(join(root, top), { recursive: true });
    }
  // Debian's own hooks: there is nothing on CentOS that would read them.
  for (const hooks of ['init.d', 'network', 'dhcp', 'ppp', 'apparmor.d', 'insserv.conf.d'])
    await rm(join(root, 'etc', hooks), { recursive: true, force: true });
  for (const useless of ['doc', 'man', 'lintian', 'bug', 'locale'])
    await rm(join(root, 'usr/share', useless), { recursive: true, force: true });
  if (debian === 'qemu-system-x86') {
    await mkdir(join(root, 'usr/libexec'), { recursive: true });
    await rename(join(root, 'usr/bin/qemu-system-x86_64'), join(root, 'usr/libexec/qemu-kvm'));
    for (const name of await readdir(join(root, 'usr/bin')))
      if (/^(qemu-system-|kvm$)/.test(name)) await rm(join(root, 'usr/bin', name));
  }
  if (debian === 'chrony') {
    const text =
      'pool 2.centos.pool.ntp.org iburst\ndriftfile /var/lib/chrony/drift\nmakestep 1.0 3\nrtcsync\nlogdir /var/log/chrony\n';
    await writeFile(join(root, 'etc/chrony.conf'), text);
    await rm(join(root, 'etc/chrony/chrony.conf'), { force: true });
    await symlink('/etc/chrony.conf', join(root, 'etc/chrony/chrony.conf'));
    const unit = await readFile(join(root, 'usr/lib/systemd/system/chrony.service'), 'utf8');
    await writeFile(join(root, 'usr/lib/systemd/system/chronyd.service'), unit.replace(/^Alias=.*\n/m, ''));
    await rm(join(root, 'usr/lib/systemd/system/chrony.service'));
  }
  if (debian === 'nfs-common') {
    // The layer's own mount helper stands in for a kernel that has no NFS client.
    for (const helper of ['mount.nfs', 'mount.nfs4'])
      await rename(join(root, 'usr/sbin', helper), join(root, 'usr/sbin', `${helper}.kernel`));
  }
  const qemuConfiguration = join(root, 'etc/libvirt/qemu.conf');
  if (await exists(qemuConfiguration)) await appendFile(qemuConfiguration, '\nuser = "qemu"\ngroup = "qemu"\n');
}

/** Whether overlay layers, the uppermost first, show a path; a layer hides one by a whiteout, a device numbered 0. */
async function isBelow(layers: string[], path: string): Promise<boolean> {
  for (const layer of layers) {
    let at = layer;
    for (const word of path.split('/').filter(Boolean)) {
      at = join(at, word);
      const found = await lstat(at).catch(() => null);
      if (found?.isCharacterDevice() && found.rdev === 0) return false;
      if (!found) break;
    }
    if (await exists(join(layer, path))) return true;
  }
  return false;
}

/**
 * The %files section: every file, configuration marked as such, and every directory that the layers below do not have, so that
 * removing the package leaves none behind.
 */
async function listFiles(root: string, below: string[], path = ''): Promise<string[]> {
  const lines: string[] = [];
  const entries = await readdir(join(root, path), { withFileTypes: true });
  for (const entry of entries) {
    const inner = `${path}/${entry.name}`;
    const quoted = `"${inner.replaceAll('%', '%%')}"`;
    if (entry.isDirectory()) lines.push(...(await listFiles(root, below, inner)));
    else lines.push(inner.startsWith('/etc/') ? `%config(noreplace) ${quoted}` : quoted);
  }
  if (path !== '' && !(await isBelow(below, path))) lines.push(`%dir "${path}"`);
  return lines;
}

async function rewrap(
  debian: string,
  index: Map<string, Deb>,
  taken: Set<string>,
  below: string[],
  work: string,
  out: string,
): Promise<void> {
  const deb = index.get(debian)!;
  const name = names[debian] ?? debian;
  const root = join(work, `${name}.root`);
  await mkdir(root, { recursive: true });
  await run('dpkg-deb', ['-x', deb.file, root]);
  await translateTree(debian, root);
  const [version, release = '1'] = deb.version.replace(/^\d+:/, '').split(/-(?=[^-]*$)/);
  const safe = (word: string) => word.replace(/[^A-Za-z0-9.+~_]/g, '.');
  const requires = dependenciesOf(deb, index)
    .filter((dependency) => taken.has(dependency))
    .map((dependency) => names[dependency] ?? dependency);
  await buildRpm(
    {
      name,
      version: safe(version!),
      release: `${safe(release)}.el9`,
      summary: `stand-in made of Debian's ${debian}`,
      requires: [...new Set(requires)].filter((word) => word !== name),
      root,
      files: await listFiles(root, below),
    },
    work,
    out,
  );
  await rm(root, { recursive: true, force: true });
}

async function repository(debs: string, installedList: string, below: string[], out: string): Promise<void> {
  const index = await readIndex(debs);
  const installed = new Set((await readFile(installedList, 'utf8')).split('\n').filter(Boolean));
  const taken = closure(index, installed);
  const work = join(out, 'work');
  const packages = join(out, 'Packages');
  await mkdir(work, { recursive: true });
  const queue = [...taken];
  const worker = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift())
      await rewrap(next, index, new Set(taken), below, work, packages);
  };
  await Promise.all([worker(), worker()]);
  for (const [name, requires] of Object.entries(metapackages))
    await buildRpm({ name, version: '9.0.0', release: '1.el9', summary: 'stand-in', requires }, work, packages);
  await rm(work, { recursive: true });
  await run('createrepo_c', ['-q', out]);
}

async function presentPackages(out: string): Promise<void> {
  const work = join(out, 'work');
  await mkdir(work, { recursive: true });
  for (const [name, { version, provides }] of Object.entries(present))
    await buildRpm(
      { name, version, release: '1.el9', summary: 'stand-in', ...(provides ? { provides } : {}) },
      work,
      out,
    );
  await rm(work, { recursive: true });
}

const [command, ...words] = process.argv.slice(2);
if (command === 'present' && words.length === 1) await presentPackages(words[0]!);
else if (command === 'repository' && words.length === 4)
  await repository(words[0]!, words[1]!, words[2]!.split(':'), words[3]!);
else throw new Error('usage: rpms.ts present <directory> | repository <debs> <installed> <layers> <out>');
