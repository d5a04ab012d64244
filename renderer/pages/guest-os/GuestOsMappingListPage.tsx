import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { GuestOsMappingView } from '../../../engine/contract/views.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { useWords } from '../../components/words.ts';
import { openPanel } from '../../stores/overlay.ts';
import { AddMapping, useMappingActions } from './guest-os.tsx';

/** By which name’s rules guest OS types are run. */
export function GuestOsMappingListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const columns = useMemo<readonly Column<GuestOsMappingView>[]>(
    () => [
      { key: 'osdisplayname', width: 300, sortable: true },
      { key: 'osnameforhypervisor', width: 300, sortable: true },
      {
        key: 'hypervisor',
        width: 120,
        sortable: true,
        render: (mapping) => words.value(mapping.hypervisor),
        text: (mapping) => words.value(mapping.hypervisor),
      },
    ],
    [words],
  );
  return (
    <ListPage
      name="listGuestOsMapping"
      id="guest-os-mappings"
      label={t('nav.guestOsMappings')}
      icon={icons.guestOsMapping}
      columns={columns}
      filters={[]}
      actions={useMappingActions()}
      rowName={(mapping) => mapping.osdisplayname}
      create={{
        needs: 'addGuestOsMapping',
        label: words.command('addGuestOsMapping'),
        run: () => openPanel({ title: words.command('addGuestOsMapping'), content: <AddMapping /> }),
      }}
      empty={{ title: t('guestOs.noMappings'), text: t('guestOs.noMappingsText') }}
    />
  );
}
