import {
  ArchiveRestore,
  ArrowRightLeft,
  Bomb,
  CalendarClock,
  Disc,
  Disc3,
  DiscAlbum,
  FileCode,
  FilePen,
  KeyRound,
  ListOrdered,
  type LucideIcon,
  Magnet,
  MonitorPlay,
  Pencil,
  Play,
  PowerOff,
  RectangleEllipsis,
  RefreshCw,
  RotateCcw,
  Scaling,
  ShieldCheck,
  ShieldOff,
  Square,
  Stamp,
  Trash2,
  Undo2,
  Unplug,
  UserRoundPen,
} from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { virtualMachineStates } from '../../../engine/contract/states.ts';
import type { VirtualMachineView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { type ResourceAction, stateRefusal } from '../../components/resource-action.ts';
import { useWords } from '../../components/words.ts';
import { consoleSession } from '../../console/console-pool.ts';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { CreateTemplateOf } from '../templates/CreateTemplate.tsx';
import { confirmUnmanage } from '../unmanaged/confirm-unmanage.tsx';
import { AssignInstance } from './AssignInstance.tsx';
import type { InstanceCommand } from './bulk.ts';
import { confirmDestroy, confirmExpunge, confirmPower, confirmRestore } from './confirm-instance.tsx';
import { InstanceAffinity } from './InstanceGroups.tsx';
import { InstanceLease } from './InstanceLease.tsx';
import { AttachIso, BootOrder, detachIso } from './instance-drive.tsx';
import { ResetPassword, ResetSshKeys, ResetUserData, ShowUserData } from './instance-guest-data.tsx';
import { MigrateInstance } from './MigrateInstance.tsx';
import { runOnInstances } from './run-on-instances.tsx';
import { ScaleInstance } from './ScaleInstance.tsx';
import { SealInstance } from './SealInstance.tsx';

type Instance = VirtualMachineView;
type Power = 'stop' | 'forceStop' | 'reboot' | 'forceReboot';

function RenameInstance({ vm }: { vm: Instance }) {
  const { t } = useTranslation();
  const { rows } = useList('listInstanceGroups', { account: vm.account, domainid: vm.domainid, pagesize: 500 });
  return (
    <ResourceForm
      command="updateVirtualMachine"
      fixed={{ id: vm.id }}
      initial={{ displayname: vm.displayname, group: vm.group, isdynamicallyscalable: vm.isdynamicallyscalable }}
      fields={[
        { name: 'displayname' },
        { name: 'group', kind: 'suggest', options: rows.map(({ name }) => ({ value: name, label: name })) },
        { name: 'isdynamicallyscalable', kind: 'switch' },
      ]}
      submitLabel={t('ui.save')}
    />
  );
}

/** What can be done to instances. Which of it now, and why not, is read from the contract's state table. */
export function useInstanceActions(): readonly ResourceAction<Instance>[] {
  const { t } = useTranslation();
  const words = useWords();
  return useMemo(() => {
    const busy = (vm: Instance) => (vm.jobid === undefined ? undefined : t('instances.busy'));
    const byState = (action: string) => (vm: Instance) =>
      busy(vm) ?? stateRefusal(virtualMachineStates, vm.state, action);
    const driveRefusal = (vm: Instance) =>
      vm.state === 'Running' || vm.state === 'Stopped'
        ? undefined
        : t('instances.driveRefused', { state: words.state(vm.state) });
    const power = (
      id: Power,
      icon: LucideIcon,
      command: InstanceCommand,
      action: 'stop' | 'reboot',
      primary: boolean,
    ): ResourceAction<Instance> => ({
      id,
      needs: command,
      label: t(`instances.${id}`),
      icon,
      primary,
      bulk: primary,
      refusal: byState(action),
      run: async (vms) => {
        const forced = id === 'forceStop' || id === 'forceReboot';
        if (await confirmPower(id, vms)) runOnInstances(command, vms, forced ? { forced } : {});
      },
    });
    return [
      {
        id: 'console',
        needs: 'createConsoleEndpoint',
        label: t('instances.console'),
        icon: MonitorPlay,
        primary: true,
        refusal: (vm) =>
          vm.state === 'Running' ? undefined : t('instances.consoleRefused', { state: words.state(vm.state) }),
        run: ([vm]) => {
          if (vm === undefined) return;
          navigate(`${paths.instance(vm.id)}?tab=console`);
          consoleSession(vm.id, 'vnc').requestFocus();
        },
      },
      {
        id: 'start',
        needs: 'startVirtualMachine',
        label: t('instances.start'),
        icon: Play,
        primary: true,
        bulk: true,
        refusal: byState('start'),
        run: (vms) => runOnInstances('startVirtualMachine', vms),
      },
      power('stop', Square, 'stopVirtualMachine', 'stop', true),
      power('reboot', RefreshCw, 'rebootVirtualMachine', 'reboot', true),
      power('forceStop', PowerOff, 'stopVirtualMachine', 'stop', false),
      power('forceReboot', RotateCcw, 'rebootVirtualMachine', 'reboot', false),
      {
        id: 'migrate',
        needs: 'migrateVirtualMachine',
        label: t('migration.action'),
        icon: ArrowRightLeft,
        refusal: (vm) => byState('migrate')(vm),
        run: ([vm]) =>
          vm &&
          openPanel({ title: t('migration.title', { name: vm.displayname }), content: <MigrateInstance vm={vm} /> }),
      },
      {
        id: 'rename',
        needs: 'updateVirtualMachine',
        label: t('instances.rename'),
        icon: Pencil,
        run: ([vm]) =>
          vm && openPanel({ title: words.command('updateVirtualMachine'), content: <RenameInstance vm={vm} /> }),
      },
      {
        id: 'affinity',
        needs: 'updateVMAffinityGroup',
        label: words.command('updateVMAffinityGroup'),
        icon: Magnet,
        refusal: (vm) =>
          busy(vm) ?? (vm.state === 'Stopped' ? undefined : t('groups.whileStopped', { state: words.state(vm.state) })),
        run: ([vm]) =>
          vm && openPanel({ title: words.command('updateVMAffinityGroup'), content: <InstanceAffinity vm={vm} /> }),
      },
      {
        id: 'lease',
        needs: 'updateVirtualMachine',
        label: t('instanceLease.action'),
        icon: CalendarClock,
        refusal: busy,
        run: ([vm]) => vm && openPanel({ title: t('instanceLease.action'), content: <InstanceLease vm={vm} /> }),
      },
      {
        id: 'protect',
        needs: 'updateVirtualMachine',
        label: t('instanceLease.protect'),
        icon: ShieldCheck,
        bulk: true,
        refusal: (vm) => (vm.deleteprotection ? t('instanceLease.already') : undefined),
        run: (vms) => runOnInstances('updateVirtualMachine', vms, { deleteprotection: true }),
      },
      {
        id: 'unprotect',
        needs: 'updateVirtualMachine',
        label: t('instanceLease.unprotect'),
        icon: ShieldOff,
        refusal: (vm) => (vm.deleteprotection ? undefined : t('instanceLease.not')),
        run: (vms) => runOnInstances('updateVirtualMachine', vms, { deleteprotection: false }),
      },
      {
        id: 'attachIso',
        needs: 'attachIso',
        label: words.command('attachIso'),
        icon: Disc,
        refusal: (vm) => busy(vm) ?? driveRefusal(vm),
        run: ([vm]) => vm && openPanel({ title: words.command('attachIso'), content: <AttachIso vm={vm} /> }),
      },
      {
        id: 'detachIso',
        needs: 'detachIso',
        label: words.command('detachIso'),
        icon: DiscAlbum,
        refusal: (vm) => busy(vm) ?? driveRefusal(vm) ?? (vm.isoid === undefined ? t('instances.noIso') : undefined),
        run: ([vm]) => vm && void detachIso(vm),
      },
      {
        id: 'bootOrder',
        needs: 'updateVirtualMachine',
        label: t('fields.bootorder'),
        icon: ListOrdered,
        refusal: busy,
        run: ([vm]) => vm && openPanel({ title: t('fields.bootorder'), content: <BootOrder vm={vm} /> }),
      },
      {
        id: 'restore',
        needs: 'restoreVirtualMachine',
        label: t('instances.restore'),
        icon: Undo2,
        bulk: true,
        danger: true,
        refusal: (vm) =>
          busy(vm) ?? driveRefusal(vm) ?? (vm.templateformat === 'ISO' ? t('instances.restoreIso') : undefined),
        run: async (vms) => {
          if (await confirmRestore(vms)) runOnInstances('restoreVirtualMachine', vms);
        },
      },
      {
        id: 'seal',
        needs: 'sealVirtualMachine',
        label: t('sealing.action'),
        icon: Stamp,
        refusal: byState('stop'),
        run: ([vm]) =>
          vm && openPanel({ title: t('sealing.title', { name: vm.displayname }), content: <SealInstance vm={vm} /> }),
      },
      {
        id: 'createTemplate',
        needs: 'createTemplate',
        label: words.command('createTemplate'),
        icon: Disc3,
        refusal: (vm) =>
          busy(vm) ??
          (vm.state === 'Stopped' ? undefined : t('pages.templateRefused', { state: words.state(vm.state) })),
        run: ([vm]) =>
          vm && openPanel({ title: words.command('createTemplate'), content: <CreateTemplateOf vm={vm} /> }),
      },
      {
        id: 'scale',
        needs: 'scaleVirtualMachine',
        label: words.command('scaleVirtualMachine'),
        icon: Scaling,
        refusal: (vm) =>
          vm.state === 'Running'
            ? (busy(vm) ?? (vm.isdynamicallyscalable ? undefined : t('instances.notGrowing')))
            : byState('start')(vm),
        run: ([vm]) =>
          vm &&
          openPanel({
            title: `${words.command('scaleVirtualMachine')}: ${vm.displayname}`,
            content: <ScaleInstance vm={vm} />,
          }),
      },
      {
        id: 'resetPassword',
        needs: 'resetPasswordForVirtualMachine',
        label: words.command('resetPasswordForVirtualMachine'),
        icon: RectangleEllipsis,
        refusal: (vm) => busy(vm) ?? driveRefusal(vm) ?? (vm.passwordenabled ? undefined : t('guestData.noPassword')),
        run: ([vm]) =>
          vm &&
          openPanel({
            title: `${words.command('resetPasswordForVirtualMachine')}: ${vm.displayname}`,
            content: <ResetPassword vm={vm} />,
          }),
      },
      {
        id: 'resetSshKeys',
        needs: 'resetSSHKeyForVirtualMachine',
        label: words.command('resetSSHKeyForVirtualMachine'),
        icon: KeyRound,
        refusal: byState('start'),
        run: ([vm]) =>
          vm &&
          openPanel({
            title: `${words.command('resetSSHKeyForVirtualMachine')}: ${vm.displayname}`,
            content: <ResetSshKeys vm={vm} />,
          }),
      },
      {
        id: 'showUserData',
        needs: 'getVirtualMachineUserData',
        label: words.command('getVirtualMachineUserData'),
        icon: FileCode,
        run: ([vm]) =>
          vm &&
          openPanel({
            title: `${words.command('getVirtualMachineUserData')}: ${vm.displayname}`,
            content: <ShowUserData vm={vm} />,
          }),
      },
      {
        id: 'resetUserData',
        needs: 'resetUserDataForVirtualMachine',
        label: words.command('resetUserDataForVirtualMachine'),
        icon: FilePen,
        refusal: byState('start'),
        run: ([vm]) =>
          vm &&
          openPanel({
            title: `${words.command('resetUserDataForVirtualMachine')}: ${vm.displayname}`,
            content: <ResetUserData vm={vm} />,
          }),
      },
      {
        id: 'recover',
        needs: 'recoverVirtualMachine',
        label: t('instances.recover'),
        icon: ArchiveRestore,
        bulk: true,
        refusal: byState('recover'),
        run: (vms) => runOnInstances('recoverVirtualMachine', vms),
      },
      {
        id: 'assign',
        needs: 'assignVirtualMachine',
        label: words.command('assignVirtualMachine'),
        icon: UserRoundPen,
        refusal: (vm) =>
          busy(vm) ??
          (vm.state === 'Stopped' ? undefined : t('groups.whileStopped', { state: words.state(vm.state) })) ??
          (vm.isoid === undefined ? undefined : t('unmanaged.discIn')),
        run: ([vm]) =>
          vm &&
          openPanel({
            title: `${words.command('assignVirtualMachine')}: ${vm.displayname}`,
            content: <AssignInstance vm={vm} />,
          }),
      },
      ...([false, true] as const).map(
        (forced): ResourceAction<Instance> => ({
          id: forced ? 'forceUnmanage' : 'unmanage',
          needs: 'unmanageVirtualMachine',
          label: forced ? t('unmanaged.force') : words.command('unmanageVirtualMachine'),
          icon: Unplug,
          danger: true,
          refusal: (vm) => busy(vm) ?? driveRefusal(vm) ?? (vm.isoid === undefined ? undefined : t('unmanaged.discIn')),
          run: async ([vm]) => {
            if (vm !== undefined && (await confirmUnmanage(vm, forced)))
              runOnInstances('unmanageVirtualMachine', [vm], forced ? { forced } : {});
          },
        }),
      ),
      {
        id: 'destroy',
        needs: 'destroyVirtualMachine',
        label: t('instances.destroy'),
        icon: Trash2,
        danger: true,
        bulk: true,
        // A running one is stopped on the way.
        refusal: (vm) =>
          vm.deleteprotection
            ? t('instanceLease.protected')
            : vm.state === 'Running'
              ? busy(vm)
              : byState('destroy')(vm),
        run: async (vms) => {
          if (await confirmDestroy(vms)) runOnInstances('destroyVirtualMachine', vms);
        },
      },
      {
        id: 'expunge',
        needs: 'expungeVirtualMachine',
        label: t('instances.expunge'),
        icon: Bomb,
        danger: true,
        bulk: true,
        refusal: (vm) => (vm.deleteprotection ? t('instanceLease.protected') : byState('expunge')(vm)),
        run: async (vms) => {
          if (await confirmExpunge(vms)) runOnInstances('expungeVirtualMachine', vms);
        },
      },
    ];
  }, [t, words]);
}
