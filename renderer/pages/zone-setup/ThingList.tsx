import { ActionIcon } from '@mantine/core';
import { type LucideIcon, Pencil, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { Tip } from '../../ui/Tip.tsx';
import classes from './ZoneSetup.module.css';

export interface Thing {
  id: string;
  name: string;
  icon: LucideIcon;
  href?: string;
  badge?: ReactNode;
  /** Its facts in one line. */
  facts: string;
  /** Buttons beside edit and remove. */
  actions?: ReactNode;
  onEdit?: () => void;
  onRemove?: () => unknown;
}

/** What a step has made already; each can be changed or taken away, so that every step can be gone back to and repeated. */
export function ThingList({ label, things }: { label: string; things: readonly Thing[] }) {
  const { t } = useTranslation();
  if (things.length === 0) return null;
  return (
    <ul className={classes.things} aria-label={label}>
      {things.map((thing) => {
        const Icon = thing.icon;
        return (
          <li key={thing.id} className={classes.thing} aria-label={thing.name}>
            <Icon size={16} aria-hidden />
            <div className={classes.thingText}>
              <span className={classes.thingName}>
                {thing.href === undefined ? thing.name : <Link href={thing.href}>{thing.name}</Link>}
                {thing.badge}
              </span>
              <span className={classes.thingFacts}>{thing.facts}</span>
            </div>
            {thing.actions}
            {thing.onEdit === undefined ? null : (
              <Tip label={t('ui.edit')}>
                <ActionIcon aria-label={t('zoneSetup.editNamed', { name: thing.name })} onClick={thing.onEdit}>
                  <Pencil size={15} />
                </ActionIcon>
              </Tip>
            )}
            {thing.onRemove === undefined ? null : (
              <Tip label={t('pages.remove')}>
                <ActionIcon
                  aria-label={t('zoneSetup.removeNamed', { name: thing.name })}
                  onClick={() => void thing.onRemove?.()}
                >
                  <Trash2 size={15} />
                </ActionIcon>
              </Tip>
            )}
          </li>
        );
      })}
    </ul>
  );
}
