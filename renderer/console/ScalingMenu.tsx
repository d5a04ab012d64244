import { Button, Menu } from '@mantine/core';
import { Check, Scaling } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ConsoleSession } from './console-session.ts';
import { type Scaling as Mode, scalings } from './console-state.ts';

/** How large the screen is shown. */
export function ScalingMenu({ session, scaling }: { session: ConsoleSession; scaling: Mode }) {
  const { t } = useTranslation();
  return (
    <Menu withinPortal={false} position="bottom-end">
      <Menu.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<Scaling size={14} aria-hidden />}
          aria-label={t('console.scaling.label', { mode: t(`console.scaling.${scaling}`) })}
        >
          {t(`console.scaling.${scaling}`)}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {scalings.map((mode) => (
          <Menu.Item
            key={mode}
            rightSection={mode === scaling ? <Check size={14} aria-hidden /> : null}
            onClick={() => session.setScaling(mode)}
          >
            {t(`console.scaling.${mode}Long`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
