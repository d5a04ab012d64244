import { Menu } from '@mantine/core';
import { useMay } from '../api/permissions.ts';
import classes from './RowMenu.module.css';
import type { ResourceAction } from './resource-action.ts';

/** The entries of a menu of actions; those that are refused stay, greyed, and say why below their name. */
function ActionItems<R>({ actions, row }: { actions: readonly ResourceAction<R>[]; row: R }) {
  const may = useMay();
  return actions
    .filter((action) => may(action.needs))
    .map((action) => {
      const refusal = action.refusal?.(row);
      const Icon = action.icon;
      return (
        <Menu.Item
          key={action.id}
          leftSection={<Icon size={14} aria-hidden />}
          color={action.danger && refusal === undefined ? 'var(--tone-error)' : undefined}
          disabled={refusal !== undefined}
          aria-label={action.label}
          aria-description={refusal}
          onClick={() => void action.run([row])}
        >
          {action.label}
          {refusal === undefined ? null : <span className={classes.refusal}>{refusal}</span>}
        </Menu.Item>
      );
    });
}

/** The menu under a page's ⋯ button. */
export function ActionDropdown<R>(props: { actions: readonly ResourceAction<R>[]; row: R }) {
  return (
    <Menu.Dropdown className={classes.below ?? ''}>
      <ActionItems {...props} />
    </Menu.Dropdown>
  );
}

/** The menu opens without a button of its own, so the focus is brought into it here. */
function focusFirst(dropdown: HTMLElement | null) {
  if (dropdown === null) return;
  requestAnimationFrame(() => dropdown.querySelector<HTMLElement>('[role=menuitem]:not(:disabled)')?.focus());
}

interface Props<R> {
  at: { x: number; y: number; row: R } | undefined;
  label: string;
  actions: readonly ResourceAction<R>[];
  onClose: () => void;
}

/** One menu for all rows of a list, opened at the ⋯ button or at the pointer. */
export function RowMenu<R>({ at, label, actions, onClose }: Props<R>) {
  if (at === undefined) return null;
  return (
    <Menu
      opened
      onChange={(opened) => (opened ? undefined : onClose())}
      position="bottom-start"
      width={300}
      // A long menu stays in the window, if need be over its row.
      middlewares={{ flip: true, shift: { crossAxis: true, padding: 8 } }}
    >
      <Menu.Target>
        <button
          type="button"
          tabIndex={-1}
          aria-label={label}
          className={classes.anchor}
          style={{ left: at.x, top: at.y }}
        />
      </Menu.Target>
      <Menu.Dropdown aria-label={label} ref={focusFirst} className={classes.menu ?? ''}>
        <ActionItems actions={actions} row={at.row} />
      </Menu.Dropdown>
    </Menu>
  );
}
