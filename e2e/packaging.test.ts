import { execFile, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { crc32 } from 'node:zlib';
import { type FuseConfig, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fuses } from '../forge.config.ts';
import { startEngine } from '../main/engine-host.ts';
import { openKeyStore } from '../main/key-store.ts';

// What Electron Forge packs, seen with an empty Electron: the layout and the bundles are real, the binary is not.
const run = promisify(execFile);
const root = path.join(import.meta.dirname, '..');
const fuseNames = Object.keys(FuseV1Options).filter((key) => Number.isNaN(Number(key)));
const has = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
/** npm leaves the maker's own package out where Node is older than that package asks for (20 is): it is optional to the maker. */
const hasDebMaker = existsSync(path.join(root, 'node_modules', 'electron-installer-debian'));
const canDeb = process.platform === 'linux' && has('dpkg-deb') && has('fakeroot') && hasDebMaker;
const noDeb = hasDebMaker ? 'no dpkg-deb and fakeroot here' : 'npm ci under Node 22 or later installs the maker';
const canRpm = process.platform === 'linux' && has('rpmbuild');
const makers = ['zip', ...(canDeb ? ['deb'] : []), ...(canRpm ? ['rpm'] : [])];
const tool = (name: string): string => path.join(root, 'node_modules', '.bin', name);
let folder: string;
let packed: string[];
let extracted: string;
let resources: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'benchtop-packaging-'));
  const { version } = JSON.parse(await readFile(path.join(root, 'node_modules/electron/package.json'), 'utf8'));
  const zips = path.join(folder, 'zips');
  // What a runtime has of a real one here: its names, and the wire of fuses, all of them as they are before a build.
  const wire = '0'.repeat(fuseNames.length);
  const binary = `#!/bin/sh\n${'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'}\u0001${String.fromCharCode(wire.length)}${wire}\n`;
  await mkdir(zips);
  await writeFile(
    path.join(zips, `electron-v${version}-linux-x64.zip`),
    storedZip({
      electron: binary,
      version,
      LICENSE: '',
      'LICENSES.chromium.html': '',
      'chrome-sandbox': '#!/bin/sh\n',
      'resources/default_app.asar': '',
    }),
  );
  await run(tool('electron-forge'), ['make', '--platform=linux', '--arch=x64', `--targets=${makers.join(',')}`], {
    cwd: root,
    env: { ...process.env, BENCHTOP_ELECTRON_ZIP_DIR: zips, ELECTRON_FORGE_OUT_DIR: path.join(folder, 'out') },
  });
  resources = path.join(folder, 'out', 'Benchtop-linux-x64', 'resources');
  const archive = path.join(resources, 'app.asar');
  packed = (await run(tool('asar'), ['list', archive])).stdout.trim().split('\n');
  extracted = path.join(folder, 'extracted');
  await run(tool('asar'), ['extract', archive, extracted]);
}, 120_000);
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('the archive holds the bundles, the renderer and SQLite, and nothing else', () => {
  const top = new Set(packed.map((name) => name.split('/').slice(1, 3).join('/')));
  expect([...top].sort()).toEqual([
    '.vite',
    '.vite/build',
    '.vite/renderer',
    'assets',
    'assets/icons',
    'node_modules',
    'node_modules/better-sqlite3',
    'package.json',
  ]);
  for (const file of [
    '/.vite/build/main.cjs',
    '/.vite/build/preload.cjs',
    '/.vite/build/engine-worker.mjs',
    '/.vite/build/console-worker.mjs',
    '/.vite/renderer/main_window/index.html',
    '/node_modules/better-sqlite3/lib/index.js',
    '/assets/icons/icon.png',
    '/assets/icons/tray.png',
  ]) {
    expect(packed).toContain(file);
  }
  expect(packed.filter((name) => name.endsWith('.ts') || name.endsWith('.map'))).toEqual([]);
});

test('the fuses are burnt into the binary as decided', async () => {
  const wire = await getCurrentFuseWire(path.join(folder, 'out', 'Benchtop-linux-x64', 'benchtop'));
  const burnt = fuseNames.map((name) => {
    const option = FuseV1Options[name as keyof typeof FuseV1Options];
    // ASCII digits: 49 is on, 48 off.
    return [name, (wire as unknown as Record<number, number>)[option] === 49];
  });
  const decided = fuseNames.map((name) => [
    name,
    (fuses as FuseConfig<boolean>)[FuseV1Options[name as keyof typeof FuseV1Options]],
  ]);
  expect(burnt).toEqual(decided);
});

/** Everything that a package puts onto a system, folders left out. */
const installed = [
  '/usr/bin/benchtop',
  '/usr/lib/benchtop/LICENSE',
  '/usr/lib/benchtop/LICENSES.chromium.html',
  '/usr/lib/benchtop/benchtop',
  '/usr/lib/benchtop/chrome-sandbox',
  '/usr/lib/benchtop/resources/LICENSE',
  '/usr/lib/benchtop/resources/app.asar',
  '/usr/lib/benchtop/resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node',
  '/usr/lib/benchtop/version',
  '/usr/share/applications/benchtop.desktop',
  '/usr/share/pixmaps/benchtop.png',
];

async function made(kind: string): Promise<string> {
  const out = path.join(folder, 'out', 'make', kind);
  const found = (await readdir(out, { recursive: true })).find((name) => name.endsWith(`.${kind}`));
  if (found === undefined) throw new Error(`No .${kind} was made.`);
  return path.join(out, found);
}

