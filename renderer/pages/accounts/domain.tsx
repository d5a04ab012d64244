import { FolderPlus, Pencil, Trash2, UserPlus } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DomainView } from '../../../engine/contract/views.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import { ResourceUsers, usersOf } from '../../components/ResourceUsers.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { useWords } from '../../components/words.ts';
import { confirm, openPanel } from '../../stores/overlay.ts';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import { CreateAccount } from './account.tsx';
import { useDomainOptions } from './use-account-options.ts';

export function CreateDomain({ parentdomainid }: { parentdomainid?: string }) {
  const words = useWords();
  const domains = useDomainOptions();
  // What is typed must not be lost to a form that is drawn anew.
  if (domains === undefined) return <SkeletonRows />;
  return (
    <ResourceForm
      command="createDomain"
      fields={[
        { name: 'name' },
        { name: 'parentdomainid', kind: 'select', options: domains },
        { name: 'networkdomain', placeholder: 'sales.example' },
      ]}
      initial={{ parentdomainid: parentdomainid ?? domains[0]?.value }}
      submitLabel={words.command('createDomain')}
    />
  );
}

function EditDomain({ domain }: { domain: DomainView }) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      command="updateDomain"
      fixed={{ id: domain.id }}
      initial={{ name: domain.name, networkdomain: domain.networkdomain }}
      fields={[{ name: 'name' }, { name: 'networkdomain', placeholder: 'sales.example' }]}
      submitLabel={t('ui.save')}
    />
  );
}

export function useDomainActions(): readonly ResourceAction<DomainView>[] {
  const { t } = useTranslation();
  const words = useWords();
  return useMemo(() => {
    const root = (domain: DomainView) => (domain.level === 0 ? t('accounts.rootStays') : undefined);
    const going = (domain: DomainView) => (domain.state === 'Active' ? undefined : t('accounts.domainGoing'));
    return [
      {
        id: 'below',
        needs: 'createDomain',
        label: t('accounts.addBelow'),
        icon: FolderPlus,
        refusal: going,
        run: ([domain]) =>
          domain &&
          openPanel({
            title: words.command('createDomain'),
            content: <CreateDomain parentdomainid={domain.id} />,
          }),
      },
      {
        id: 'account',
        needs: 'createAccount',
        label: words.command('createAccount'),
        icon: UserPlus,
        primary: true,
        refusal: going,
        run: ([domain]) =>
          domain &&
          openPanel({ title: words.command('createAccount'), content: <CreateAccount domainid={domain.id} /> }),
      },
      {
        id: 'edit',
        needs: 'updateDomain',
        label: t('ui.edit'),
        icon: Pencil,
        refusal: (domain) => root(domain) ?? going(domain),
        run: ([domain]) =>
          domain && openPanel({ title: words.command('updateDomain'), content: <EditDomain domain={domain} /> }),
      },
      {
        id: 'delete',
        needs: 'deleteDomain',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        refusal: (domain) => root(domain) ?? going(domain),
        run: ([domain]) => domain && deleteDomain(domain),
      },
    ];
  }, [t, words]);

  async function deleteDomain(domain: DomainView): Promise<void> {
    const found = await usersOf('deleteDomain', domain.id);
    const full = found === undefined || found.users.length > 0;
    const verb = words.command('deleteDomain');
    const yes = await confirm({
      title: `${verb}: ${domain.name}`,
      message: (
        <>
          {full ? t('accounts.deleteFullDomain') : t('accounts.deleteEmptyDomain')}
          {found === undefined ? null : <ResourceUsers users={found.users} />}
        </>
      ),
      action: verb,
      danger: true,
      ...(full && { typeName: domain.name }),
    });
    if (yes) await runCommand('deleteDomain', { id: domain.id, cleanup: full }, domain.name);
  }
}
