import { LockKeyhole, LockKeyholeOpen } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DedicatedKind } from '../../../engine/contract/dedication.ts';
import { useList } from '../../api/live.ts';
import { useMay } from '../../api/permissions.ts';
import type { Fact } from '../../components/Facts.tsx';
import type { FormField } from '../../components/form-field.ts';
import type { FormValues } from '../../components/form-values.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { confirm, openPanel } from '../../stores/overlay.ts';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import { useDomainOptions } from '../accounts/use-account-options.ts';

/** The commands of each kind of thing; what is dedicated is named by the same parameter in all of them. */
const commands = {
  zone: { list: 'listDedicatedZones', dedicate: 'dedicateZone', release: 'releaseDedicatedZone', id: 'zoneid' },
  pod: { list: 'listDedicatedPods', dedicate: 'dedicatePod', release: 'releaseDedicatedPod', id: 'podid' },
  cluster: {
    list: 'listDedicatedClusters',
    dedicate: 'dedicateCluster',
    release: 'releaseDedicatedCluster',
    id: 'clusterid',
  },
  host: { list: 'listDedicatedHosts', dedicate: 'dedicateHost', release: 'releaseDedicatedHost', id: 'hostid' },
} as const;

/** Who has a thing, and the group whose instances run there. */
interface Dedication {
  domain: string;
  account?: string | undefined;
  affinitygroupid: string;
  affinitygroupname: string;
}

/** What of a kind is dedicated, by the thing's id. */
function useDedications(kind: DedicatedKind): ReadonlyMap<string, Dedication> {
  const { list, id } = commands[kind];
  const { rows } = useList(list, { pagesize: 500 });
  return useMemo(
    () => new Map(rows.map((row) => [(row as unknown as Record<string, string>)[id] ?? '', row as Dedication])),
    [rows, id],
  );
}

const ownerOf = ({ domain, account }: Dedication): string =>
  account === undefined ? domain : `${account} (${domain})`;

function Dedicate({ kind, id }: { kind: DedicatedKind; id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const domains = useDomainOptions();
  const [values, setValues] = useState<FormValues>({});
  const domainid = (values.domainid as string | undefined) ?? domains?.[0]?.value;
  const accounts = useList('listAccounts', domainid === undefined ? undefined : { domainid, pagesize: 500 }).rows;
  const fields = useMemo<readonly FormField[]>(
    () => [
      { name: 'domainid', kind: 'select', options: domains ?? [] },
      {
        name: 'account',
        kind: 'select',
        options: accounts.map(({ name }) => ({ value: name, label: name })),
        placeholder: t('dedication.allAccounts'),
      },
    ],
    [domains, accounts, t],
  );
  if (domains === undefined) return <SkeletonRows />;
  const command = commands[kind].dedicate;
  return (
    <ResourceForm
      command={command}
      fields={fields}
      initial={{ domainid: domains[0]?.value }}
      fixed={{ [commands[kind].id]: id }}
      onValues={setValues}
      submitLabel={words.command(command)}
    />
  );
}

/** To dedicate a thing and to release it; each refuses what already is. */
export function useDedicationActions<R extends { id: string; name: string }>(
  kind: DedicatedKind,
): readonly ResourceAction<R>[] {
  const { t } = useTranslation();
  const words = useWords();
  const held = useDedications(kind);
  return useMemo(() => {
    const { dedicate, release, id } = commands[kind];
    return [
      {
        id: 'dedicate',
        needs: dedicate,
        label: t('dedication.dedicate'),
        icon: LockKeyhole,
        refusal: (row) => {
          const dedication = held.get(row.id);
          return dedication === undefined ? undefined : t('dedication.already', { owner: ownerOf(dedication) });
        },
        run: ([row]) =>
          row &&
          openPanel({
            title: `${words.command(dedicate)}: ${row.name}`,
            content: <Dedicate kind={kind} id={row.id} />,
          }),
      },
      {
        id: 'release',
        needs: release,
        label: t('dedication.release'),
        icon: LockKeyholeOpen,
        refusal: (row) => (held.has(row.id) ? undefined : t('dedication.forAllAlready')),
        run: async ([row]) => {
          if (row === undefined) return;
          const verb = words.command(release);
          const yes = await confirm({
            title: `${verb}: ${row.name}`,
            message: t('dedication.releaseText'),
            action: t('dedication.release'),
          });
          if (yes) await runCommand(release, { [id]: row.id } as never, row.name);
        },
      },
    ];
  }, [kind, held, t, words]);
}

/** For whom a thing is, as a fact on its page; nothing for who may not know. */
export function useDedicationFact(kind: DedicatedKind, id: string): Fact {
  const { t } = useTranslation();
  const may = useMay();
  const dedication = useDedications(kind).get(id);
  const value =
    dedication === undefined ? (
      t('dedication.forAll')
    ) : (
      <>
        {ownerOf(dedication)} ·{' '}
        <ResourceLink href={paths.affinityGroup(dedication.affinitygroupid)} name={dedication.affinitygroupname} />
      </>
    );
  return { field: 'dedication', label: t('dedication.title'), value: may(commands[kind].list) ? value : undefined };
}