describe.skipIf(!canDeb)(`a Debian package${canDeb ? '' : ` (skipped: ${noDeb})`}`, () => {
  test('holds exactly the application, its menu entry and what Debian wants to know of it', async () => {
    const listed = (await run('dpkg-deb', ['--contents', await made('deb')])).stdout.trim().split('\n');
    const files = listed.filter((line) => !line.startsWith('d'));
    const names = files.map((line) => line.split(/\s+/)[5]?.slice(1));
    expect(names.sort()).toEqual(
      // The runtime's licence becomes Debian's copyright file.
      [
        ...installed.filter((name) => name !== '/usr/lib/benchtop/LICENSE'),
        '/usr/share/doc/benchtop/copyright',
        '/usr/share/lintian/overrides/benchtop',
      ].sort(),
    );
    // Everything is root's, and only Chromium's sandbox is set-user-id.
    expect(files.filter((line) => !/ root\/root /.test(line))).toEqual([]);
    expect(files.filter((line) => /^-..s/.test(line)).map((line) => line.split(/\s+/)[5])).toEqual([
      './usr/lib/benchtop/chrome-sandbox',
    ]);
  });

  test('opens links of ours, and names what it depends on', async () => {
    const deb = await made('deb');
    await run('dpkg-deb', ['--extract', deb, path.join(folder, 'deb')]);
    const entry = await readFile(path.join(folder, 'deb/usr/share/applications/benchtop.desktop'), 'utf8');
    expect(entry).toMatch(/^Exec=benchtop %U$/m);
    expect(entry).toMatch(/^MimeType=x-scheme-handler\/benchtop;$/m);
    const { stdout } = await run('dpkg-deb', ['--field', deb, 'Package', 'Version', 'Depends', 'Section']);
    expect(stdout).toMatch(/^Package: benchtop$/m);
    expect(stdout).toMatch(/^Depends: .*libgtk-3-0.*libnss3/m);
  });
});

describe.skipIf(!canRpm)(`an RPM${canRpm ? '' : ' (skipped: no rpmbuild here)'}`, () => {
  test('holds exactly the application and its menu entry', async () => {
    const rpm = await made('rpm');
    const { stdout } = await run('rpm', [
      '-qp',
      '--queryformat',
      '[%{FILEMODES:perms} %{FILEUSERNAME} %{FILENAMES}\n]',
      rpm,
    ]);
    const files = stdout
      .trim()
      .split('\n')
      .filter((line) => !line.startsWith('d'));
    expect(files.map((line) => line.split(' ')[2]).sort()).toEqual([...installed].sort());
    expect(files.filter((line) => line.split(' ')[1] !== 'root')).toEqual([]);
    expect(files.filter((line) => /^-..s/.test(line)).map((line) => line.split(' ')[2])).toEqual([
      '/usr/lib/benchtop/chrome-sandbox',
    ]);
    const { stdout: needs } = await run('rpm', ['-qp', '--requires', rpm]);
    expect(needs.split('\n')).toEqual(expect.arrayContaining(['gtk3', 'nss', 'xdg-utils']));
  });
});

test('one native binding is packed, outside the archive, where it can be loaded from', async () => {
  const unpacked = await readdir(`${resources}/app.asar.unpacked`, { recursive: true });
  expect(unpacked.filter((name) => name.endsWith('.node'))).toEqual([
    'node_modules/better-sqlite3/prebuilds/linux-x64.node',
  ]);
});

test('the bundles need nothing that is not packed', async () => {
  const build = path.join(extracted, '.vite', 'build');
  const files = (await readdir(build, { recursive: true })).filter((name) => /\.[cm]js$/.test(name));
  const allowed = new Set([...builtinModules, 'electron', 'better-sqlite3']);
  // Optional native parts of ssh2 and ws, which those try and do without.
  for (const optional of ['cpu-features', 'bufferutil', 'utf-8-validate']) allowed.add(optional);
  for (const file of files) {
    const text = await readFile(path.join(build, file), 'utf8');
    const names = [...text.matchAll(/^import .*?from "([^".][^"]*)"|\brequire\("([^".][^"]*)"\)/gm)].map(
      (match) => match[1] ?? match[2] ?? '',
    );
    const missing = names.filter((name) => !name.startsWith('node:') && !allowed.has(name));
    expect([file, missing]).toEqual([file, []]);
  }
});

test('the packed engine runs from what was packed alone', async () => {
  const dataDirectory = path.join(folder, 'data');
  const engine = await startEngine(
    {
      dataDirectory,
      version: '0.0.0',
      shell: 'test',
      keyStore: await openKeyStore(dataDirectory),
      allowedOrigins: ['app://benchtop'],
    },
    pathToFileURL(path.join(extracted, '.vite', 'build', 'engine-worker.mjs')),
  );
  try {
    expect(await engine.call('getSession', {})).toMatchObject({ o: { mode: 'undecided', shell: 'test' } });
  } finally {
    await engine.close();
  }
});

/** A zip whose files are stored as they are; layout by PKWARE's APPNOTE 4.3. */
function storedZip(files: Record<string, string>): Buffer {
  const bodies: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const body = Buffer.from(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(body), 10);
    common.writeUInt32LE(body.length, 14);
    common.writeUInt32LE(body.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), body]);
    // Made by Unix, with a regular file's mode in the upper half of the external attributes.
    const entry = Buffer.alloc(14);
    entry.writeUInt32LE((0o100755 << 16) >>> 0, 6);
    entry.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03'), common, entry, Buffer.from(name)]));
    bodies.push(local);
    offset += local.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(Buffer.concat(directory).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...bodies, ...directory, Buffer.from('PK\x05\x06'), end]);
}
