import path from 'node:path';
import { app, BrowserWindow, Menu, type MenuItemConstructorOptions, Notification, Tray } from 'electron';
import type { EngineHost } from '../engine-host.ts';
import { noticesOf, trayItems } from './job-notices.ts';
import { type RunningJobs, watchJobs } from './job-watch.ts';
import { menuTemplate } from './menu.ts';
import type { Windows } from './window.ts';
import type { Words } from './words.ts';

/** Puts the application into the desktop: the menu, the tray with the jobs under way, and a notification for each that ends unseen. */
export function joinDesktop(engine: EngineHost, windows: Windows, words: Words): void {
  const tray = openTray(windows, words);
  watchJobs(engine, {
    running(jobs) {
      if (!tray) return;
      tray.setToolTip(jobs.count === 0 ? 'Benchtop' : `Benchtop: ${words.jobsRunning(jobs.count)}`);
      tray.setContextMenu(Menu.buildFromTemplate(trayMenu(jobs, windows, words)));
    },
    ended(jobs) {
      // Whoever looks at a window sees it there.
      if (BrowserWindow.getFocusedWindow() !== null || !Notification.isSupported()) return;
      for (const { title, body, opens } of noticesOf(jobs, words)) {
        const notification = new Notification({ title, body });
        notification.on('click', () => windows.open(opens));
        notification.show();
      }
    },
  });
}

export function setMenu(windows: Windows, words: Words, development: boolean): void {
  const open = windows.open.bind(windows);
  const template = menuTemplate({ words, platform: process.platform, development, open });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

/** Undefined where the desktop has no place for it; everything else works without. */
function openTray(windows: Windows, words: Words): Tray | undefined {
  const picture = process.platform === 'darwin' ? 'trayTemplate.png' : 'tray.png';
  try {
    const tray = new Tray(path.join(__dirname, '../../assets/icons', picture));
    tray.setContextMenu(Menu.buildFromTemplate(trayMenu({ count: 0, first: [] }, windows, words)));
    tray.on('click', () => windows.showMain());
    return tray;
  } catch (error) {
    console.error(`There is no tray: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
}

function trayMenu(jobs: RunningJobs, windows: Windows, words: Words): MenuItemConstructorOptions[] {
  return [
    ...trayItems(jobs, words).map(({ label, opens }) =>
      opens === undefined ? { label, enabled: false } : { label, click: () => windows.open(opens) },
    ),
    { type: 'separator' as const },
    { label: words.showWindow, click: () => windows.showMain() },
    { label: words.quit, click: () => app.quit() },
  ];
}
