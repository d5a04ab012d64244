import { Group, Kbd, Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { paths } from '../../paths.ts';
import { useOverlay } from '../../stores/overlay.ts';
import { navigationItemOf } from './navigation-items.ts';
import { TourButton } from './Tour.tsx';
import { goKeys } from './use-shortcuts.ts';

function Line({ keys, text }: { keys: readonly string[]; text: string }) {
  return (
    <Group justify="space-between">
      <Text size="sm">{text}</Text>
      <Group gap={4}>
        {keys.map((key) => (
          <Kbd key={key} size="xs">
            {key}
          </Kbd>
        ))}
      </Group>
    </Group>
  );
}

/** The sheet behind `?`. */
export function ShortcutSheet() {
  const { t } = useTranslation();
  const set = useOverlay((overlay) => overlay.set);
  return (
    <Modal
      opened
      onClose={() => set({ shortcutsOpen: false })}
      title={t('frame.shortcuts')}
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <Stack gap={6}>
        <Line keys={['Ctrl', 'K']} text={t('shortcuts.palette')} />
        <Line keys={['Ctrl', 'Enter']} text={t('shortcuts.console')} />
        <Line keys={['/']} text={t('shortcuts.search')} />
        <Line keys={['c']} text={t('shortcuts.create')} />
        <Line keys={['j']} text={t('shortcuts.jobs')} />
        <Line keys={['↑', '↓']} text={t('shortcuts.move')} />
        <Line keys={['Enter']} text={t('shortcuts.open')} />
        <Line keys={['Space']} text={t('shortcuts.select')} />
        <Line keys={['F1']} text={t('shortcuts.help')} />
        <Line keys={['Esc']} text={t('shortcuts.close')} />
        <Line keys={['?']} text={t('shortcuts.sheet')} />
        {Object.entries(goKeys).map(([key, path]) => {
          const item = navigationItemOf(path);
          const text = path === paths.search ? t('search.title') : item && t(`nav.${item.key}`);
          return text === undefined ? null : <Line key={key} keys={['g', key]} text={text} />;
        })}
        <Group justify="flex-end" mt="sm">
          <TourButton />
        </Group>
      </Stack>
    </Modal>
  );
}
