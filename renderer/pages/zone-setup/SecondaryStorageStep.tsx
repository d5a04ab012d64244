import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '../../../engine/contract/contract.ts';
import { useList } from '../../api/live.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { JobChecks } from '../../components/steps/JobChecks.tsx';
import { StepForm } from '../../components/steps/StepForm.tsx';
import { atFields, type StepField, type StepPart } from '../../components/steps/step-form.ts';
import { useStepJob } from '../../components/steps/use-step-job.ts';
import { withUrl } from '../../components/storage-url.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { formatBytes } from '../../ui/format.ts';
import { StepBody } from './StepBody.tsx';
import { freeName } from './setup-steps.ts';
import type { StepProps } from './step-props.ts';
import { placeFields, proposePath } from './storage-form.ts';

const part: StepPart = { command: 'addImageStore', parameters: { name: 'name', url: 'path', hostid: 'hostid' } };
const parts: readonly StepPart[] = [
  { command: 'addImageStore', parameters: { name: 'name', url: 'path' } },
  { command: 'getHostKey', parameters: { address: 'server' } },
];
const derive = proposePath('secondary');

/** Where templates lie: an NFS export, or a directory of one host. Tried on every host before it is saved. */
export function SecondaryStorageStep({ resources, quick, onNext, onBack }: StepProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { zone, hosts, clusters, pools, stores } = resources;
  const { jobid, run } = useStepJob();
  // A store gets its row when it has passed; one that is being tried since before this page was opened shows as its job.
  const pending = useList('listAsyncJobs', { pending: true, pagesize: 20 }).rows.find(
    (job) => job.cmd === 'addImageStore',
  );
  const hypervisors = [...new Set(clusters.map((cluster) => cluster.hypervisortype))];
  const simulated = hypervisors.every((hypervisor) => hypervisor === 'Simulator');
  const mixed = hypervisors.length > 1;
  const fields = useMemo<readonly StepField[]>(
    () => [
      { name: 'name', label: t('zoneSetup.secondary.storeName'), wide: true, when: () => !quick },
      {
        name: 'hypervisor',
        kind: 'segmented',
        label: t('zoneSetup.secondary.templatesFor'),
        options: ['KVM', 'Simulator'].map((value) => ({ value, label: words.value(value) })),
        when: () => mixed,
        wide: true,
      },
      {
        name: 'protocol',
        kind: 'segmented',
        label: t('zoneSetup.storageKind'),
        options: [
          { value: 'nfs', label: 'NFS' },
          { value: 'file', label: t('zoneSetup.directoryOnHost') },
        ],
        help: t('zoneSetup.secondary.kindHelp'),
        wide: true,
      },
      ...placeFields(
        {
          server: t('zoneSetup.nfsServer'),
          serverHelp: t('zoneSetup.nfsServerHelp'),
          path: t('fields.path'),
          pathHelp: t('zoneSetup.secondary.pathHelp'),
          host: t('fields.hostid'),
          hostHelp: t('zoneSetup.secondary.hostHelp'),
        },
        hosts,
      ),
    ],
    [t, words, hosts, mixed, quick],
  );
  const nfsServer = pools.find((pool) => pool.type === 'NetworkFilesystem')?.ipaddress;
  return (
    <StepBody
      label={t('nav.secondaryStorage')}
      things={stores.map((store) => ({
        id: store.id,
        name: store.name,
        icon: icons.imageStore,
        href: paths.imageStore(store.id),
        facts: [
          words.value(store.providername),
          store.url,
          store.disksizetotal > 0 ? formatBytes(store.disksizetotal) : '',
        ]
          .filter(Boolean)
          .join(' · '),
        onRemove: () =>
          confirmDelete({
            command: 'deleteImageStore',
            things: [store],
            consequence: t('pages.deleteImageStoreText'),
          }),
      }))}
      done={stores.length > 0}
      addLabel={t('zoneSetup.secondary.add')}
      onNext={onNext}
      onBack={onBack}
      form={({ close, foot }) => (
        <StepForm
          label={t('zoneSetup.secondary.title')}
          fields={fields}
          initial={{
            name: freeName(t('zoneSetup.secondary.word'), stores),
            hypervisor: simulated ? 'Simulator' : 'KVM',
            protocol: nfsServer === undefined && !simulated && hosts.length === 1 ? 'file' : 'nfs',
            server: nfsServer ?? (simulated ? 'nfs1.practice.test' : undefined),
            hostid: hosts[0]?.id,
          }}
          derive={derive}
          parts={parts}
          submitLabel={t('zoneSetup.testAndSave')}
          foot={foot}
          submit={async (values) => {
            const local = values.protocol === 'file';
            // Templates of simulated hosts are made up, so they lie in storage that says so.
            const hypervisor = mixed ? values.hypervisor : hypervisors[0];
            const { url } = withUrl({ protocol: values.protocol, server: values.server, path: values.path });
            await atFields(
              part,
              run('addImageStore', {
                zoneid: zone.id,
                name: values.name ?? freeName(t('zoneSetup.secondary.word'), stores),
                provider: hypervisor === 'Simulator' ? 'Simulator' : local ? 'Directory' : 'NFS',
                url: url ?? '',
                ...(local && { hostid: values.hostid }),
              } as Input<'addImageStore'>),
            );
            close();
          }}
        >
          {jobid === undefined ? null : (
            <JobChecks key={jobid} jobid={jobid} label={t('zoneSetup.secondary.checking')} />
          )}
        </StepForm>
      )}
    >
      {jobid !== undefined && stores.length > 0 ? (
        <JobChecks key={jobid} jobid={jobid} label={t('zoneSetup.secondary.checked')} />
      ) : jobid === undefined && pending !== undefined ? (
        <JobChecks key={pending.jobid} jobid={pending.jobid} label={t('zoneSetup.secondary.checking')} />
      ) : null}
    </StepBody>
  );
}
