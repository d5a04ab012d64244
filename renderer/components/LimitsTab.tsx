import { ActionIcon } from '@mantine/core';
import { Pencil } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type ResourceType, resourceTypes, unlimited } from '../../engine/contract/resource-limit.ts';
import { useMay } from '../api/permissions.ts';
import { openPanel } from '../stores/overlay.ts';
import { CapacityBar } from '../ui/CapacityBar.tsx';
import classes from './LimitsTab.module.css';
import { ResourceForm } from './ResourceForm.tsx';

/** Whose limits: as the commands name them. */
type Whose = { account: string; domainid: string } | { domainid: string } | { projectid: string };

interface Props {
  whose: Whose;
  /** The account, domain or project itself: its fields tell limits and what is used. */
  row: object;
  /** Why nobody sets limits here. */
  fixed?: string | undefined;
}

const units: Partial<Record<ResourceType, string>> = {
  memory: 'MiB',
  primary_storage: 'GiB',
  secondary_storage: 'GiB',
};

/** How much of each resource there may be and is used, each with a way to set it. */
export function LimitsTab({ whose, row, fixed }: Props) {
  const { t, i18n } = useTranslation();
  const figures = new Intl.NumberFormat(i18n.language);
  const may = useMay()('updateResourceLimit') && fixed === undefined;
  const fields = row as Record<string, string | number | undefined>;
  const shown = resourceTypes.filter(({ field }) => fields[`${field}limit`] !== undefined);
  return (
    <div className={classes.root}>
      <p>{fixed ?? t('limits.text')}</p>
      <ul className={classes.list} aria-label={t('limits.title')}>
        {shown.map(({ number, name, field }) => {
          const limit = fields[`${field}limit`];
          const used = Number(fields[`${field}total`] ?? 0);
          const label = t(`limits.types.${name}`);
          const unit = units[name];
          const format = (value: number) => [figures.format(value), unit].filter(Boolean).join(' ');
          return (
            <li key={name} className={classes.row}>
              {limit === unlimited ? (
                <div className={classes.free}>
                  <span>{label}</span>
                  <span className="number">
                    {format(used)} · {t('limits.unlimited')}
                  </span>
                </div>
              ) : (
                <CapacityBar label={label} used={used} total={Number(limit)} format={format} />
              )}
              {may ? (
                <ActionIcon
                  aria-label={t('limits.set', { resource: label })}
                  onClick={() =>
                    openPanel({
                      title: t('limits.set', { resource: label }),
                      content: (
                        <ResourceForm
                          command="updateResourceLimit"
                          fixed={{ ...whose, resourcetype: number }}
                          initial={{ max: limit === unlimited ? -1 : Number(limit) }}
                          fields={[
                            { name: 'max', kind: 'number', required: true, ...(unit !== undefined && { unit }) },
                          ]}
                          submitLabel={t('ui.save')}
                        />
                      ),
                    })
                  }
                >
                  <Pencil size={15} />
                </ActionIcon>
              ) : null}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
