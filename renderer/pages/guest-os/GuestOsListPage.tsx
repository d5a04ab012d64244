import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { OsTypeView } from '../../../engine/contract/views.ts';
import { useList } from '../../api/live.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { useWords } from '../../components/words.ts';
import { openPanel } from '../../stores/overlay.ts';
import { AddGuestOs, useGuestOsActions } from './guest-os.tsx';

/** Guest OS types: those that came with Benchtop, and one's own. */
export function GuestOsListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const categories = useList('listOsCategories', { pagesize: 100 }).rows;
  const columns = useMemo<readonly Column<OsTypeView>[]>(
    () => [
      { key: 'description', label: t('guestOs.name'), width: 360, sortable: true },
      { key: 'oscategoryname', width: 160, sortable: true },
      {
        key: 'isuserdefined',
        width: 140,
        render: (type) => t(type.isuserdefined ? 'ui.yes' : 'ui.no'),
        text: (type) => t(type.isuserdefined ? 'ui.yes' : 'ui.no'),
      },
    ],
    [t],
  );
  const filters = useMemo(
    () => [
      {
        name: 'oscategoryid',
        label: words.field('oscategoryname'),
        options: categories.map(({ id, name }) => ({ value: id, label: name })),
      },
    ],
    [categories, words],
  );
  return (
    <ListPage
      name="listOsTypes"
      id="guest-os"
      label={t('nav.guestOs')}
      icon={icons.guestOs}
      columns={columns}
      filters={filters}
      actions={useGuestOsActions()}
      rowName={(type) => type.description}
      create={{
        needs: 'addGuestOs',
        label: words.command('addGuestOs'),
        run: () => openPanel({ title: words.command('addGuestOs'), content: <AddGuestOs /> }),
      }}
      empty={{ title: t('lists.nothingFound') }}
    />
  );
}
