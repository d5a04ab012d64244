import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PodView } from '../../../engine/contract/views.ts';
import { stateBadge } from '../../components/badges.ts';
import type { Column } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { CreatePod, usePodActions } from './pod-actions.tsx';

export function PodListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const columns = useMemo<readonly Column<PodView>[]>(
    () => [
      { key: 'name', width: 180, sortable: true },
      { key: 'allocationstate', width: 130, render: (pod) => <StateOf badge={stateBadge(pod.allocationstate)} /> },
      {
        key: 'zonename',
        width: 140,
        sortable: true,
        render: (pod) => <ResourceLink href={paths.zone(pod.zoneid)} name={pod.zonename} />,
      },
      { key: 'gateway', width: 120, sortable: true },
      { key: 'netmask', width: 120 },
      { key: 'startip', width: 120 },
      { key: 'endip', width: 120 },
    ],
    [],
  );
  return (
    <ListPage
      name="listPods"
      id="pods"
      label={t('nav.pods')}
      icon={icons.pod}
      columns={columns}
      actions={usePodActions()}
      href={(pod) => paths.pod(pod.id)}
      create={{
        needs: 'createPod',
        label: words.command('createPod'),
        run: () => openPanel({ title: words.command('createPod'), content: <CreatePod /> }),
      }}
      empty={{ title: t('pages.noPods'), text: t('pages.noPodsText') }}
    />
  );
}
