import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { IsoView } from '../../../engine/contract/views.ts';
import type { Column, Filter } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { useImageFilter } from '../../components/image-filter.ts';
import { ListPage } from '../../components/ListPage.tsx';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { Bytes } from '../../ui/Bytes.tsx';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { RegisterImage } from '../templates/RegisterImage.tsx';
import { TemplateState } from '../templates/TemplateState.tsx';
import { useIsoActions } from './iso-actions.tsx';

export function IsoListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const view = useImageFilter('isofilter');
  const columns = useMemo<readonly Column<IsoView>[]>(
    () => [
      { key: 'name', width: 220, sortable: true },
      { key: 'state', width: 170, sortable: true, render: (iso) => <TemplateState template={iso} /> },
      { key: 'ostypename', width: 190, sortable: true },
      { key: 'bootable', width: 90, render: (iso) => t(iso.bootable ? 'ui.yes' : 'ui.no') },
      { key: 'size', width: 90, align: 'right', sortable: true, render: (iso) => <Bytes value={iso.size} /> },
      {
        key: 'zonename',
        width: 120,
        render: (iso) => <ResourceLink href={paths.zone(iso.zoneid)} name={iso.zonename} />,
      },
      { key: 'hypervisor', width: 116, optional: true, render: (iso) => words.value(iso.hypervisor) },
      { key: 'displaytext', width: 180, optional: true },
      { key: 'created', width: 120, sortable: true, render: (iso) => <RelativeTime date={iso.created} /> },
    ],
    [words, t],
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
  return (
    <ListPage
      name="listIsos"
      id="isos"
      label={t('nav.isos')}
      icon={icons.iso}
      columns={columns}
      filters={filters}
      actions={useIsoActions()}
      href={(iso) => paths.iso(iso.id)}
      create={{
        needs: 'registerIso',
        label: words.command('registerIso'),
        run: () => openPanel({ title: words.command('registerIso'), content: <RegisterImage image="iso" /> }),
      }}
      empty={{ title: t('pages.noIsos'), text: t('pages.noIsosText') }}
    />
  );
}
