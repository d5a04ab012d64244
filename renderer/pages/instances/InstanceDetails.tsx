import { useTranslation } from 'react-i18next';
import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { type Fact, Facts } from '../../components/Facts.tsx';
import { useWords } from '../../components/words.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import classes from './InstanceDetails.module.css';

/** All that the card beside it has no room for. */
export function InstanceDetails({ vm }: { vm: VirtualMachineView }) {
  const { t } = useTranslation();
  const words = useWords();
  const yes = (value: boolean) => t(value ? 'ui.yes' : 'ui.no');
  const identity: Fact[] = [
    { field: 'displayname', value: vm.displayname, copy: vm.displayname },
    { field: 'instancename', value: vm.instancename, copy: vm.instancename, mono: true },
    { field: 'account', value: vm.account },
    { field: 'project', value: vm.project },
    { field: 'domain', value: vm.domain },
    { field: 'deployedby', label: t('instances.deployedBy'), value: vm.username },
  ];
  const observed: Fact[] = [
    { field: 'state', value: words.state(vm.state) },
    { field: 'lastupdated', label: t('instances.since'), value: <RelativeTime date={vm.lastupdated} /> },
    { field: 'powerstate', value: words.value(vm.powerstate) },
    {
      field: 'powerstatetime',
      label: t('instances.lastSeen'),
      value: vm.powerstatetime && <RelativeTime date={vm.powerstatetime} />,
    },
  ];
  const machine: Fact[] = [
    { field: 'hypervisor', value: words.value(vm.hypervisor) },
    { field: 'virtualization', value: vm.virtualization && words.value(vm.virtualization) },
    { field: 'haenable', value: yes(vm.haenable) },
    { field: 'keypairs', value: vm.keypairs?.split(',').join(', ') },
    { field: 'userdataname', value: vm.userdataname },
    { field: 'networkids', value: vm.nic.map((nic) => nic.networkname).join(', ') },
  ];
  return (
    <div className={classes.columns}>
      <Facts facts={identity} />
      <Facts facts={observed} />
      <Facts facts={machine} />
    </div>
  );
}
