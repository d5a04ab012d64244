import { Button, Menu } from '@mantine/core';
import { Command } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { keyStrokes } from './keys.ts';
import type { VncSurface } from './vnc-surface.ts';

type Keys = readonly string[];

/** What a desktop or browser keeps for itself, so that it cannot be typed into the picture. */
const combinations: readonly Keys[] = [
  ['Control', 'Alt', 'Delete'],
  ['Control', 'Alt', 'Backspace'],
];
const single: readonly Keys[] = [
  ['Escape'],
  ['Tab'],
  ['Alt', 'Tab'],
  ['Super'],
  ['PrintScreen'],
  ['F8'],
  ['F11'],
  ['F12'],
];
const consoles: readonly Keys[] = Array.from({ length: 12 }, (_, index) => ['Control', 'Alt', `F${index + 1}`]);

/** What Linux does for Alt, SysRq and a letter, where its setting kernel.sysrq allows it; in the order that saves what can be saved. */
const sysRq = ['R', 'E', 'I', 'S', 'U', 'B', 'H', 'W'] as const;

/** As printed on the keys, which is the same in both languages. */
const caption: Record<string, string> = {
  Control: 'Ctrl',
  Delete: 'Del',
  Escape: 'Esc',
  Super: 'Super (Windows)',
  PrintScreen: 'Print',
};

export function KeysMenu({ surface, disabled }: { surface: VncSurface; disabled: boolean }) {
  const { t } = useTranslation();
  const press = (keys: Keys) => {
    surface.press(keyStrokes(keys));
    surface.focus();
  };
  const items = (list: readonly Keys[]) =>
    list.map((keys) => (
      <Menu.Item key={keys.join()} onClick={() => press(keys)}>
        {keys.map((key) => caption[key] ?? key).join(' + ')}
      </Menu.Item>
    ));
  return (
    <Menu withinPortal={false} position="bottom-end" returnFocus={false} disabled={disabled}>
      <Menu.Target>
        <Button variant="subtle" size="compact-sm" leftSection={<Command size={14} aria-hidden />} disabled={disabled}>
          {t('console.keys')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={360} style={{ overflowY: 'auto' }}>
        {items(combinations)}
        <Menu.Divider />
        {items(single)}
        <Menu.Divider />
        <Menu.Label>{t('console.textConsoles')}</Menu.Label>
        {items(consoles)}
        <Menu.Divider />
        <Menu.Label>{t('console.sysRq.label')}</Menu.Label>
        {sysRq.map((letter) => (
          <Menu.Item key={letter} onClick={() => press(['Alt', 'PrintScreen', letter])}>
            {`${letter} · ${t(`console.sysRq.${letter}`)}`}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
