import { useTranslation } from 'react-i18next';
import type { ProjectView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { stateBadge } from '../../components/badges.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { InstancesTab } from '../../components/InstancesTab.tsx';
import { LimitsTab } from '../../components/LimitsTab.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { VolumesTab } from '../../components/VolumesTab.tsx';
import { paths } from '../../paths.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { MembersTab } from './MembersTab.tsx';
import { ProjectRolesTab } from './ProjectRolesTab.tsx';
import { useProjectActions } from './project.tsx';

export function ProjectPage({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <DetailPage<ProjectView>
      icon={icons.project}
      kind={t('nouns.project')}
      listPath={paths.projects}
      result={useOne('listProjects', id)}
      name={(project) => project.name}
      badge={(project) => <StateOf badge={stateBadge(project.state)} pill />}
      actions={useProjectActions()}
      facts={(project) => [
        { field: 'id', value: project.id, copy: project.id, mono: true },
        { field: 'displaytext', value: project.displaytext },
        { field: 'owner', value: project.owner.map(({ account, user }) => user ?? account).join(', ') },
        { field: 'domain', value: <ResourceLink href={paths.domain(project.domainid)} name={project.domain} /> },
        { field: 'vmtotal', value: String(project.vmtotal) },
        { field: 'volumetotal', value: String(project.volumetotal) },
        { field: 'templatetotal', value: String(project.templatetotal) },
        { field: 'created', value: <RelativeTime date={project.created} /> },
      ]}
      tabs={(project) => [
        {
          id: 'members',
          label: t('projects.members'),
          needs: 'listProjectAccounts',
          content: <MembersTab project={project} />,
        },
        {
          id: 'instances',
          label: t('nav.instances'),
          needs: 'listVirtualMachines',
          content: <InstancesTab params={{ projectid: project.id }} />,
        },
        {
          id: 'volumes',
          label: t('nav.volumes'),
          needs: 'listVolumes',
          content: <VolumesTab params={{ projectid: project.id }} />,
        },
        {
          id: 'roles',
          label: t('projects.roles'),
          needs: 'listProjectRoles',
          content: <ProjectRolesTab project={project} />,
        },
        {
          id: 'limits',
          label: t('limits.title'),
          needs: 'listResourceLimits',
          content: <LimitsTab whose={{ projectid: project.id }} row={project} />,
        },
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: project.id }} />,
        },
      ]}
    />
  );
}
