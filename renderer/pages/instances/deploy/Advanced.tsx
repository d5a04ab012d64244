import { Autocomplete, MultiSelect, Select, Switch } from '@mantine/core';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../../api/live.ts';
import { WithHelp } from '../../../components/HelpMark.tsx';
import { useProjectId } from '../../../components/use-project.ts';
import classes from './deploy.module.css';
import type { DeployDraft } from './deploy-draft.ts';
import { deployHelp } from './deploy-help.ts';

interface Props {
  draft: DeployDraft;
  errorOf: (field: string) => string | undefined;
  onChange: (change: Partial<DeployDraft>) => void;
}

/** What few need: a certain cluster or host, and an instance that is not started. */
export function Advanced({ draft, errorOf, onChange }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(
    draft.hostid !== undefined || draft.clusterid !== undefined || draft.startvm === false,
  );
  const ask = open && draft.zoneid !== undefined ? { zoneid: draft.zoneid, pagesize: 500 } : undefined;
  const accounts = useList('listAccounts', open ? { pagesize: 500 } : undefined).rows;
  const projectId = useProjectId();
  const clusters = useList('listClusters', ask).rows;
  const hosts = useList('listHosts', ask).rows.filter(
    (host) => draft.clusterid === undefined || host.clusterid === draft.clusterid,
  );
  const mine = useList('listAffinityGroups', open ? { listall: false, pagesize: 500 } : undefined).rows;
  const groups = useList('listInstanceGroups', open ? { listall: false, pagesize: 500 } : undefined).rows;
  const Icon = open ? ChevronDown : ChevronRight;
  return (
    <section className={classes.section} aria-label={t('deploy.advanced')}>
      <button type="button" className={classes.fold} aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon size={16} aria-hidden />
        {t('deploy.advanced')}
      </button>
      {open ? (
        <>
          <div className={classes.fields}>
            <WithHelp label={t('fields.clusterid')} about={deployHelp('clusterid')}>
              <Select
                label={t('fields.clusterid')}
                data={[
                  { value: '', label: t('deploy.anyCluster') },
                  ...clusters.map((cluster) => ({ value: cluster.id, label: cluster.name })),
                ]}
                value={draft.clusterid ?? ''}
                onChange={(value) => onChange({ clusterid: value || undefined, hostid: undefined })}
                error={errorOf('clusterid')}
                allowDeselect={false}
              />
            </WithHelp>
            <WithHelp label={t('fields.hostid')} about={deployHelp('hostid')}>
              <Select
                label={t('fields.hostid')}
                description={t('deploy.hostHelp')}
                inputWrapperOrder={['label', 'input', 'error', 'description']}
                data={[
                  { value: '', label: t('deploy.anyHost') },
                  ...hosts.map((host) => ({ value: host.id, label: `${host.name} (${host.clustername})` })),
                ]}
                value={draft.hostid ?? ''}
                onChange={(value) => onChange({ hostid: value || undefined })}
                error={errorOf('hostid')}
                searchable={hosts.length > 8}
                allowDeselect={false}
              />
            </WithHelp>
            <WithHelp label={t('fields.affinitygroupids')} about={deployHelp('affinitygroupids')}>
              <MultiSelect
                label={t('fields.affinitygroupids')}
                name="affinitygroupids"
                data={mine.map((group) => ({ value: group.id, label: group.name }))}
                value={[...(draft.affinitygroupids ?? [])]}
                onChange={(affinitygroupids) => onChange({ affinitygroupids })}
                error={errorOf('affinitygroupids')}
                placeholder={draft.affinitygroupids?.length ? '' : t('groups.none')}
                searchable
                clearable
              />
            </WithHelp>
            <WithHelp label={t('fields.group')} about={deployHelp('group')}>
              <Autocomplete
                label={t('fields.group')}
                name="group"
                data={groups.map((group) => group.name)}
                value={draft.group ?? ''}
                onChange={(group) => onChange({ group: group || undefined })}
                error={errorOf('group')}
                placeholder={t('groups.none')}
              />
            </WithHelp>
          </div>
          {accounts.length > 1 ? (
            <WithHelp label={t('deploy.owner')} about={deployHelp('account')}>
              <Select
                label={t('deploy.owner')}
                data={[
                  { value: '', label: projectId === undefined ? t('deploy.ownAccount') : t('deploy.ofProject') },
                  ...accounts.map(({ id, name, domainpath }) => ({ value: id, label: `${name} (${domainpath})` })),
                ]}
                value={
                  accounts.find((each) => each.name === draft.account && each.domainid === draft.domainid)?.id ?? ''
                }
                onChange={(value) => {
                  const chosen = accounts.find((each) => each.id === value);
                  onChange({ account: chosen?.name, domainid: chosen?.domainid });
                }}
                error={errorOf('account') ?? errorOf('projectid')}
                searchable={accounts.length > 8}
                allowDeselect={false}
              />
            </WithHelp>
          ) : null}
          <Switch
            label={t('deploy.start')}
            description={t('deploy.startHelp')}
            checked={draft.startvm ?? true}
            onChange={(event) => onChange({ startvm: event.currentTarget.checked })}
          />
        </>
      ) : null}
    </section>
  );
}
