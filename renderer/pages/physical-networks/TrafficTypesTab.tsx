import { Button, Group } from '@mantine/core';
import { Pencil, Plus, Trash2, Waypoints } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../engine/contract/contract.ts';
import { trafficTypeName } from '../../../engine/contract/zone.ts';
import { useList } from '../../api/live.ts';
import { useMay } from '../../api/permissions.ts';
import type { Column } from '../../components/column.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { ResourceList } from '../../components/ResourceList.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { confirm, openPanel } from '../../stores/overlay.ts';

type TrafficType = Row<'listTrafficTypes'>;

/** What a physical network carries, and the bridge of its hosts that carries it. */
export function TrafficTypesTab({ physicalNetworkId }: { physicalNetworkId: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const may = useMay();
  const params = useMemo(() => ({ physicalnetworkid: physicalNetworkId }), [physicalNetworkId]);
  const { rows } = useList('listTrafficTypes', params);
  const missing = trafficTypeName.options.filter((name) => rows.every((row) => row.traffictype !== name));
  const columns = useMemo<readonly Column<TrafficType>[]>(
    () => [
      { key: 'traffictype', width: 160, render: (row) => words.value(row.traffictype) },
      {
        key: 'kvmnetworklabel',
        width: 240,
        render: (row) => <span className="mono">{row.kvmnetworklabel ?? '–'}</span>,
      },
    ],
    [words],
  );
  const actions = useMemo<readonly ResourceAction<TrafficType>[]>(
    () => [
      {
        id: 'edit',
        needs: 'updateTrafficType',
        label: t('ui.edit'),
        icon: Pencil,
        run: ([row]) =>
          row &&
          openPanel({
            title: words.command('updateTrafficType'),
            content: (
              <ResourceForm
                command="updateTrafficType"
                fixed={{ id: row.id }}
                initial={{ kvmnetworklabel: row.kvmnetworklabel }}
                fields={[{ name: 'kvmnetworklabel' }]}
                submitLabel={t('ui.save')}
              />
            ),
          }),
      },
      {
        id: 'delete',
        needs: 'deleteTrafficType',
        label: t('pages.remove'),
        icon: Trash2,
        danger: true,
        run: async ([row]) => {
          if (row === undefined) return;
          const verb = words.command('deleteTrafficType');
          const yes = await confirm({
            title: `${verb}: ${words.value(row.traffictype)}`,
            message: t('physicalNetworks.deleteTrafficText'),
            action: verb,
            danger: true,
          });
          if (yes) await runCommand('deleteTrafficType', { id: row.id }, words.value(row.traffictype));
        },
      },
    ],
    [t, words],
  );
  const add = () =>
    openPanel({
      title: words.command('addTrafficType'),
      content: (
        <ResourceForm
          command="addTrafficType"
          fixed={{ physicalnetworkid: physicalNetworkId }}
          initial={{ traffictype: missing[0] }}
          fields={[
            {
              name: 'traffictype',
              kind: 'select',
              options: missing.map((value) => ({ value, label: words.value(value) })),
            },
            { name: 'kvmnetworklabel', placeholder: 'cloudbr0' },
          ]}
          submitLabel={words.command('addTrafficType')}
        />
      ),
    });
  return (
    <>
      {may('addTrafficType') && missing.length > 0 ? (
        <Group mb="sm">
          <Button variant="default" leftSection={<Plus size={15} aria-hidden />} onClick={add}>
            {words.command('addTrafficType')}
          </Button>
        </Group>
      ) : null}
      <ResourceList
        name="listTrafficTypes"
        id="traffic-types"
        label={t('physicalNetworks.traffic')}
        icon={Waypoints}
        columns={columns}
        params={params}
        rowName={(row) => words.value(row.traffictype)}
        actions={actions}
        embedded
        empty={{ title: t('physicalNetworks.noTraffic'), text: t('physicalNetworks.noTrafficText') }}
      />
    </>
  );
}
