import { Trash2 } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../engine/contract/contract.ts';
import type { SshKeyPairView } from '../../../engine/contract/views.ts';
import { ResourceForm } from '../../components/ResourceForm.tsx';
import type { ResourceAction } from '../../components/resource-action.ts';
import { runCommand } from '../../components/run-command.ts';
import { SecretOnce } from '../../components/SecretOnce.tsx';
import { useWords } from '../../components/words.ts';
import { saveFile } from '../../console/save-file.ts';
import { confirm, openPanel } from '../../stores/overlay.ts';

type Made = Answer<'createSSHKeyPair'>;

function PrivateKey({ pair }: { pair: Made }) {
  const { t } = useTranslation();
  return (
    <SecretOnce
      label={t('fields.privatekey')}
      secret={pair.privatekey}
      text={t('guestData.privateKeyOnce')}
      onSave={() => saveFile(new Blob([pair.privatekey], { type: 'application/x-pem-file' }), `${pair.name}.pem`)}
    />
  );
}

export function CreateKeyPair() {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <ResourceForm
      command="createSSHKeyPair"
      fields={[{ name: 'name', placeholder: 'laptop' }]}
      submitLabel={words.command('createSSHKeyPair')}
      onDone={(pair) =>
        openPanel({ title: t('guestData.newPair', { name: pair.name }), content: <PrivateKey pair={pair} /> })
      }
    />
  );
}

export function RegisterKey() {
  const words = useWords();
  return (
    <ResourceForm
      command="registerSSHKeyPair"
      fields={[
        { name: 'name', placeholder: 'laptop' },
        { name: 'publickey', kind: 'textarea', placeholder: 'ssh-ed25519 AAAA… ada@laptop' },
      ]}
      submitLabel={words.command('registerSSHKeyPair')}
    />
  );
}

export function useKeyPairActions(): readonly ResourceAction<SshKeyPairView>[] {
  const { t } = useTranslation();
  const words = useWords();
  return useMemo(
    () => [
      {
        id: 'delete',
        needs: 'deleteSSHKeyPair',
        label: t('ui.delete'),
        icon: Trash2,
        danger: true,
        bulk: true,
        run: async (pairs) => {
          const [first] = pairs;
          if (first === undefined) return;
          const verb = words.command('deleteSSHKeyPair');
          const yes = await confirm({
            title: `${verb}: ${pairs.map((pair) => pair.name).join(', ')}`,
            message: t('guestData.deleteKeyText'),
            action: verb,
            danger: true,
          });
          if (!yes) return;
          for (const { name, account, domainid, projectid } of pairs)
            await runCommand(
              'deleteSSHKeyPair',
              projectid === undefined ? { name, account, domainid } : { name, projectid },
              name,
            );
        },
      },
    ],
    [t, words],
  );
}
