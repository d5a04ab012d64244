import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceGroupView } from '../../../engine/contract/views.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { CreateInstanceGroup, useInstanceGroupActions } from './instance-group.tsx';

export function InstanceGroupListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const columns = useMemo<readonly Column<InstanceGroupView>[]>(
    () => [
      { key: 'name', width: 240, sortable: true },
      { key: 'account', width: 160, sortable: true },
      { key: 'domain', width: 160 },
      { key: 'created', width: 140, sortable: true, render: (group) => <RelativeTime date={group.created} /> },
    ],
    [],
  );
  return (
    <ListPage
      name="listInstanceGroups"
      id="instance-groups"
      label={t('nav.instanceGroups')}
      icon={icons.instanceGroup}
      columns={columns}
      actions={useInstanceGroupActions()}
      href={(group) => paths.instanceGroup(group.id)}
      create={{
        needs: 'createInstanceGroup',
        label: words.command('createInstanceGroup'),
        run: () => openPanel({ title: words.command('createInstanceGroup'), content: <CreateInstanceGroup /> }),
      }}
      empty={{ title: t('groups.noGroups'), text: t('groups.noGroupsText') }}
    />
  );
}
