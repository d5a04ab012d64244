import { useTranslation } from 'react-i18next';
import type { StoragePoolView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { stateBadge } from '../../components/badges.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { VolumesTab } from '../../components/VolumesTab.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { CapacityBar } from '../../ui/CapacityBar.tsx';
import { formatBytes } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { settingsTab } from '../settings/settings-tab.tsx';
import { usePoolActions } from './pool-actions.ts';

export function StoragePoolPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <DetailPage<StoragePoolView>
      icon={icons.storagePool}
      kind={t('nouns.storagePool')}
      commented="PRIMARY_STORAGE"
      listPath={paths.primaryStorage}
      result={useOne('listStoragePools', id)}
      name={(pool) => pool.name}
      badge={(pool) => <StateOf badge={stateBadge(pool.state)} pill />}
      actions={usePoolActions()}
      facts={(pool) => [
        { field: 'id', value: pool.id, copy: pool.id, mono: true },
        { field: 'type', value: words.value(pool.type) },
        { field: 'scope', value: words.value(pool.scope) },
        { field: 'ipaddress', label: t('pages.server'), value: pool.ipaddress, copy: pool.ipaddress, mono: true },
        { field: 'path', value: pool.path, copy: pool.path, mono: true },
        { field: 'zonename', value: <ResourceLink href={paths.zone(pool.zoneid)} name={pool.zonename} /> },
        {
          field: 'clustername',
          value: pool.clusterid && <ResourceLink href={paths.cluster(pool.clusterid)} name={pool.clustername} />,
        },
        { field: 'hostid', value: pool.hostid && <ResourceLink href={paths.host(pool.hostid)} name={pool.hostid} /> },
        { field: 'overprovisionfactor', value: pool.overprovisionfactor },
        { field: 'tags', value: pool.tags },
        { field: 'created', value: <RelativeTime date={pool.created} /> },
      ]}
      aside={(pool) => (
        <CapacityBar
          label={t('fields.disksizeused')}
          used={pool.disksizeused}
          allocated={pool.disksizeallocated}
          total={pool.disksizetotal}
          format={formatBytes}
        />
      )}
      tabs={(pool) => [
        {
          id: 'volumes',
          label: t('nav.volumes'),
          needs: 'listVolumes',
          content: <VolumesTab params={{ storageid: pool.id }} />,
        },
        settingsTab({ storageid: pool.id }),
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: pool.id }} />,
        },
      ]}
    />
  );
}
