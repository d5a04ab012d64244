import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { test as base, type ElectronApplication, _electron as electron, type Page } from '@playwright/test';
import { ensureRenderer } from '../../scripts/renderer-build.mjs';
import { buildElectronShell, servePages } from './build.ts';

export interface ShellOptions {
  /** Undefined for the installed Electron. */
  executable: string | undefined;
  standIn: boolean;
}

interface Shell {
  application: ElectronApplication;
  page: Page;
}

/** One application on a fresh data folder, with the practice cloud, for all specs of a file. */
export const test = base.extend<object, ShellOptions & { shell: Shell }>({
  executable: [undefined, { option: true, scope: 'worker' }],
  standIn: [true, { option: true, scope: 'worker' }],
  shell: [
    async ({ executable, standIn }, use) => {
      await ensureRenderer();
      const folder = path.join(import.meta.dirname, '../../dist', standIn ? 'stand-in' : 'electron');
      const pages = await servePages();
      await buildElectronShell(folder, pages.url);
      const data = await mkdtemp(path.join(os.tmpdir(), 'benchtop-electron-'));
      const application = await electron.launch({
        ...(executable === undefined ? {} : { executablePath: executable }),
        args: [path.join(folder, 'main.cjs'), '--data-dir', data, '--practice'],
      });
      await use({ application, page: await application.firstWindow() });
      await application.close();
      await pages.close();
      await rm(data, { recursive: true, force: true });
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

export { expect } from '@playwright/test';
