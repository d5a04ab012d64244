// Makes an RPM of a packaged application by calling rpmbuild: Electron Forge's own maker for RPM has no release for this Forge.
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const architectures = { x64: 'x86_64', arm64: 'aarch64', armv7l: 'armv7hl', ia32: 'i686' };

/** What Electron itself loads, by what provides it in the RPM distributions that host clouds. */
const requires = ['at-spi2-core', 'gtk3', 'libnotify', 'libXtst', 'libuuid', 'nss', 'xdg-utils'];

/** Text that goes into a spec: a percent sign would begin a macro, a line break another tag. */
const plain = (text) =>
  String(text)
    .replace(/%/g, '%%')
    .replace(/[\r\n]+/g, ' ');

/** The desktop's entry: the menu, and the links that are ours. */
export function desktopEntry({ name, productName, genericName, description, scheme }) {
  return [
    '[Desktop Entry]',
    'Type=Application',
    `Name=${productName}`,
    `GenericName=${genericName}`,
    `Comment=${description}`,
    `Exec=${name} %U`,
    `Icon=${name}`,
    'StartupNotify=true',
    'Categories=System;',
    `MimeType=x-scheme-handler/${scheme};`,
    '',
  ].join('\n');
}

/**
 * @param about `{name, version, summary, description, license}`; a version's `-beta.1` becomes `~beta.1`, which RPM sorts before the release.
 * @returns the spec; it takes the files from `%{staging}`.
 */
export function rpmSpec({ name, version, summary, description, license }) {
  return `# A packaged application: nothing is compiled, stripped or searched for dependencies here.
%define debug_package %{nil}
%define _build_id_links none
%define __os_install_post %{nil}
AutoReqProv: no
Name: ${plain(name)}
Version: ${plain(version).replace(/-/g, '~')}
Release: 1
Summary: ${plain(summary)}
License: ${plain(license)}
${requires.map((each) => `Requires: ${each}`).join('\n')}

%description
${plain(description)}

%install
cp -a '%{staging}/.' '%{buildroot}'

%files
%defattr(-,root,root)
/usr/bin/${plain(name)}
/usr/lib/${plain(name)}
/usr/share/applications/${plain(name)}.desktop
/usr/share/pixmaps/${plain(name)}.png
`;
}

/**
 * Builds the package. Rejects with rpmbuild's own words when it fails.
 *
 * @param options `{dir, outDir, architecture, icon, about}`: the packaged application's folder, where the .rpm goes, Node's name of
 *   the architecture, a PNG, and `about` as for rpmSpec and desktopEntry.
 * @returns the path of the .rpm.
 */
export async function buildRpm({ dir, outDir, architecture, icon, about }) {
  const target = architectures[architecture];
  if (target === undefined) throw new Error(`RPM has no name for the architecture ${architecture}.`);
  const { name } = about;
  const top = mkdtempSync(path.join(os.tmpdir(), 'benchtop-rpm-'));
  try {
    const staging = path.join(top, 'staging');
    const share = path.join(staging, 'usr', 'share');
    for (const folder of ['usr/bin', 'usr/lib', 'usr/share/applications', 'usr/share/pixmaps'])
      mkdirSync(path.join(staging, folder), { recursive: true });
    const run = promisify(execFile);
    await run('cp', ['-a', dir, path.join(staging, 'usr', 'lib', name)]);
    await run('ln', ['-s', `../lib/${name}/${name}`, path.join(staging, 'usr', 'bin', name)]);
    // Chromium's sandbox is a set-user-id program where the kernel gives users no namespaces.
    const sandbox = path.join(staging, 'usr', 'lib', name, 'chrome-sandbox');
    if (readdirSync(path.dirname(sandbox)).includes('chrome-sandbox')) await run('chmod', ['4755', sandbox]);
    writeFileSync(path.join(share, 'applications', `${name}.desktop`), desktopEntry(about));
    copyFileSync(icon, path.join(share, 'pixmaps', `${name}.png`));
    const spec = path.join(top, `${name}.spec`);
    writeFileSync(spec, rpmSpec(about));
    const defines = { _topdir: path.join(top, 'build'), _tmppath: path.join(top, 'tmp'), staging };
    await run('rpmbuild', [
      '-bb',
      '--target',
      target,
      ...Object.entries(defines).flatMap(([key, value]) => ['--define', `${key} ${value}`]),
      spec,
    ]).catch((error) => {
      throw new Error(`rpmbuild failed: ${String(error.stderr || error.message).slice(-2000)}`);
    });
    const made = path.join(top, 'build', 'RPMS', target);
    const file = readdirSync(made).find((each) => each.endsWith('.rpm'));
    mkdirSync(outDir, { recursive: true });
    await run('cp', [path.join(made, file), outDir]);
    return path.join(outDir, file);
  } finally {
    rmSync(top, { recursive: true, force: true });
  }
}
