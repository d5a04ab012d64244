import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { virtualMachineStates } from '../../../engine/contract/states.ts';
import type { Filter } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { useWidestFilter } from '../../components/image-filter.ts';
import { useInstanceColumns } from '../../components/instance-columns.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import { useOptions, valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { InstanceTile } from './InstanceTile.tsx';
import { useInstanceActions } from './instance-actions.tsx';

/** Columns of the instances' own list; in tabs some of them are left to be chosen. */
const shown = new Set([
  'displayname',
  'state',
  'ipaddress',
  'hostname',
  'templatename',
  'serviceofferingname',
  'zonename',
  'created',
]);

export function InstanceListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const hosts = useOptions('listHosts');
  const templates = useOptions('listTemplates', { templatefilter: useWidestFilter() });
  const offerings = useOptions('listServiceOfferings');
  const all = useInstanceColumns();
  const columns = useMemo(() => all.map((column) => ({ ...column, optional: !shown.has(column.key) })), [all]);
  const filters = useMemo<readonly Filter[]>(
    () => [
      {
        name: 'state',
        label: words.field('state'),
        options: valueOptions(Object.keys(virtualMachineStates.states), words.state),
      },
      { name: 'hostid', label: words.field('hostid'), options: hosts },
      { name: 'templateid', label: words.field('templateid'), options: templates },
      { name: 'serviceofferingid', label: words.field('serviceofferingid'), options: offerings },
    ],
    [words, hosts, templates, offerings],
  );
  return (
    <ListPage
      name="listVirtualMachines"
      id="instances"
      label={t('nav.instances')}
      icon={icons.instance}
      columns={columns}
      filters={filters}
      actions={useInstanceActions()}
      href={(vm) => paths.instance(vm.id)}
      tile={(vm) => <InstanceTile vm={vm} />}
      create={{ needs: 'deployVirtualMachine', label: t('deploy.deploy'), run: () => navigate(paths.deployInstance) }}
      empty={{ title: t('instances.empty'), text: t('instances.emptyText') }}
    />
  );
}
