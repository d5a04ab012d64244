import type { MenuItemConstructorOptions } from 'electron';
import { type Destination, pages } from './deep-link.ts';
import type { Words } from './words.ts';

export interface MenuOptions {
  words: Words;
  platform: NodeJS.Platform;
  development: boolean;
  open(destination: Destination): void;
}

/** The menu as data: what every desktop expects, and the way to a few pages. Electron translates no role, so each has a label. */
export function menuTemplate({ words, platform, development, open }: MenuOptions): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin';
  const go = (label: string, destination: Destination): MenuItemConstructorOptions => ({
    label,
    click: () => open(destination),
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const items: MenuItemConstructorOptions[] = [
    ...(mac ? [{ role: 'appMenu' } as const] : []),
    {
      label: words.file,
      submenu: [
        go(words.deploy, pages.deploy),
        go(words.settings, pages.settings),
        separator,
        mac ? { role: 'close', label: words.close } : { role: 'quit', label: words.quit },
      ],
    },
    {
      label: words.edit,
      submenu: [
        { role: 'undo', label: words.undo },
        { role: 'redo', label: words.redo },
        separator,
        { role: 'cut', label: words.cut },
        { role: 'copy', label: words.copy },
        { role: 'paste', label: words.paste },
        { role: 'selectAll', label: words.selectAll },
      ],
    },
    {
      label: words.view,
      submenu: [
        go(words.jobs, pages.jobs),
        separator,
        { role: 'resetZoom', label: words.actualSize },
        { role: 'zoomIn', label: words.zoomIn },
        { role: 'zoomOut', label: words.zoomOut },
        { role: 'togglefullscreen', label: words.fullScreen },
      ],
    },
    {
      label: words.window,
      submenu: [
        { role: 'minimize', label: words.minimize },
        { role: 'close', label: words.close, ...(mac ? {} : { accelerator: 'CommandOrControl+Shift+W' }) },
      ],
    },
  ];
  if (development) items.push({ label: 'Development', submenu: [{ role: 'reload' }, { role: 'toggleDevTools' }] });
  return items;
}
