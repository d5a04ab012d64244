import { Button, Group } from '@mantine/core';
import { Plus, Rows3, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../engine/contract/contract.ts';
import type { PodView } from '../../../engine/contract/views.ts';
import { useMay } from '../../api/permissions.ts';
import type { Column } from '../../components/column.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { ResourceList } from '../../components/ResourceList.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { confirm, openPanel } from '../../stores/overlay.ts';

type Range = Row<'listStorageNetworkIpRange'>;

const nameOf = (range: Range) => (range.startip === range.endip ? range.startip : `${range.startip} – ${range.endip}`);

/** The addresses of a pod that are set aside for storage traffic. */
export function StorageAddressesTab({ pod }: { pod: PodView }) {
  const { t } = useTranslation();
  const words = useWords();
  const may = useMay();
  const params = useMemo(() => ({ podid: pod.id }), [pod.id]);
  const columns = useMemo<readonly Column<Range>[]>(
    () =>
      (['startip', 'endip', 'gateway', 'netmask'] as const).map((key) => ({
        key,
        width: 150,
        render: (range: Range) => <span className="mono">{range[key]}</span>,
      })),
    [],
  );
  const actions = useMemo<readonly ResourceAction<Range>[]>(
    () => [
      {
        id: 'delete',
        needs: 'deleteStorageNetworkIpRange',
        label: t('pages.remove'),
        icon: Trash2,
        danger: true,
        run: async ([range]) => {
          if (range === undefined) return;
          const verb = words.command('deleteStorageNetworkIpRange');
          const yes = await confirm({
            title: `${verb}: ${nameOf(range)}`,
            message: t('physicalNetworks.deleteStorageText'),
            action: verb,
            danger: true,
          });
          if (yes) await runCommand('deleteStorageNetworkIpRange', { id: range.id }, nameOf(range));
        },
      },
    ],
    [t, words],
  );
  const add = () =>
    openPanel({
      title: words.command('createStorageNetworkIpRange'),
      content: (
        <ResourceForm
          command="createStorageNetworkIpRange"
          fixed={{ podid: pod.id }}
          initial={{ gateway: pod.gateway, netmask: pod.netmask }}
          fields={[{ name: 'startip' }, { name: 'endip' }, { name: 'gateway' }, { name: 'netmask' }]}
          submitLabel={words.command('createStorageNetworkIpRange')}
        />
      ),
    });
  return (
    <>
      {may('createStorageNetworkIpRange') ? (
        <Group mb="sm">
          <Button variant="default" leftSection={<Plus size={15} aria-hidden />} onClick={add}>
            {words.command('createStorageNetworkIpRange')}
          </Button>
        </Group>
      ) : null}
      <ResourceList
        name="listStorageNetworkIpRange"
        id="storage-addresses"
        label={t('physicalNetworks.storageAddresses')}
        icon={Rows3}
        columns={columns}
        params={params}
        rowName={nameOf}
        actions={actions}
        embedded
        empty={{ title: t('physicalNetworks.noStorageAddresses'), text: t('physicalNetworks.noStorageAddressesText') }}
      />
    </>
  );
}
