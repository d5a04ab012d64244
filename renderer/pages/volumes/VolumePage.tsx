import { useTranslation } from 'react-i18next';
import type { VolumeView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { stateBadge } from '../../components/badges.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { Bytes } from '../../ui/Bytes.tsx';
import { CapacityBar } from '../../ui/CapacityBar.tsx';
import { formatBytes } from '../../ui/format.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { useVolumeActions } from './volume-actions.tsx';

export function VolumePage({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  return (
    <DetailPage<VolumeView>
      icon={icons.volume}
      kind={t('nouns.volume')}
      tagged="Volume"
      commented="VOLUME"
      listPath={paths.volumes}
      result={useOne('listVolumes', id)}
      name={(volume) => volume.name}
      badge={(volume) => <StateOf badge={stateBadge(volume.state)} pill />}
      actions={useVolumeActions()}
      facts={(volume) => [
        { field: 'id', value: volume.id, copy: volume.id, mono: true },
        { field: 'type', value: words.value(volume.type) },
        { field: 'size', value: <Bytes value={volume.size} /> },
        {
          field: 'vmname',
          value: volume.virtualmachineid && (
            <ResourceLink href={paths.instance(volume.virtualmachineid)} name={volume.vmdisplayname} />
          ),
        },
        { field: 'deviceid', value: volume.deviceid === undefined ? undefined : String(volume.deviceid) },
        {
          field: 'storage',
          value: volume.storageid && <ResourceLink href={paths.storagePool(volume.storageid)} name={volume.storage} />,
        },
        { field: 'clustername', value: volume.clustername },
        { field: 'storagetype', value: words.value(volume.storagetype) },
        { field: 'deleteprotection', value: volume.deleteprotection ? t('ui.yes') : undefined },
        { field: 'provisioningtype', value: words.value(volume.provisioningtype) },
        { field: 'path', value: volume.path, copy: volume.path, mono: true },
        {
          field: 'templatename',
          value: volume.templateid && (
            <ResourceLink href={paths.template(volume.templateid)} name={volume.templatename} />
          ),
        },
        {
          field: 'diskofferingname',
          value: volume.diskofferingid && (
            <ResourceLink href={paths.diskOffering(volume.diskofferingid)} name={volume.diskofferingname} />
          ),
        },
        { field: 'serviceofferingname', value: volume.serviceofferingname },
        { field: 'hypervisor', value: volume.hypervisor && words.value(volume.hypervisor) },
        { field: 'zonename', value: <ResourceLink href={paths.zone(volume.zoneid)} name={volume.zonename} /> },
        { field: 'account', value: volume.account },
        { field: 'project', value: volume.project },
        { field: 'created', value: <RelativeTime date={volume.created} /> },
      ]}
      aside={(volume) =>
        volume.physicalsize === undefined ? null : (
          <CapacityBar
            label={t('fields.physicalsize')}
            used={volume.physicalsize}
            total={volume.size}
            format={formatBytes}
          />
        )
      }
      tabs={(volume) => [
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: volume.id }} />,
        },
      ]}
    />
  );
}
