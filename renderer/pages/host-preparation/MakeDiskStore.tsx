import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { HostDiskView, HostPreparationView } from '../../../engine/contract/views.ts';
import type { FormField } from '../../components/form-field.ts';
import type { FormValues } from '../../components/form-values.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { formatBytes } from '../../ui/format.ts';
import classes from './HostPreparation.module.css';

/** Networks are written in one line, with commas or blanks between them. */
function prepare(values: FormValues): FormValues {
  const clients = String(values.clients ?? '')
    .split(/[\s,]+/)
    .filter(Boolean);
  return { confirm: values.confirm, ...(clients.length > 0 && { clients }) };
}

interface Props {
  preparation: HostPreparationView;
  disk: HostDiskView;
}

/** Asks for what makes an empty disk an NFS store: its name, typed, and who may use it. */
export function MakeDiskStore({ preparation, disk }: Props) {
  const { t } = useTranslation();
  const fields = useMemo<readonly FormField[]>(
    () => [
      {
        name: 'clients',
        label: t('hostDisks.clients'),
        help: t('hostDisks.clientsHelp'),
        placeholder: '192.168.10.0/24',
      },
      { name: 'confirm', label: t('ui.typeName', { name: disk.name }), help: t('hostDisks.confirmHelp') },
    ],
    [disk.name, t],
  );
  const name = preparation.hostname ?? preparation.address;
  return (
    <>
      <p className={`${classes.lead} ${classes.inPanel}`}>
        {t('hostDisks.makeText', { disk: disk.name, size: formatBytes(disk.size), name })}
      </p>
      <ResourceForm
        command="createHostDiskStore"
        fields={fields}
        fixed={{ id: preparation.id, disk: disk.name, identity: disk.identity }}
        prepare={prepare}
        submitLabel={t('hostDisks.make')}
      />
    </>
  );
}
