import { useTranslation } from 'react-i18next';
import type { TemplateView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { InstancesTab } from '../../components/InstancesTab.tsx';
import { JobLog } from '../../components/jobs/JobLog.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { SettingsTab } from '../../components/SettingsTab.tsx';
import { useWords } from '../../components/words.ts';
import { said } from '../../i18n/said.ts';
import { paths } from '../../paths.ts';
import { Bytes } from '../../ui/Bytes.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { TemplateState } from './TemplateState.tsx';
import { useTemplateActions } from './template-actions.tsx';

export function TemplatePage({ id }: { id: string }) {
  const { t } = useTranslation();
  const words = useWords();
  const yesNo = (value: boolean) => (value ? t('ui.yes') : t('ui.no'));
  return (
    <DetailPage<TemplateView>
      icon={icons.template}
      kind={t('nouns.template')}
      tagged="Template"
      commented="TEMPLATE"
      listPath={paths.templates}
      result={useOne('listTemplates', id, { templatefilter: 'all' })}
      name={(template) => template.name}
      badge={(template) => <TemplateState template={template} pill />}
      actions={useTemplateActions()}
      facts={(template) => [
        { field: 'id', value: template.id, copy: template.id, mono: true },
        { field: 'displaytext', value: template.displaytext },
        { field: 'status', value: said(template.statusphrase, template.status) },
        { field: 'ostypename', value: template.ostypename },
        { field: 'format', value: template.format },
        { field: 'hypervisor', value: words.value(template.hypervisor) },
        { field: 'size', value: <Bytes value={template.size} /> },
        { field: 'physicalsize', value: <Bytes value={template.physicalsize} /> },
        { field: 'url', value: template.url, copy: template.url, mono: true },
        { field: 'checksum', value: template.checksum, copy: template.checksum, mono: true },
        { field: 'zonename', value: <ResourceLink href={paths.zone(template.zoneid)} name={template.zonename} /> },
        { field: 'ispublic', value: yesNo(template.ispublic) },
        { field: 'isfeatured', value: yesNo(template.isfeatured) },
        { field: 'isextractable', value: yesNo(template.isextractable) },
        { field: 'passwordenabled', value: yesNo(template.passwordenabled) },
        { field: 'isdynamicallyscalable', value: yesNo(template.isdynamicallyscalable) },
        { field: 'sshkeyenabled', value: yesNo(template.sshkeyenabled) },
        {
          field: 'sourcetemplateid',
          value: template.sourcetemplateid && (
            <ResourceLink href={paths.template(template.sourcetemplateid)} name={template.sourcetemplateid} />
          ),
        },
        { field: 'account', value: template.account },
        { field: 'project', value: template.project },
        { field: 'created', value: <RelativeTime date={template.created} /> },
      ]}
      tabs={(template) => [
        {
          id: 'instances',
          label: t('nav.instances'),
          needs: 'listVirtualMachines',
          content: <InstancesTab params={{ templateid: template.id }} />,
        },
        {
          id: 'settings',
          label: t('hardware.title'),
          needs: 'listResourceDetails',
          content: <SettingsTab resourcetype="Template" resourceid={template.id} />,
        },
        ...(template.jobid === undefined
          ? []
          : [
              {
                id: 'log',
                label: t('jobs.log'),
                needs: 'listJobLogs' as const,
                content: <JobLog jobid={template.jobid} />,
              },
            ]),
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: template.id }} />,
        },
      ]}
    />
  );
}
