import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { FuseV1Options } from '@electron/fuses';
import { describe, expect, test } from 'vitest';
import { fuses } from '../forge.config.ts';
import { contentSecurityPolicy } from '../main/content-security.ts';
import { webPreferences } from '../main/electron/web-preferences.ts';

// Promises about the application's walls that reading it can check.
const root = path.join(import.meta.dirname, '..');

function sources(...folders: string[]): { file: string; text: string }[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.tsx?$/.test(name) && !/\.test\.tsx?$/.test(name) && !name.includes('node_modules'))
      .map((name) => {
        const file = `${folder}/${name.split(path.sep).join('/')}`;
        return { file, text: readFileSync(path.join(root, file), 'utf8') };
      }),
  );
}

/** Files whose text has the pattern, comments left out. */
function filesWith(pattern: RegExp, ...folders: string[]): string[] {
  const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\/|(?<!:)\/\/.*$/gm, '');
  return sources(...folders)
    .filter(({ text }) => pattern.test(code(text)))
    .map(({ file }) => file);
}

const ours = ['main', 'preload', 'renderer', 'engine'];

describe('Electron', () => {
  test('pages get nothing of Node and nothing of other origins', () => {
    expect(webPreferences).toEqual({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    });
  });

  test('one file makes windows, with those preferences', () => {
    expect(filesWith(/new (BrowserWindow|BrowserView|WebContentsView|BaseWindow)\b/, ...ours)).toEqual([
      'main/electron/window.ts',
    ]);
    expect(readFileSync(path.join(root, 'main/electron/window.ts'), 'utf8')).toContain(
      "webPreferences: { ...webPreferences, preload: path.join(__dirname, 'preload.cjs') }",
    );
    expect(filesWith(/<webview|enableRemoteModule|@electron\/remote/, ...ours)).toEqual([]);
  });

  test('electron is imported by its shell and by preload only', () => {
    const importers = filesWith(/(from|import|require\()\s*['"]electron(\/\w+)?['"]/, ...ours);
    expect(importers.filter((file) => !/^(main\/electron|preload)\//.test(file))).toEqual([]);
    expect(importers).toContain('preload/preload.ts');
  });

  test('the main process uses nothing of Electron that the stand-in lacks', async () => {
    const standIn = readFileSync(path.join(root, 'e2e/electron-stub/stand-in/electron.ts'), 'utf8');
    const offered = new Set([...standIn.matchAll(/^export (?:const|class) (\w+)/gm)].map((match) => match[1]));
    for (const name of standIn.match(/^export \{ (.*) \};$/m)?.[1]?.split(', ') ?? [])
      offered.add(name.split(' as ').at(-1));
    for (const { text } of sources('main/electron')) {
      const imported = /^import \{([^}]*)\} from 'electron'/m.exec(text)?.[1]?.split(',') ?? [];
      const values = imported.map((name) => name.trim()).filter((name) => name !== '' && !name.startsWith('type '));
      expect(values.filter((name) => !offered.has(name))).toEqual([]);
    }
  });

  test('there is one IPC channel, and preload is small and knows no command', () => {
    expect(filesWith(/\bipcMain\b/, ...ours)).toEqual(['main/electron/main.ts']);
    const main = readFileSync(path.join(root, 'main/electron/main.ts'), 'utf8');
    expect(main.match(/ipcMain\.\w+\([^,]*/g)).toEqual(["ipcMain.handle('call'"]);
    expect(filesWith(/\bipcRenderer\b|\bcontextBridge\b/, ...ours)).toEqual(['preload/preload.ts']);
    const preload = readFileSync(path.join(root, 'preload/preload.ts'), 'utf8');
    expect(preload.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
    expect(preload.match(/ipcRenderer\.(invoke|send|on)\('(\w+)'/g)).toEqual([
      "ipcRenderer.invoke('call'",
      "ipcRenderer.on('changes'",
      "ipcRenderer.invoke('call'",
      "ipcRenderer.invoke('call'",
    ]);
  });

  test('navigation, new windows, embedded browsers and permissions are refused by default', () => {
    const text = readFileSync(path.join(root, 'main/electron/window.ts'), 'utf8');
    for (const guard of [
      'setWindowOpenHandler',
      "'will-navigate'",
      "'will-redirect'",
      "'will-attach-webview'",
      'setPermissionRequestHandler',
      'setPermissionCheckHandler',
      'setDevicePermissionHandler',
    ]) {
      expect(text).toContain(guard);
    }
    expect(filesWith(/certificate-error|setCertificateVerifyProc|ignore-certificate-errors/, ...ours)).toEqual([]);
  });

  test('every fuse is decided', () => {
    const names = Object.keys(FuseV1Options).filter((key) => Number.isNaN(Number(key)));
    const decided = Object.fromEntries(
      names.map((name) => [name, fuses[FuseV1Options[name as keyof typeof FuseV1Options]]]),
    );
    expect(fuses.strictlyRequireAllFuses).toBe(true);
    expect(decided).toEqual({
      RunAsNode: false,
      EnableCookieEncryption: true,
      EnableNodeOptionsEnvironmentVariable: false,
      EnableNodeCliInspectArguments: false,
      EnableEmbeddedAsarIntegrityValidation: true,
      OnlyLoadAppFromAsar: true,
      LoadBrowserProcessSpecificV8Snapshot: false,
      GrantFileProtocolExtraPrivileges: false,
      WasmTrapHandlers: true,
    });
  });
});

describe('pages', () => {
  test('the policy lets in no inline script, no eval, no plug-in, no frame and no other host', () => {
    const policy = new Map(
      contentSecurityPolicy.split('; ').map((directive) => {
        const [name = '', ...values] = directive.split(' ');
        return [name, values.join(' ')];
      }),
    );
    expect(policy.get('default-src')).toBe("'self'");
    expect(policy.get('script-src')).toBe("'self'");
    expect(policy.get('connect-src')).toBe("'self' ws://127.0.0.1:*");
    for (const none of ['object-src', 'base-uri', 'form-action', 'frame-ancestors'])
      expect(policy.get(none)).toBe("'none'");
  });

  test('nothing builds markup or code from text', () => {
    expect(
      filesWith(/dangerouslySetInnerHTML|\.innerHTML\s*=|\beval\(|new Function\(|document\.write\(/, ...ours),
    ).toEqual([]);
  });
});

describe('what is installed', () => {
  const lock = JSON.parse(readFileSync(path.join(root, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { resolved?: string; integrity?: string; link?: boolean }>;
  };
  const installed = Object.entries(lock.packages).filter(([name, one]) => name.includes('node_modules/') && !one.link);

  test('every package comes from the registry and is pinned by its content', () => {
    expect(installed.length).toBeGreaterThan(100);
    for (const [name, one] of installed) {
      expect([name, one.integrity]).toEqual([name, expect.stringMatching(/^sha512-/)]);
      // With omit-lockfile-registry-resolved an address stands only where it is not the registry's.
      expect([name, one.resolved]).toEqual([name, undefined]);
    }
  });

  test('versions are exact, and no package runs a script when it is installed', () => {
    const file = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    for (const kind of ['dependencies', 'devDependencies', 'optionalDependencies']) {
      for (const version of Object.values(file[kind] ?? {})) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
    }
    expect(readFileSync(path.join(root, '.npmrc'), 'utf8')).toMatch(/^ignore-scripts=true$/m);
    expect(existsSync(path.join(root, 'package-lock.json'))).toBe(true);
  });
});
