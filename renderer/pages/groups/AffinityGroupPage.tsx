import { useTranslation } from 'react-i18next';
import type { AffinityGroupView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { InstancesTab } from '../../components/InstancesTab.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { useAffinityGroupActions } from './affinity-group.tsx';

export function AffinityGroupPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <DetailPage<AffinityGroupView>
      icon={icons.affinityGroup}
      kind={t('nouns.affinityGroup')}
      listPath={paths.affinityGroups}
      result={useOne('listAffinityGroups', id)}
      name={(group) => group.name}
      actions={useAffinityGroupActions()}
      facts={(group) => [
        { field: 'id', value: group.id, copy: group.id, mono: true },
        { field: 'type', value: words.value(group.type) },
        { field: 'description', value: group.description },
        {
          field: 'dedicatedresources',
          value: group.dedicatedresources?.map((each) => (
            <div key={each.resourceid}>
              <ResourceLink href={paths[each.resourcetype](each.resourceid)} name={each.resourcename} />
            </div>
          )),
        },
        { field: 'account', value: group.account },
        { field: 'domain', value: group.domain },
      ]}
      tabs={(group) => [
        {
          id: 'instances',
          label: t('nav.instances'),
          content: <InstancesTab params={{ affinitygroupid: group.id }} />,
        },
        { id: 'events', label: t('detail.events'), content: <EventTimeline params={{ resourceid: group.id }} /> },
      ]}
    />
  );
}
