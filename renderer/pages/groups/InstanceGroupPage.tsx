import { useTranslation } from 'react-i18next';
import type { InstanceGroupView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { InstancesTab } from '../../components/InstancesTab.tsx';
import { paths } from '../../paths.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { useInstanceGroupActions } from './instance-group.tsx';

export function InstanceGroupPage({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <DetailPage<InstanceGroupView>
      icon={icons.instanceGroup}
      kind={t('nouns.instanceGroup')}
      listPath={paths.instanceGroups}
      result={useOne('listInstanceGroups', id)}
      name={(group) => group.name}
      actions={useInstanceGroupActions()}
      facts={(group) => [
        { field: 'id', value: group.id, copy: group.id, mono: true },
        { field: 'account', value: group.account },
        { field: 'domain', value: group.domain },
        { field: 'created', value: <RelativeTime date={group.created} /> },
      ]}
      tabs={(group) => [
        { id: 'instances', label: t('nav.instances'), content: <InstancesTab params={{ groupid: group.id }} /> },
        { id: 'events', label: t('detail.events'), content: <EventTimeline params={{ resourceid: group.id }} /> },
      ]}
    />
  );
}
