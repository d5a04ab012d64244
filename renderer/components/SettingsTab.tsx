import { Alert, Button, Group } from '@mantine/core';
import { Cpu, Info, Pencil, Plus, Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResourceDetailView } from '../../engine/contract/views.ts';
import { useList, useQuery } from '../api/live.ts';
import { useMay } from '../api/permissions.ts';
import { confirm, openPanel } from '../stores/overlay.ts';
import type { Column } from './column.ts';
import { ResourceForm } from './ResourceForm.tsx';
import { ResourceList } from './ResourceList.tsx';
import type { ResourceAction } from './resource-action.ts';
import { runCommand } from './run-command.ts';

/** Whose details: as the commands name it. */
interface Whose {
  resourcetype: 'UserVm' | 'Template';
  resourceid: string;
}

interface Props extends Whose {
  /** Why nothing is changed now. */
  locked?: string | undefined;
  /** Details that users see and do not change, separated by commas. */
  readOnly?: string;
}

/** What a detail is called; one that a program or an earlier version put there keeps its own name. */
function useDetailNames(): (key: string) => string {
  const { t } = useTranslation();
  return useMemo(
    () => (key: string) => t(`hardware.keys.${key.replaceAll('.', '_')}` as 'hardware.title', { defaultValue: key }),
    [t],
  );
}

const choices = (values: readonly string[] = []) => values.map((value) => ({ value, label: value }));

function AddSetting({ whose, options }: { whose: Whose; options: Readonly<Record<string, readonly string[]>> }) {
  const { t } = useTranslation();
  const nameOf = useDetailNames();
  const keys = Object.keys(options);
  return (
    <ResourceForm
      command="addResourceDetail"
      fixed={{ ...whose }}
      initial={{}}
      fields={[
        {
          name: 'key',
          kind: 'select',
          required: true,
          label: t('hardware.setting'),
          options: keys.map((key) => ({ value: key, label: nameOf(key) })),
        },
        // One for each: which values there are depends on what is chosen above.
        ...keys.map((key) => ({
          name: `value ${key}`,
          kind: 'select' as const,
          required: true,
          label: t('hardware.value'),
          options: choices(options[key]),
          when: (values: Readonly<Record<string, unknown>>) => values.key === key,
        })),
      ]}
      prepare={({ key, ...values }) => ({ details: { [String(key)]: String(values[`value ${key}`]) } })}
      aliases={{ details: 'key' }}
      submitLabel={t('hardware.add')}
    />
  );
}

function ChangeSetting({ detail, values }: { detail: ResourceDetailView; values: readonly string[] }) {
  const { t } = useTranslation();
  const { resourceid, resourcetype, key, value } = detail;
  return (
    <ResourceForm
      command="addResourceDetail"
      fixed={{ resourceid, resourcetype }}
      initial={{ value }}
      fields={[{ name: 'value', kind: 'select', required: true, label: t('hardware.value'), options: choices(values) }]}
      prepare={({ value: chosen }) => ({ details: { [key]: String(chosen) } })}
      aliases={{ details: 'value' }}
      submitLabel={t('ui.save')}
    />
  );
}

/** What was chosen of the hardware of an instance, or of those that a template is for: each by a list of values. */
export function SettingsTab({ resourcetype, resourceid, locked, readOnly = '' }: Props) {
  const { t } = useTranslation();
  const may = useMay();
  const nameOf = useDetailNames();
  const whose = useMemo(() => ({ resourcetype, resourceid }), [resourcetype, resourceid]);
  const options = useQuery('listDetailOptions', whose).data?.details;
  const there = useList('listResourceDetails', { ...whose, pagesize: 100 }).rows;
  // Root Admin, who sets settings, changes what users only read.
  const isRoot = may('updateConfiguration');
  const fixed = useMemo(
    () => new Set(isRoot ? [] : readOnly.split(',').map((key) => key.trim().toLowerCase())),
    [isRoot, readOnly],
  );
  const columns = useMemo<readonly Column<ResourceDetailView>[]>(
    () => [
      {
        key: 'key',
        label: t('hardware.setting'),
        width: 320,
        sortable: true,
        render: (row) => nameOf(row.key),
        text: (row) => nameOf(row.key),
      },
      { key: 'value', label: t('hardware.value'), width: 200, sortable: true },
      { key: 'name', label: t('hardware.key'), width: 240, render: (row) => <span className="mono">{row.key}</span> },
    ],
    [t, nameOf],
  );
  const actions = useMemo<readonly ResourceAction<ResourceDetailView>[]>(() => {
    const refusal = (row: ResourceDetailView) =>
      locked ?? (fixed.has(row.key.toLowerCase()) ? t('hardware.readOnly') : undefined);
    return [
      {
        id: 'change',
        needs: 'addResourceDetail',
        label: t('hardware.change'),
        icon: Pencil,
        refusal,
        run: ([row]) =>
          row &&
          openPanel({
            title: nameOf(row.key),
            content: <ChangeSetting detail={row} values={options?.[row.key] ?? [row.value]} />,
          }),
      },
      {
        id: 'remove',
        needs: 'removeResourceDetail',
        label: t('hardware.remove'),
        icon: Trash2,
        danger: true,
        refusal,
        run: async ([row]) => {
          if (row === undefined) return;
          const title = `${t('hardware.remove')}: ${nameOf(row.key)}`;
          const sure = await confirm({ title, message: t('hardware.removeText'), action: t('hardware.remove') });
          if (sure) void runCommand('removeResourceDetail', { ...whose, key: row.key }, nameOf(row.key));
        },
      },
    ];
  }, [t, nameOf, locked, fixed, options, whose]);
  const free = useMemo(() => {
    const taken = new Set(there.map(({ key }) => key));
    return Object.fromEntries(
      Object.entries(options ?? {}).filter(([key]) => !taken.has(key) && !fixed.has(key.toLowerCase())),
    );
  }, [options, there, fixed]);
  return (
    <>
      {locked === undefined ? null : (
        <Alert mb="sm" variant="light" color="gray" icon={<Info size={16} aria-hidden />}>
          {locked}
        </Alert>
      )}
      {may('addResourceDetail') ? (
        <Group mb="sm">
          <Button
            variant="default"
            leftSection={<Plus size={15} aria-hidden />}
            disabled={locked !== undefined || Object.keys(free).length === 0}
            onClick={() =>
              openPanel({ title: t('hardware.add'), content: <AddSetting whose={whose} options={free} /> })
            }
          >
            {t('hardware.add')}
          </Button>
        </Group>
      ) : null}
      <ResourceList
        name="listResourceDetails"
        id="settings-tab"
        label={t('hardware.title')}
        icon={Cpu}
        columns={columns}
        params={whose}
        actions={actions}
        rowName={(row) => nameOf(row.key)}
        embedded
        empty={{ title: t('hardware.none'), text: t('hardware.noneText') }}
      />
    </>
  );
}
