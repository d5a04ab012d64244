import i18next from 'i18next';
import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { word } from '../../components/words.ts';
import { confirm } from '../../stores/overlay.ts';
import classes from '../instances/confirm-instance.module.css';

/** What is forgotten, what stays, and what nobody looks after any more: the instance's name has to be typed. */
export function confirmUnmanage(vm: VirtualMachineView, forced: boolean): Promise<boolean> {
  const host = vm.hostname ?? i18next.t('unmanaged.lastHost');
  return confirm({
    title: `${word('commands', 'unmanageVirtualMachine')}: ${vm.displayname}`,
    message: (
      <>
        <p className={classes.text}>{i18next.t('unmanaged.stays', { host })}</p>
        <p className={classes.text}>{i18next.t('unmanaged.forgotten')}</p>
        {vm.ipaddress === undefined ? null : (
          <p className={classes.text}>{i18next.t('unmanaged.addressFree', { address: vm.ipaddress })}</p>
        )}
        {forced ? <p className={classes.text}>{i18next.t('unmanaged.driveLeft')}</p> : null}
      </>
    ),
    action: word('commands', 'unmanageVirtualMachine'),
    danger: true,
    typeName: vm.displayname,
  });
}
