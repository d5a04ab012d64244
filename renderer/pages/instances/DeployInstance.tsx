import { Select } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearch } from 'wouter';
import type { Input } from '../../../engine/contract/contract.ts';
import { type ApiError, call, toApiError } from '../../api/client.ts';
import { validate } from '../../components/form-values.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { followDeployments } from '../../components/jobs/follow-deployments.ts';
import { beyondLimits } from '../../components/offering-size.ts';
import { Page } from '../../components/Page.tsx';
import { followJob } from '../../components/run-command.ts';
import { useProjectId } from '../../components/use-project.ts';
import { useWords } from '../../components/words.ts';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import { Advanced } from './deploy/Advanced.tsx';
import { DiskPicker } from './deploy/DiskPicker.tsx';
import classes from './deploy/deploy.module.css';
import { type DeployDraft, deployInput, draftFrom, isMany, rememberDraft } from './deploy/deploy-draft.ts';
import { GuestData } from './deploy/GuestData.tsx';
import { NameFields } from './deploy/NameFields.tsx';
import { NetworkPicker } from './deploy/NetworkPicker.tsx';
import { OfferingPicker } from './deploy/OfferingPicker.tsx';
import { Summary } from './deploy/Summary.tsx';
import { TemplatePicker } from './deploy/TemplatePicker.tsx';
import { useDeployChoices } from './deploy/use-deploy-choices.ts';
import { usePlacement } from './deploy/use-placement.ts';

/** Everything for a new instance on one page, filled in from the start; what it will be stands at the right. */
export function DeployInstance() {
  const { t } = useTranslation();
  const words = useWords();
  const search = useSearch();
  const [chosen, setChosen] = useState<DeployDraft>(() => draftFrom(search));
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const choices = useDeployChoices(chosen);
  const { draft } = choices;
  const placement = usePlacement(draft);
  const projectId = useProjectId();
  const input = deployInput(draft.account === undefined ? { ...draft, projectid: projectId } : draft);
  const { account, domainid } = draft;
  const owner =
    account !== undefined
      ? { account, domainid }
      : projectId !== undefined
        ? { projectid: projectId }
        : ({ listall: false } as const);
  const many = isMany(draft);
  const errors = validate(many ? 'deployVirtualMachines' : 'deployVirtualMachine', input);

  const change = (part: Partial<DeployDraft>) => {
    setChosen((before) => ({ ...before, ...part }));
    if (error?.field !== undefined && error.field in part) setError(undefined);
  };
  const errorOf = (field: keyof DeployDraft) =>
    error?.field === field ? error.message : chosen[field] === undefined ? undefined : errors[field];
  const beyond = beyondLimits(choices.offering, draft);
  const sizeMissing = choices.diskOffering?.iscustomized === true && draft.size === undefined;
  const refusal =
    draft.templateid === undefined
      ? t(choices.source === 'iso' ? 'deploy.missingIso' : 'deploy.missingTemplate')
      : draft.serviceofferingid === undefined
        ? t('deploy.missingOffering')
        : choices.source === 'iso' && choices.diskOffering === undefined
          ? t('deploy.missingDiskOffering')
          : choices.chosenNetworks.length === 0
            ? t('deploy.missingNetwork')
            : placement?.able === 0
              ? t('deploy.noHost')
              : Object.keys(errors).length > 0 || sizeMissing || beyond !== undefined
                ? t('deploy.checkForm')
                : undefined;

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || refusal !== undefined) return;
    setBusy(true);
    setError(undefined);
    rememberDraft(chosen);
    try {
      if (many) {
        const { jobid } = await call('deployVirtualMachines', input as Input<'deployVirtualMachines'>);
        navigate(paths.job(jobid));
        void followDeployments(jobid, [words.command('deployVirtualMachines'), draft.namepattern].join(' · '));
        return;
      }
      const answer = await call('deployVirtualMachine', input as Input<'deployVirtualMachine'>);
      const itsPage = answer.id === undefined ? paths.instances : paths.instance(answer.id);
      const title = [words.command('deployVirtualMachine'), draft.displayname ?? draft.name].join(' · ');
      // Followed from the page that it is about, which shows its steps and its end.
      navigate(itsPage);
      void followJob(answer.jobid, title, itsPage);
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
    }
  };

  if (choices.loading)
    return (
      <Page icon={icons.instance} title={t('deploy.title')}>
        <SkeletonRows />
      </Page>
    );
  if (choices.zone === undefined)
    return (
      <Page icon={icons.instance} title={t('deploy.title')}>
        <EmptyState icon={icons.zone} title={t('deploy.noZone')} text={t('deploy.noZoneText')} />
      </Page>
    );
  return (
    <Page icon={icons.instance} title={t('deploy.title')} scroll>
      <form className={classes.page} onSubmit={(event) => void submit(event)} noValidate>
        <div className={classes.sections}>
          <section className={classes.section} aria-label={t('deploy.name')}>
            <div className={classes.fields}>
              <NameFields draft={draft} errorOf={errorOf} onChange={change} />
              {choices.zones.length > 1 ? (
                <Select
                  label={t('deploy.zone')}
                  data={choices.zones.map((zone) => ({ value: zone.id, label: zone.name }))}
                  value={choices.zone.id}
                  onChange={(zoneid) =>
                    zoneid &&
                    change({
                      zoneid,
                      templateid: undefined,
                      networkids: undefined,
                      ipaddress: undefined,
                      clusterid: undefined,
                      hostid: undefined,
                    })
                  }
                  allowDeselect={false}
                />
              ) : null}
            </div>
          </section>
          <TemplatePicker
            source={choices.source}
            templates={choices.source === 'iso' ? choices.isos : choices.templates}
            osTypes={choices.osTypes}
            value={draft.templateid}
            onSource={(source) => change({ source, templateid: undefined, name: undefined, diskofferingid: undefined })}
            onChange={(templateid) => change({ templateid })}
          />
          <OfferingPicker
            offerings={choices.offerings}
            offering={choices.offering}
            draft={draft}
            errorOf={(field) =>
              errorOf(field as keyof DeployDraft) ?? (error?.field === 'details' ? error.message : undefined)
            }
            onChange={change}
          />
          <NetworkPicker
            networks={choices.networks}
            chosen={choices.chosenNetworks}
            ipaddress={many ? undefined : draft.ipaddress}
            many={many}
            error={errorOf('ipaddress') ?? errorOf('networkids')}
            onChange={change}
          />
          <DiskPicker
            draft={draft}
            template={choices.template}
            fromIso={choices.source === 'iso'}
            diskOfferings={choices.diskOfferings}
            diskOffering={choices.diskOffering}
            errorOf={(field) => errorOf(field as keyof DeployDraft)}
            onChange={change}
          />
          <GuestData
            draft={draft}
            owner={owner}
            linked={{ name: choices.template?.userdataname, policy: choices.template?.userdatapolicy }}
            errorOf={(field) => errorOf(field as keyof DeployDraft)}
            onChange={change}
          />
          <Advanced draft={draft} errorOf={(field) => errorOf(field as keyof DeployDraft)} onChange={change} />
        </div>
        <Summary choices={choices} placement={placement} refusal={refusal} error={error} busy={busy} />
      </form>
    </Page>
  );
}
