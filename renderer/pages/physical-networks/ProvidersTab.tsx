import { Button, Group } from '@mantine/core';
import { Blocks, Plus, Power, PowerOff, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '../../../engine/contract/contract.ts';
import { providerNames } from '../../../engine/contract/network-provider.ts';
import { useList } from '../../api/live.ts';
import { useMay } from '../../api/permissions.ts';
import { allocationActions } from '../../components/allocation-actions.ts';
import { stateBadge } from '../../components/badges.ts';
import type { Column } from '../../components/column.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { ResourceList } from '../../components/ResourceList.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { useWords } from '../../components/words.ts';
import { confirm, openPanel } from '../../stores/overlay.ts';

type Provider = Row<'listNetworkServiceProviders'>;

/** The switches that CloudStack keeps beside providers' states, by the provider that each is of. */
function useElements() {
  const routers = useList('listVirtualRouterElements', { pagesize: 500 }).rows;
  const balancers = useList('listInternalLoadBalancerElements', { pagesize: 500 }).rows;
  const switches = useList('listOvsElements', { pagesize: 500 }).rows;
  return useMemo(() => {
    const all = [
      ...routers.map((element) => ({ ...element, command: 'configureVirtualRouterElement' as const })),
      ...balancers.map((element) => ({ ...element, command: 'configureInternalLoadBalancerElement' as const })),
      ...switches.map((element) => ({ ...element, command: 'configureOvsElement' as const })),
    ];
    return new Map(all.map((element) => [element.nspid, element]));
  }, [routers, balancers, switches]);
}

/** Who provides a physical network's services, with its state and its switch. */
export function ProvidersTab({ physicalNetworkId }: { physicalNetworkId: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const may = useMay();
  const elements = useElements();
  const params = useMemo(() => ({ physicalnetworkid: physicalNetworkId }), [physicalNetworkId]);
  const { rows } = useList('listNetworkServiceProviders', { ...params, pagesize: 500 });
  const missing = providerNames.filter((name) => rows.every((row) => row.name !== name));
  const columns = useMemo<readonly Column<Provider>[]>(
    () => [
      { key: 'name', width: 190 },
      { key: 'state', width: 120, render: (row) => <StateOf badge={stateBadge(row.state)} /> },
      {
        key: 'element',
        label: t('physicalNetworks.switch'),
        width: 90,
        render: (row) => {
          const element = elements.get(row.id);
          return element === undefined ? '–' : t(element.enabled ? 'physicalNetworks.on' : 'physicalNetworks.off');
        },
      },
      {
        key: 'servicelist',
        width: 200,
        text: (row) => row.servicelist.join(', '),
        render: (row) => (row.servicelist.length === 0 ? t('physicalNetworks.noServices') : row.servicelist.join(', ')),
      },
    ],
    [t, elements],
  );
  const actions = useMemo<readonly ResourceAction<Provider>[]>(() => {
    const set = (providers: readonly Provider[], state: 'Enabled' | 'Disabled') =>
      Promise.all(providers.map(({ id, name }) => runCommand('updateNetworkServiceProvider', { id, state }, name)));
    const turn = (enabled: boolean): ResourceAction<Provider> => ({
      id: enabled ? 'on' : 'off',
      needs: 'configureVirtualRouterElement',
      label: t(enabled ? 'physicalNetworks.turnOn' : 'physicalNetworks.turnOff'),
      icon: enabled ? Power : PowerOff,
      refusal: (row) => {
        const element = elements.get(row.id);
        if (element === undefined) return t('physicalNetworks.hasNoSwitch');
        return element.enabled === enabled
          ? t(enabled ? 'physicalNetworks.onAlready' : 'physicalNetworks.offAlready')
          : undefined;
      },
      run: ([row]) => {
        const element = row && elements.get(row.id);
        return element && runCommand(element.command, { id: element.id, enabled }, row.name);
      },
    });
    return [
      ...allocationActions<Provider>('updateNetworkServiceProvider', (row) => row.state, set),
      turn(true),
      turn(false),
      {
        id: 'delete',
        needs: 'deleteNetworkServiceProvider',
        label: t('pages.remove'),
        icon: Trash2,
        danger: true,
        refusal: (row) => (row.state === 'Enabled' ? t('physicalNetworks.disableFirst') : undefined),
        run: async ([row]) => {
          if (row === undefined) return;
          const verb = words.command('deleteNetworkServiceProvider');
          const yes = await confirm({
            title: `${verb}: ${row.name}`,
            message: t('physicalNetworks.deleteProviderText'),
            action: verb,
            danger: true,
          });
          if (yes) await runCommand('deleteNetworkServiceProvider', { id: row.id }, row.name);
        },
      },
    ];
  }, [t, words, elements]);
  const add = () =>
    openPanel({
      title: words.command('addNetworkServiceProvider'),
      content: (
        <ResourceForm
          command="addNetworkServiceProvider"
          fixed={{ physicalnetworkid: physicalNetworkId }}
          initial={{ name: missing[0] }}
          fields={[{ name: 'name', kind: 'select', options: missing.map((value) => ({ value, label: value })) }]}
          submitLabel={words.command('addNetworkServiceProvider')}
        />
      ),
    });
  return (
    <>
      {may('addNetworkServiceProvider') && missing.length > 0 && rows.length > 0 ? (
        <Group mb="sm">
          <Button variant="default" leftSection={<Plus size={15} aria-hidden />} onClick={add}>
            {words.command('addNetworkServiceProvider')}
          </Button>
        </Group>
      ) : null}
      <ResourceList
        name="listNetworkServiceProviders"
        id="network-service-providers"
        label={t('physicalNetworks.providers')}
        icon={Blocks}
        columns={columns}
        params={params}
        actions={actions}
        embedded
        empty={{ title: t('physicalNetworks.noProviders') }}
      />
    </>
  );
}
