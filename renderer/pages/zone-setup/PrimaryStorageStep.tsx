import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '../../../engine/contract/contract.ts';
import type { StoragePoolView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import { stateBadge } from '../../components/badges.ts';
import { confirmDelete } from '../../components/confirm-delete.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { JobChecks } from '../../components/steps/JobChecks.tsx';
import { StepForm } from '../../components/steps/StepForm.tsx';
import { atFields, type StepField, type StepPart } from '../../components/steps/step-form.ts';
import { useStepJob } from '../../components/steps/use-step-job.ts';
import { withUrl } from '../../components/storage-url.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { formatBytes } from '../../ui/format.ts';
import { type FormTools, StepBody } from './StepBody.tsx';
import { freeName } from './setup-steps.ts';
import type { StepProps } from './step-props.ts';
import { placeFields, proposePath } from './storage-form.ts';
import type { ZoneResources } from './use-zone-resources.ts';

const part: StepPart = {
  command: 'createStoragePool',
  parameters: { name: 'name', url: 'path', hostid: 'hostid', clusterid: 'clusterid', tags: 'tags' },
};
/** The URL is made of several fields: here they are only asked for, the engine judges what they make. */
const parts: readonly StepPart[] = [
  { command: 'createStoragePool', parameters: { name: 'name', tags: 'tags', url: 'path' } },
  { command: 'getHostKey', parameters: { address: 'server' } },
];
const derive = proposePath('primary');

/** A pool that is being tried, perhaps since before this page was opened: its job is found by what it is about. */
function Attaching({ pool }: { pool: StoragePoolView }) {
  const { t } = useTranslation();
  const { rows } = useList('listAsyncJobs', { pending: true, resourceid: pool.id, pagesize: 1 });
  const job = rows[0];
  return job === undefined ? null : (
    <JobChecks key={job.jobid} jobid={job.jobid} label={t('zoneSetup.primary.checking')} />
  );
}

/** Where the disks of instances lie. Every host of the scope mounts, writes and reads it before it is saved. */
export function PrimaryStorageStep({ resources, quick, onNext, onBack }: StepProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { pools } = resources;
  const { jobid, run } = useStepJob();
  const trying = pools.every((pool) => pool.state !== 'Up');
  return (
    <StepBody
      label={t('nav.primaryStorage')}
      things={pools.map((pool) => ({
        id: pool.id,
        name: pool.name,
        icon: icons.storagePool,
        href: paths.storagePool(pool.id),
        badge: <StateOf badge={stateBadge(pool.state)} />,
        facts: [
          words.value(pool.type),
          pool.type === 'NetworkFilesystem' ? `${pool.ipaddress}:${pool.path}` : pool.path,
          words.value(pool.scope),
          pool.clustername,
          pool.disksizetotal > 0 ? formatBytes(pool.disksizetotal) : '',
        ]
          .filter(Boolean)
          .join(' · '),
        onRemove: () =>
          confirmDelete({ command: 'deleteStoragePool', things: [pool], consequence: t('pages.deletePoolText') }),
      }))}
      done={!trying}
      // While the first pool is being tried, its form stays, with the checks below it.
      formOpen={pools.length === 0 || (jobid !== undefined && trying)}
      addLabel={t('zoneSetup.primary.add')}
      onNext={onNext}
      onBack={onBack}
      form={(tools) => <PoolForm tools={tools} resources={resources} quick={quick} jobid={jobid} run={run} />}
    >
      {jobid === undefined ? (
        pools.filter((pool) => pool.state === 'Attaching').map((pool) => <Attaching key={pool.id} pool={pool} />)
      ) : trying ? null : (
        <JobChecks key={jobid} jobid={jobid} label={t('zoneSetup.primary.checked')} />
      )}
    </StepBody>
  );
}

interface PoolFormProps extends ReturnType<typeof useStepJob> {
  tools: FormTools;
  resources: ZoneResources;
  quick: boolean;
}

function PoolForm({ tools, resources, quick, jobid, run }: PoolFormProps) {
  const { t } = useTranslation();
  const words = useWords();
  const { zone, clusters, hosts, pools } = resources;
  const simulated = clusters.every((cluster) => cluster.hypervisortype === 'Simulator');
  const fields = useMemo<readonly StepField[]>(
    () => [
      { name: 'name', label: t('zoneSetup.primary.poolName'), wide: true, when: () => !quick },
      {
        name: 'protocol',
        kind: 'segmented',
        label: t('zoneSetup.storageKind'),
        options: [
          { value: 'nfs', label: 'NFS' },
          { value: 'file', label: t('zoneSetup.directoryOnHost') },
          { value: 'sharedmountpoint', label: t('pages.sharedMountPoint') },
        ],
        help: t('zoneSetup.primary.kindHelp'),
        wide: true,
      },
      ...placeFields(
        {
          server: t('zoneSetup.nfsServer'),
          serverHelp: t('zoneSetup.nfsServerHelp'),
          path: t('fields.path'),
          pathHelp: t('zoneSetup.primary.pathHelp'),
          host: t('fields.hostid'),
          hostHelp: t('zoneSetup.primary.hostHelp'),
        },
        hosts,
      ),
      {
        name: 'scope',
        kind: 'segmented',
        options: ['CLUSTER', 'ZONE'].map((value) => ({ value, label: words.value(value) })),
        help: t('zoneSetup.primary.scopeHelp'),
        when: (values) => !quick && values.protocol !== 'file',
        wide: true,
      },
      {
        name: 'clusterid',
        kind: 'select',
        options: clusters.map((cluster) => ({ value: cluster.id, label: cluster.name })),
        when: (values) => clusters.length > 1 && values.protocol !== 'file' && values.scope === 'CLUSTER',
        wide: true,
      },
      { name: 'tags', wide: true, when: () => !quick },
    ],
    [t, words, hosts, clusters, quick],
  );
  return (
    <StepForm
      label={t('zoneSetup.primary.title')}
      fields={fields}
      initial={{
        name: freeName(t('zoneSetup.primary.word'), pools),
        protocol: !simulated && hosts.length === 1 ? 'file' : 'nfs',
        server: simulated ? 'nfs1.practice.test' : undefined,
        hostid: hosts[0]?.id,
        scope: 'CLUSTER',
        clusterid: clusters[0]?.id,
      }}
      derive={derive}
      parts={parts}
      submitLabel={t('zoneSetup.testAndSave')}
      foot={tools.foot}
      submit={async (values) => {
        const { protocol, hostid } = values;
        const local = protocol === 'file';
        // What is not asked for has one answer only.
        const { scope = 'CLUSTER', clusterid = clusters[0]?.id } = values;
        const { url } = withUrl({ protocol, server: values.server, path: values.path });
        await atFields(
          part,
          run('createStoragePool', {
            zoneid: zone.id,
            name: values.name ?? freeName(t('zoneSetup.primary.word'), pools),
            url: url ?? '',
            ...(local ? { hostid, scope: 'HOST' } : { scope }),
            ...(!local && scope === 'CLUSTER' && { clusterid }),
            ...(values.tags !== undefined && { tags: values.tags }),
          } as Input<'createStoragePool'>),
        );
        tools.close();
      }}
    >
      {jobid === undefined ? null : <JobChecks key={jobid} jobid={jobid} label={t('zoneSetup.primary.checking')} />}
    </StepForm>
  );
}
