import { Download, MonitorOff } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../engine/contract/contract.ts';
import { textOf } from '../../../engine/contract/phrase.ts';
import type { Badge } from '../../../engine/contract/states.ts';
import type { Column } from '../../components/column.ts';
import { inert } from '../../components/jobs/JobLog.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { ResourceList } from '../../components/ResourceList.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { useWords } from '../../components/words.ts';
import { said } from '../../i18n/said.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { formatBytes, mebibyte } from '../../ui/format.ts';
import { ImportInstance } from './ImportInstance.tsx';

type Unmanaged = Row<'listUnmanagedInstances'>;

const badges: Readonly<Record<Unmanaged['powerstate'], Badge>> = {
  PowerOn: { tone: 'ok', word: 'Running' },
  PowerOff: { tone: 'off', word: 'Stopped' },
  PowerUnknown: { tone: 'warning', word: 'Unknown' },
};

const reasons = (row: Unmanaged) => row.obstacle.map((phrase) => said(phrase, textOf(phrase))).join(' ');

/** Virtual machines on the hosts of a cluster, or on one of them, that are no instances; each may be imported unless something is in the way. */
export function UnmanagedTab({ clusterId, hostId }: { clusterId: string; hostId?: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const params = useMemo(
    () => ({ clusterid: clusterId, ...(hostId !== undefined && { hostid: hostId }) }),
    [clusterId, hostId],
  );
  const columns = useMemo<readonly Column<Unmanaged>[]>(
    () => [
      { key: 'name', width: 150, sortable: true, render: (row) => inert(row.name) },
      { key: 'powerstate', width: 100, render: (row) => <StateOf badge={badges[row.powerstate]} /> },
      ...(hostId === undefined
        ? [
            {
              key: 'hostname',
              width: 130,
              render: (row: Unmanaged) => <ResourceLink href={paths.host(row.hostid)} name={row.hostname} />,
            },
          ]
        : []),
      {
        key: 'obstacle',
        label: t('unmanaged.import'),
        width: 230,
        text: (row) => reasons(row),
        render: (row) => {
          const why = reasons(row);
          return why === '' ? t('unmanaged.can') : <span title={why}>{why}</span>;
        },
      },
      { key: 'cpunumber', width: 80, align: 'right' },
      {
        key: 'memory',
        width: 90,
        align: 'right',
        text: (row) => formatBytes(row.memory * mebibyte),
        render: (row) => formatBytes(row.memory * mebibyte),
      },
      {
        key: 'disk',
        label: t('unmanaged.disks'),
        width: 190,
        text: (row) => row.disk.map((disk) => disk.imagepath).join(', '),
        render: (row) =>
          row.disk
            .map((disk) => `${inert(disk.label)} ${formatBytes(disk.capacity)} ${disk.datastorename ?? '–'}`)
            .join(', '),
      },
      {
        key: 'nic',
        label: t('unmanaged.cards'),
        width: 180,
        optional: true,
        text: (row) => row.nic.map((nic) => `${nic.macaddress} ${nic.bridge}`).join(', '),
        render: (row) => (
          <span className="mono">
            {row.nic.map((nic) => inert(`${nic.macaddress} ${nic.bridge || '–'}`)).join(', ')}
          </span>
        ),
      },
      { key: 'osdisplayname', width: 160, optional: true },
    ],
    [hostId, t],
  );
  const actions = useMemo<readonly ResourceAction<Unmanaged>[]>(
    () => [
      {
        id: 'import',
        needs: 'importUnmanagedInstance',
        label: words.command('importUnmanagedInstance'),
        icon: Download,
        primary: true,
        refusal: (row) => reasons(row) || undefined,
        run: ([row]) =>
          row &&
          openPanel({
            title: t('unmanaged.title', { name: inert(row.name) }),
            content: <ImportInstance found={row} />,
          }),
      },
    ],
    [t, words],
  );
  return (
    <ResourceList
      name="listUnmanagedInstances"
      id="unmanaged-tab"
      label={t('unmanaged.tab')}
      icon={MonitorOff}
      columns={columns}
      params={params}
      actions={actions}
      embedded
      empty={{ title: t('unmanaged.none'), text: t('unmanaged.noneText') }}
    />
  );
}
