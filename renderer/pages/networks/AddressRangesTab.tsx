import { Button, Group } from '@mantine/core';
import { Pencil, Plus, Rows3, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { VlanIpRangeView } from '../../../engine/contract/views.ts';
import type { Column } from '../../components/column.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { ResourceList } from '../../components/ResourceList.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { useWords } from '../../components/words.ts';
import { openPanel } from '../../stores/overlay.ts';

const nameOf = (range: VlanIpRangeView) => `${range.startip} – ${range.endip}`;

/** The address ranges of a guest network. */
export function AddressRangesTab({ networkId }: { networkId: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const params = useMemo(() => ({ networkid: networkId }), [networkId]);
  const columns = useMemo<readonly Column<VlanIpRangeView>[]>(
    () => [
      { key: 'startip', width: 150, sortable: true, render: (range) => <span className="mono">{range.startip}</span> },
      { key: 'endip', width: 150, sortable: true },
      { key: 'gateway', width: 140 },
      { key: 'netmask', width: 140 },
      { key: 'vlan', width: 100 },
    ],
    [],
  );
  const actions = useMemo<readonly ResourceAction<VlanIpRangeView>[]>(
    () => [
      {
        id: 'edit',
        needs: 'updateVlanIpRange',
        label: t('ui.edit'),
        icon: Pencil,
        run: ([range]) =>
          range &&
          openPanel({
            title: words.command('updateVlanIpRange'),
            content: (
              <ResourceForm
                command="updateVlanIpRange"
                fixed={{ id: range.id }}
                initial={{ startip: range.startip, endip: range.endip }}
                fields={[{ name: 'startip' }, { name: 'endip' }]}
                submitLabel={t('ui.save')}
              />
            ),
          }),
      },
      {
        id: 'delete',
        needs: 'deleteVlanIpRange',
        label: t('pages.remove'),
        icon: Trash2,
        danger: true,
        run: (ranges) =>
          confirmDelete({
            command: 'deleteVlanIpRange',
            things: ranges.map((range) => ({ id: range.id, name: nameOf(range) })),
            consequence: t('pages.deleteRangeText'),
          }),
      },
    ],
    [t, words],
  );
  const add = () =>
    openPanel({
      title: words.command('createVlanIpRange'),
      content: (
        <ResourceForm
          command="createVlanIpRange"
          fixed={{ networkid: networkId }}
          fields={[{ name: 'startip' }, { name: 'endip' }]}
          submitLabel={words.command('createVlanIpRange')}
        />
      ),
    });
  return (
    <>
      <Group mb="sm">
        <Button variant="default" leftSection={<Plus size={15} aria-hidden />} onClick={add}>
          {words.command('createVlanIpRange')}
        </Button>
      </Group>
      <ResourceList
        name="listVlanIpRanges"
        id="address-ranges"
        label={t('pages.addressRanges')}
        icon={Rows3}
        columns={columns}
        params={params}
        rowName={nameOf}
        actions={actions}
        embedded
        empty={{ title: t('pages.noRanges') }}
      />
    </>
  );
}
