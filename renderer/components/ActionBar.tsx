import { ActionIcon, Button, Menu } from '@mantine/core';
import { Ellipsis } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMay } from '../api/permissions.ts';
import { Tip } from '../ui/Tip.tsx';
import classes from './Page.module.css';
import { ActionDropdown } from './RowMenu.tsx';
import type { ResourceAction } from './resource-action.ts';

/** A thing's actions in its title row: the primary ones as buttons, the rest behind ⋯. Refused ones stay and say why on hover. */
export function ActionBar<R>({ actions, row }: { actions: readonly ResourceAction<R>[]; row: R }) {
  const { t } = useTranslation();
  const may = useMay();
  const mine = actions.filter((action) => may(action.needs));
  const primary = mine.filter((action) => action.primary);
  const rest = mine.filter((action) => !action.primary);
  return (
    <>
      {primary.map((action) => {
        const refusal = action.refusal?.(row);
        const Icon = action.icon;
        return (
          <Tip key={action.id} label={refusal}>
            <Button
              variant="default"
              className={classes.action ?? ''}
              leftSection={<Icon size={15} aria-hidden />}
              data-disabled={refusal !== undefined || undefined}
              aria-disabled={refusal !== undefined}
              aria-description={refusal}
              onClick={() => (refusal === undefined ? void action.run([row]) : undefined)}
            >
              {action.label}
            </Button>
          </Tip>
        );
      })}
      {rest.length > 0 ? (
        <Menu position="bottom-end" width={300}>
          <Menu.Target>
            <ActionIcon variant="default" size={30} aria-label={t('lists.moreActions')}>
              <Ellipsis size={16} />
            </ActionIcon>
          </Menu.Target>
          <ActionDropdown actions={rest} row={row} />
        </Menu>
      ) : null}
    </>
  );
}
