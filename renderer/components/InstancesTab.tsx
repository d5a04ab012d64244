import { MonitorPlay } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '../../engine/contract/contract.ts';
import { paths } from '../paths.ts';
import { setAside } from './column.ts';
import { useInstanceColumns } from './instance-columns.tsx';
import { ResourceList } from './ResourceList.tsx';

/** The instances on, in or of something. */
export function InstancesTab({ params }: { params: Partial<Input<'listVirtualMachines'>> }) {
  const { t } = useTranslation();
  const all = useInstanceColumns();
  const columns = useMemo(() => {
    const same = [params.hostid && 'hostname', params.templateid && 'templatename'];
    return setAside(all, 'cpunumber', 'memory', ...same.filter((key) => key !== undefined));
  }, [all, params.hostid, params.templateid]);
  return (
    <ResourceList
      name="listVirtualMachines"
      id="instances-tab"
      label={t('nav.instances')}
      icon={MonitorPlay}
      columns={columns}
      params={params}
      href={(vm) => paths.instance(vm.id)}
      embedded
      empty={{ title: t('lists.noInstancesHere') }}
    />
  );
}
