import { Button, Group } from '@mantine/core';
import { CalendarClock, Pencil, Plus, Power, PowerOff, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { scheduleActions } from '../../../engine/contract/schedule.ts';
import type { VirtualMachineView, VmScheduleView } from '../../../engine/contract/views.ts';
import { useMay } from '../../api/permissions.ts';
import type { Column } from '../../components/column.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { ResourceList } from '../../components/ResourceList.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { confirm, openPanel } from '../../stores/overlay.ts';

/** A time as people say it, with the day of the week, in the schedule's own zone. */
function inWords(date: string, timezone: string, language: string): string {
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, {
    timeZone: timezone,
    hourCycle: 'h23',
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(new Date(date.replace('+0000', 'Z')));
}

const nameOf = (schedule: VmScheduleView) => schedule.description || `${schedule.action} ${schedule.schedule}`;

function AddSchedule({ vm }: { vm: VirtualMachineView }) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      command="createVMSchedule"
      fixed={{ virtualmachineid: vm.id }}
      initial={{ timezone: Intl.DateTimeFormat().resolvedOptions().timeZone, schedule: '0 18 * * 1-5', action: 'STOP' }}
      fields={[
        {
          name: 'action',
          kind: 'select',
          options: scheduleActions.map((value) => ({ value, label: t(`schedules.actions.${value}`) })),
        },
        { name: 'schedule', help: t('schedules.cronHelp') },
        { name: 'timezone' },
        { name: 'description' },
        { name: 'startdate' },
        { name: 'enddate' },
      ]}
      submitLabel={t('schedules.add')}
    />
  );
}

function EditSchedule({ schedule }: { schedule: VmScheduleView }) {
  const { t } = useTranslation();
  const { id, schedule: cron, timezone, description } = schedule;
  return (
    <ResourceForm
      command="updateVMSchedule"
      fixed={{ id }}
      initial={{ schedule: cron, timezone, description }}
      fields={[
        { name: 'schedule', help: t('schedules.cronHelp') },
        { name: 'timezone' },
        { name: 'description' },
        { name: 'enddate' },
      ]}
      submitLabel={t('ui.save')}
    />
  );
}

/** When an instance is started, stopped or restarted by itself, with the next times in words. */
export function SchedulesTab({ vm }: { vm: VirtualMachineView }) {
  const { t } = useTranslation();
  const words = useWords();
  const may = useMay();
  const vmId = vm.id;
  const { language } = words;
  const params = useMemo(() => ({ virtualmachineid: vmId }), [vmId]);
  const columns = useMemo<readonly Column<VmScheduleView>[]>(
    () => [
      { key: 'action', width: 120, sortable: true, render: (row) => t(`schedules.actions.${row.action}`) },
      {
        key: 'nextruns',
        width: 330,
        render: (row) =>
          row.nextruns.length === 0
            ? t('schedules.never')
            : row.nextruns.map((date) => inWords(date, row.timezone, language)).join(' · '),
      },
      { key: 'schedule', width: 130, render: (row) => <span className="mono">{row.schedule}</span> },
      { key: 'timezone', width: 140 },
      { key: 'enabled', width: 70, render: (row) => t(row.enabled ? 'ui.yes' : 'ui.no') },
      { key: 'description', width: 180 },
    ],
    [t, language],
  );
  const actions = useMemo<readonly ResourceAction<VmScheduleView>[]>(
    () => [
      {
        id: 'edit',
        needs: 'updateVMSchedule',
        label: t('schedules.edit'),
        icon: Pencil,
        run: ([row]) => row && openPanel({ title: t('schedules.edit'), content: <EditSchedule schedule={row} /> }),
      },
      {
        id: 'on',
        needs: 'updateVMSchedule',
        label: t('schedules.switchOn'),
        icon: Power,
        refusal: (row) => (row.enabled ? t('schedules.onAlready') : undefined),
        run: ([row]) => row && void runCommand('updateVMSchedule', { id: row.id, enabled: true }, nameOf(row)),
      },
      {
        id: 'off',
        needs: 'updateVMSchedule',
        label: t('schedules.switchOff'),
        icon: PowerOff,
        refusal: (row) => (row.enabled ? undefined : t('schedules.offAlready')),
        run: ([row]) => row && void runCommand('updateVMSchedule', { id: row.id, enabled: false }, nameOf(row)),
      },
      {
        id: 'delete',
        needs: 'deleteVMSchedule',
        label: words.command('deleteVMSchedule'),
        icon: Trash2,
        danger: true,
        run: async ([row]) => {
          if (row === undefined) return;
          const sure = await confirm({
            title: `${words.command('deleteVMSchedule')}: ${nameOf(row)}`,
            message: t('schedules.deleteText'),
            action: words.command('deleteVMSchedule'),
            danger: true,
          });
          if (sure) void runCommand('deleteVMSchedule', { virtualmachineid: vmId, id: row.id }, nameOf(row));
        },
      },
    ],
    [t, words, vmId],
  );
  return (
    <>
      {may('createVMSchedule') ? (
        <Group mb="sm">
          <Button
            variant="default"
            leftSection={<Plus size={15} aria-hidden />}
            onClick={() => openPanel({ title: t('schedules.add'), content: <AddSchedule vm={vm} /> })}
          >
            {t('schedules.add')}
          </Button>
        </Group>
      ) : null}
      <ResourceList
        name="listVMSchedule"
        id="schedules-tab"
        label={t('schedules.title')}
        icon={CalendarClock}
        columns={columns}
        params={params}
        actions={actions}
        rowName={nameOf}
        embedded
        empty={{ title: t('schedules.none'), text: t('schedules.noneText') }}
      />
    </>
  );
}
