import { useTranslation } from 'react-i18next';
import type { IsoView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { InstancesTab } from '../../components/InstancesTab.tsx';
import { JobLog } from '../../components/jobs/JobLog.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { useWords } from '../../components/words.ts';
import { said } from '../../i18n/said.ts';
import { paths } from '../../paths.ts';
import { Bytes } from '../../ui/Bytes.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { TemplateState } from '../templates/TemplateState.tsx';
import { useIsoActions } from './iso-actions.tsx';

export function IsoPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const yesNo = (value: boolean) => t(value ? 'ui.yes' : 'ui.no');
  return (
    <DetailPage<IsoView>
      icon={icons.iso}
      kind={t('nouns.iso')}
      tagged="ISO"
      commented="ISO"
      listPath={paths.isos}
      result={useOne('listIsos', id)}
      name={(iso) => iso.name}
      badge={(iso) => <TemplateState template={iso} pill />}
      actions={useIsoActions()}
      facts={(iso) => [
        { field: 'id', value: iso.id, copy: iso.id, mono: true },
        { field: 'displaytext', value: iso.displaytext },
        { field: 'status', value: said(iso.statusphrase, iso.status) },
        { field: 'bootable', value: yesNo(iso.bootable) },
        { field: 'ostypename', value: iso.ostypename },
        { field: 'hypervisor', value: words.value(iso.hypervisor) },
        { field: 'size', value: <Bytes value={iso.size} /> },
        { field: 'url', value: iso.url, copy: iso.url, mono: true },
        { field: 'checksum', value: iso.checksum, copy: iso.checksum, mono: true },
        { field: 'zonename', value: <ResourceLink href={paths.zone(iso.zoneid)} name={iso.zonename} /> },
        { field: 'ispublic', value: yesNo(iso.ispublic) },
        { field: 'isfeatured', value: yesNo(iso.isfeatured) },
        { field: 'account', value: iso.account },
        { field: 'project', value: iso.project },
        { field: 'created', value: <RelativeTime date={iso.created} /> },
      ]}
      tabs={(iso) => [
        {
          id: 'instances',
          label: t('pages.attachedTo'),
          needs: 'listVirtualMachines',
          content: <InstancesTab params={{ isoid: iso.id }} />,
        },
        ...(iso.jobid === undefined
          ? []
          : [
              { id: 'log', label: t('jobs.log'), needs: 'listJobLogs' as const, content: <JobLog jobid={iso.jobid} /> },
            ]),
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: iso.id }} />,
        },
      ]}
    />
  );
}
