import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { UserDataView } from '../../../engine/contract/views.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { decodedText } from '../../components/user-data-text.ts';
import { useWords } from '../../components/words.ts';
import { openPanel } from '../../stores/overlay.ts';
import { RegisterUserData, useUserDataActions } from './user-data.tsx';

/** The first line tells most of what it is: a script, a cloud-config. */
const firstLine = (row: UserDataView): string => decodedText(row.userdata ?? '')?.split('\n')[0] ?? '–';

export function UserDataListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const columns = useMemo<readonly Column<UserDataView>[]>(
    () => [
      { key: 'name', width: 220, sortable: true },
      {
        key: 'userdata',
        label: t('guestData.begins'),
        width: 260,
        render: (row) => <span className="mono">{firstLine(row)}</span>,
        text: firstLine,
      },
      { key: 'params', width: 200 },
      { key: 'account', width: 160, sortable: true },
      { key: 'domain', width: 160, sortable: true, optional: true },
    ],
    [t],
  );
  return (
    <ListPage
      name="listUserData"
      id="user-data"
      label={t('nav.userData')}
      icon={icons.userData}
      columns={columns}
      actions={useUserDataActions()}
      create={{
        needs: 'registerUserData',
        label: words.command('registerUserData'),
        run: () => openPanel({ title: words.command('registerUserData'), content: <RegisterUserData /> }),
      }}
      empty={{ title: t('guestData.noData'), text: t('guestData.noDataText') }}
    />
  );
}
