import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { projectStates } from '../../../engine/contract/states.ts';
import type { ProjectView } from '../../../engine/contract/views.ts';
import { stateBadge } from '../../components/badges.ts';
import type { Column, Filter } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { CreateProject, useProjectActions } from './project.tsx';

const columns: readonly Column<ProjectView>[] = [
  { key: 'name', width: 180, sortable: true },
  { key: 'state', width: 120, sortable: true, render: (project) => <StateOf badge={stateBadge(project.state)} /> },
  { key: 'displaytext', width: 220, sortable: true },
  {
    key: 'owner',
    width: 180,
    render: (project) => project.owner.map(({ account, user }) => user ?? account).join(', '),
    text: (project) => project.owner.map(({ account, user }) => user ?? account).join(' '),
  },
  {
    key: 'domain',
    width: 130,
    render: (project) => <ResourceLink href={paths.domain(project.domainid)} name={project.domain} />,
    text: (project) => project.domain,
  },
  { key: 'vmtotal', width: 90, align: 'right', sortable: true },
  { key: 'volumetotal', width: 90, align: 'right', optional: true },
  { key: 'created', width: 110, sortable: true, render: (project) => <RelativeTime date={project.created} /> },
];

export function ProjectListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const filters = useMemo<readonly Filter[]>(
    () => [
      {
        name: 'state',
        label: words.field('state'),
        options: Object.keys(projectStates.states).map((value) => ({ value, label: words.state(value) })),
      },
    ],
    [words],
  );
  return (
    <ListPage
      name="listProjects"
      id="projects"
      label={t('nav.projects')}
      icon={icons.project}
      columns={columns}
      filters={filters}
      actions={useProjectActions()}
      href={(project) => paths.project(project.id)}
      create={{
        needs: 'createProject',
        label: words.command('createProject'),
        run: () => openPanel({ title: words.command('createProject'), content: <CreateProject /> }),
      }}
      empty={{ title: t('projects.none'), text: t('projects.noneText') }}
    />
  );
}
