import { Button } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SshKeyPairView } from '../../../engine/contract/views.ts';
import { useMay } from '../../api/permissions.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { useWords } from '../../components/words.ts';
import { openPanel } from '../../stores/overlay.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { CreateKeyPair, RegisterKey, useKeyPairActions } from './key-pairs.tsx';

export function KeyPairListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const may = useMay();
  const columns = useMemo<readonly Column<SshKeyPairView>[]>(
    () => [
      { key: 'name', width: 220, sortable: true },
      {
        key: 'fingerprint',
        width: 420,
        render: (pair) => (
          <span className="mono">
            {pair.fingerprint} <CopyButton value={pair.fingerprint} label={t('fields.fingerprint')} />
          </span>
        ),
      },
      { key: 'account', width: 160, sortable: true },
      { key: 'domain', width: 160, sortable: true, optional: true },
    ],
    [t],
  );
  return (
    <ListPage
      name="listSSHKeyPairs"
      id="ssh-key-pairs"
      label={t('nav.sshKeyPairs')}
      icon={icons.sshKeyPair}
      columns={columns}
      actions={useKeyPairActions()}
      moreActions={
        may('registerSSHKeyPair') ? (
          <Button
            variant="default"
            onClick={() => openPanel({ title: words.command('registerSSHKeyPair'), content: <RegisterKey /> })}
          >
            {words.command('registerSSHKeyPair')}
          </Button>
        ) : null
      }
      create={{
        needs: 'createSSHKeyPair',
        label: words.command('createSSHKeyPair'),
        run: () => openPanel({ title: words.command('createSSHKeyPair'), content: <CreateKeyPair /> }),
      }}
      empty={{ title: t('guestData.noKeys'), text: t('guestData.noKeysText') }}
    />
  );
}
