import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { TemplateView } from '../../../engine/contract/views.ts';
import type { Column, Filter } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { useImageFilter, useWidestFilter } from '../../components/image-filter.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { Bytes } from '../../ui/Bytes.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { RegisterImage } from './RegisterImage.tsx';
import { TemplateState } from './TemplateState.tsx';
import { useTemplateActions } from './template-actions.tsx';

export function TemplateListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const templatefilter = useWidestFilter();
  const view = useImageFilter('templatefilter');
  const columns = useMemo<readonly Column<TemplateView>[]>(
    () => [
      { key: 'name', width: 220, sortable: true },
      { key: 'state', width: 170, sortable: true, render: (template) => <TemplateState template={template} /> },
      { key: 'ostypename', width: 170, sortable: true },
      { key: 'format', width: 80 },
      { key: 'hypervisor', width: 116, render: (template) => words.value(template.hypervisor) },
      { key: 'size', width: 90, align: 'right', sortable: true, render: (template) => <Bytes value={template.size} /> },
      {
        key: 'physicalsize',
        width: 100,
        align: 'right',
        sortable: true,
        render: (template) => <Bytes value={template.physicalsize} />,
      },
      {
        key: 'zonename',
        width: 120,
        render: (template) => <ResourceLink href={paths.zone(template.zoneid)} name={template.zonename} />,
      },
      { key: 'displaytext', width: 180, optional: true },
      { key: 'created', width: 120, sortable: true, render: (template) => <RelativeTime date={template.created} /> },
    ],
    [words],
  );
  const filters = useMemo<readonly Filter[]>(
    () => [
      view,
      {
        name: 'hypervisor',
        label: words.field('hypervisor'),
        options: valueOptions(['KVM', 'Simulator'], words.value),
      },
    ],
    [words, view],
  );
  const params = useMemo(() => ({ templatefilter }), [templatefilter]);
  return (
    <ListPage
      name="listTemplates"
      id="templates"
      label={t('nav.templates')}
      icon={icons.template}
      columns={columns}
      params={params}
      filters={filters}
      actions={useTemplateActions()}
      href={(template) => paths.template(template.id)}
      create={{
        needs: 'registerTemplate',
        label: words.command('registerTemplate'),
        run: () => openPanel({ title: words.command('registerTemplate'), content: <RegisterImage image="template" /> }),
      }}
      empty={{ title: t('pages.noTemplates'), text: t('pages.noTemplatesText') }}
    />
  );
}
