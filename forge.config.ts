import { existsSync } from 'node:fs';
import { cp, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { type FuseV1Config, FuseV1Options, FuseVersion } from '@electron/fuses';
import { MakerBase, type MakerOptions } from '@electron-forge/maker-base';
import { MakerDeb } from '@electron-forge/maker-deb';
import { MakerDMG } from '@electron-forge/maker-dmg';
import { MakerSquirrel } from '@electron-forge/maker-squirrel';
import { MakerZIP } from '@electron-forge/maker-zip';
import { FusesPlugin } from '@electron-forge/plugin-fuses';
import { VitePlugin } from '@electron-forge/plugin-vite';
import type { ForgeConfig } from '@electron-forge/shared-types';
import { buildRpm } from './scripts/rpm.mjs';

/** Every switch that is burnt into the binary, each decided here; a new one in a later Electron fails the build until it is. */
export const fuses: FuseV1Config = {
  version: FuseVersion.V1,
  strictlyRequireAllFuses: true,
  // The binary is our application and nothing else: no plain Node, no options from the environment, no debugger.
  [FuseV1Options.RunAsNode]: false,
  [FuseV1Options.EnableNodeOptionsEnvironmentVariable]: false,
  [FuseV1Options.EnableNodeCliInspectArguments]: false,
  // Only the archive it was packed with, unchanged.
  [FuseV1Options.EnableEmbeddedAsarIntegrityValidation]: true,
  [FuseV1Options.OnlyLoadAppFromAsar]: true,
  [FuseV1Options.EnableCookieEncryption]: true,
  [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  // Pages come from app://, so file:// needs no privileges.
  [FuseV1Options.GrantFileProtocolExtraPrivileges]: false,
  [FuseV1Options.WasmTrapHandlers]: true,
};

/** A folder with a ready `electron-v…zip`, for machines that cannot download it. */
const electronZipDir = process.env.BENCHTOP_ELECTRON_ZIP_DIR;

/** Links of this scheme open the application: main/electron/deep-link.ts. */
const linkScheme = 'benchtop';
const about = {
  genericName: 'Private cloud',
  description: 'Turns bare KVM hosts into a private cloud that one person runs from one desk.',
};
const icons = path.join(import.meta.dirname, 'assets', 'icons');

/** Packages for RPM distributions, by rpmbuild: Forge's own maker has no release for this Forge. */
class MakerRpmbuild extends MakerBase<Record<string, never>> {
  name = 'rpm';
  defaultPlatforms: MakerBase<Record<string, never>>['defaultPlatforms'] = ['linux'];
  override requiredExternalBinaries = ['rpmbuild'];

  override isSupportedOnCurrentPlatform(): boolean {
    return process.platform === 'linux';
  }

  override async make({ dir, makeDir, appName, targetArch, packageJSON }: MakerOptions): Promise<string[]> {
    const file = await buildRpm({
      dir,
      outDir: path.join(makeDir, 'rpm', targetArch),
      architecture: targetArch,
      icon: path.join(icons, 'icon.png'),
      about: {
        ...about,
        name: packageJSON.name,
        productName: appName,
        version: packageJSON.version,
        summary: packageJSON.description,
        license: packageJSON.license,
        scheme: linkScheme,
      },
    });
    return [file];
  }
}

/** The pictures that the running application shows: its windows' icon and the tray's. */
async function copyIcons(buildPath: string): Promise<void> {
  const to = path.join(buildPath, 'assets', 'icons');
  await mkdir(to, { recursive: true });
  for (const name of await readdir(icons))
    if (name.endsWith('.png')) await cp(path.join(icons, name), path.join(to, name));
}

/** Copies what the bundles leave outside: SQLite's JavaScript and its binding for the one platform that is packed. */
async function copyNativeModules(buildPath: string, platform: string, architecture: string): Promise<void> {
  const from = path.join(import.meta.dirname, 'node_modules', 'better-sqlite3');
  const to = path.join(buildPath, 'node_modules', 'better-sqlite3');
  const prebuild = `${platform}-${architecture}.node`;
  if (!existsSync(path.join(from, 'prebuilds', prebuild))) {
    throw new Error(`better-sqlite3 has no binding for ${platform} on ${architecture}.`);
  }
  await mkdir(path.join(to, 'prebuilds'), { recursive: true });
  for (const part of ['package.json', 'LICENSE', 'lib', path.join('prebuilds', prebuild)]) {
    await cp(path.join(from, part), path.join(to, part), { recursive: true });
  }
}

const config: ForgeConfig = {
  packagerConfig: {
    name: 'Benchtop',
    executableName: 'benchtop',
    appBundleId: 'org.benchtop.desktop',
    // Each platform takes its own form of it: .icns, .ico.
    icon: path.join(icons, 'icon'),
    protocols: [{ name: 'Benchtop', schemes: [linkScheme] }],
    appCategoryType: 'public.app-category.developer-tools',
    asar: { unpack: '**/*.node' },
    // The runtime's own licences lie beside the binary.
    extraResource: [path.join(import.meta.dirname, 'LICENSE')],
    ...(electronZipDir === undefined ? {} : { electronZipDir }),
  },
  // The one native module comes with bindings by Node-API, which need no rebuilding for Electron.
  rebuildConfig: { onlyModules: [] },
  makers: [
    new MakerDeb({
      options: {
        section: 'admin',
        categories: ['System'],
        genericName: about.genericName,
        productDescription: about.description,
        icon: path.join(icons, 'icon.png'),
        mimeType: [`x-scheme-handler/${linkScheme}`],
      },
    }),
    new MakerZIP({}, ['linux', 'darwin']),
    new MakerRpmbuild(),
    new MakerSquirrel({ name: 'benchtop', setupIcon: path.join(icons, 'icon.ico') }),
    new MakerDMG({ name: 'Benchtop', icon: path.join(icons, 'icon.icns') }),
  ],
  plugins: [
    new VitePlugin({
      build: [
        { entry: 'main/electron/main.ts', config: 'vite.main.config.ts', target: 'main' },
        {
          entry: ['main/engine-worker.ts', 'engine/console-worker.ts'],
          config: 'vite.worker.config.ts',
          target: 'main',
        },
        { entry: 'preload/preload.ts', config: 'vite.preload.config.ts', target: 'preload' },
      ],
      renderer: [{ name: 'main_window', config: 'vite.renderer.config.ts' }],
    }),
    new FusesPlugin(fuses),
  ],
  hooks: {
    packageAfterCopy: async (_config, buildPath, _electronVersion, platform, architecture) => {
      await copyIcons(buildPath);
      await copyNativeModules(buildPath, platform, architecture);
    },
  },
};

export default config;
