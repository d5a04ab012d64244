import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { AffinityGroupView } from '../../../engine/contract/views.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { CreateAffinityGroup, useAffinityGroupActions } from './affinity-group.tsx';

export function AffinityGroupListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const columns = useMemo<readonly Column<AffinityGroupView>[]>(
    () => [
      { key: 'name', width: 200, sortable: true },
      { key: 'type', width: 190, sortable: true, render: (group) => words.value(group.type) },
      {
        key: 'virtualmachineIds',
        width: 110,
        align: 'right',
        render: (group) => String(group.virtualmachineIds.length),
      },
      { key: 'description', width: 260 },
      { key: 'account', width: 140, sortable: true },
      { key: 'domain', width: 140, optional: true },
    ],
    [words],
  );
  return (
    <ListPage
      name="listAffinityGroups"
      id="affinity-groups"
      label={t('nav.affinityGroups')}
      icon={icons.affinityGroup}
      columns={columns}
      actions={useAffinityGroupActions()}
      href={(group) => paths.affinityGroup(group.id)}
      create={{
        needs: 'createAffinityGroup',
        label: words.command('createAffinityGroup'),
        run: () => openPanel({ title: words.command('createAffinityGroup'), content: <CreateAffinityGroup /> }),
      }}
      empty={{ title: t('groups.noAffinity'), text: t('groups.noAffinityText') }}
    />
  );
}
