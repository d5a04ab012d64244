import { Button } from '@mantine/core';
import { FlaskConical } from 'lucide-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/live.ts';
import type { Filter } from '../../components/column.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { useHostColumns } from '../../components/host-columns.tsx';
import { ListPage } from '../../components/ListPage.tsx';
import { useOptions, valueOptions } from '../../components/use-options.ts';
import { useWords } from '../../components/words.ts';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { AddSimulatedHost } from './AddSimulatedHost.tsx';
import { useHostActions } from './host-actions.tsx';

export function HostListPage() {
  const { t } = useTranslation();
  const words = useWords();
  const clusters = useOptions('listClusters');
  const simulated = useList('listClusters', { hypervisor: 'Simulator', pagesize: 1 }).count > 0;
  const filters = useMemo<readonly Filter[]>(
    () => [
      {
        name: 'state',
        label: words.field('state'),
        options: valueOptions(['Up', 'Connecting', 'Alert', 'Disconnected', 'Down'], words.state),
      },
      {
        name: 'resourcestate',
        label: words.field('resourcestate'),
        options: valueOptions(['Enabled', 'Disabled'], words.state),
      },
      { name: 'clusterid', label: words.field('clusterid'), options: clusters },
    ],
    [words, clusters],
  );
  return (
    <ListPage
      name="listHosts"
      id="hosts"
      label={t('nav.hosts')}
      icon={icons.host}
      columns={useHostColumns()}
      filters={filters}
      actions={useHostActions()}
      href={(host) => paths.host(host.id)}
      create={{ needs: 'addHost', label: words.command('addHost'), run: () => navigate(paths.prepareHost) }}
      moreActions={
        simulated ? (
          <Button
            variant="default"
            leftSection={<FlaskConical size={15} aria-hidden />}
            onClick={() => openPanel({ title: t('pages.addSimulatedHost'), content: <AddSimulatedHost /> })}
          >
            {t('pages.addSimulatedHost')}
          </Button>
        ) : undefined
      }
      empty={{ title: t('pages.noHosts'), text: t('pages.noHostsText') }}
    />
  );
}
