import { ActionIcon, Menu, Text } from '@mantine/core';
import { Check, Gauge } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type Quality, qualities } from '../../engine/contract/console.ts';
import type { ConsoleSession } from './console-session.ts';
import classes from './QualityMenu.module.css';

/** How good a picture the host is asked for; less than the best spares the connection to it. */
export function QualityMenu({ session, quality }: { session: ConsoleSession; quality: Quality }) {
  const { t } = useTranslation();
  const label = t('console.quality.label', { mode: t(`console.quality.${quality}`) });
  return (
    <Menu withinPortal={false} position="bottom-end" width={300}>
      <Menu.Target>
        <ActionIcon aria-label={label} title={label} className={quality === 'best' ? '' : (classes.less ?? '')}>
          <Gauge size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('console.quality.title')}</Menu.Label>
        {qualities.map((mode) => (
          <Menu.Item
            key={mode}
            rightSection={mode === quality ? <Check size={14} aria-hidden /> : null}
            onClick={() => session.setQuality(mode)}
          >
            {t(`console.quality.${mode}`)}
            <Text size="xs" c="dimmed">
              {t(`console.quality.${mode}Text`)}
            </Text>
          </Menu.Item>
        ))}
        <Text size="xs" c="dimmed" px="sm" py={6} className={classes.help ?? ''}>
          {t('console.quality.help')}
        </Text>
      </Menu.Dropdown>
    </Menu>
  );
}
