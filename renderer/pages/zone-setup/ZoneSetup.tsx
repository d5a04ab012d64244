import { Button } from '@mantine/core';
import { CircleOff, Trash2 } from 'lucide-react';
import { type ComponentType, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearch } from 'wouter';
import { stateBadge } from '../../components/badges.ts';
import { icons } from '../../components/frame/navigation-items.ts';
import { Page } from '../../components/Page.tsx';
import { StateOf } from '../../components/StateOf.tsx';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';
import { setupLink } from '../host-preparation/links.ts';
import { ClusterStep } from './ClusterStep.tsx';
import { HostsStep } from './HostsStep.tsx';
import { LaunchStep } from './LaunchStep.tsx';
import { NetworkStep } from './NetworkStep.tsx';
import { PodStep } from './PodStep.tsx';
import { PrimaryStorageStep } from './PrimaryStorageStep.tsx';
import { SecondaryStorageStep } from './SecondaryStorageStep.tsx';
import { SetupFrame, StepHead } from './SetupFrame.tsx';
import { doneSteps, isReachable, nextStep, type SetupStep, setupSteps } from './setup-steps.ts';
import type { StepProps } from './step-props.ts';
import { useZoneResources, type ZoneResources } from './use-zone-resources.ts';
import { WipeZone } from './WipeZone.tsx';
import { ZoneStep } from './ZoneStep.tsx';

const contents: Record<SetupStep, ComponentType<StepProps>> = {
  zone: ZoneStep,
  pod: PodStep,
  network: NetworkStep,
  cluster: ClusterStep,
  hosts: HostsStep,
  primary: PrimaryStorageStep,
  secondary: SecondaryStorageStep,
  launch: LaunchStep,
};

const isStep = (text: string | null): text is SetupStep => setupSteps.includes(text as SetupStep);

const names = (things: readonly { name: string }[]) => things.map((thing) => thing.name).join(', ');

function summariesOf(resources: ZoneResources): Partial<Record<SetupStep, string>> {
  return {
    zone: resources.zone.name,
    pod: names(resources.pods),
    network: resources.networks.map((network) => network.cidr).join(', '),
    cluster: names(resources.clusters),
    hosts: names(resources.hosts),
    primary: names(resources.pools),
    secondary: names(resources.stores),
  };
}

/** A zone's set-up, at the step that is asked for or the first that is not done. Wiping it is a page of its own here. */
export function ZoneSetup({ id }: { id: string }) {
  const { t } = useTranslation();
  const search = new URLSearchParams(useSearch());
  const { resources, missing, error, refetch } = useZoneResources(id);
  const quick = search.get('way') === 'quick';
  const wanted = search.get('step');
  const opened = resources === undefined ? undefined : nextStep(doneSteps(resources));
  // Where a set-up is opened it stays: a step that gets done beside it, or by itself, must not take the page away.
  useEffect(() => {
    if (wanted === null && opened !== undefined) navigate(setupLink(id, opened, quick), { replace: true });
  }, [id, wanted, opened, quick]);
  if (resources === undefined)
    return (
      <Page icon={icons.zone} title={t('pages.zoneSetup')}>
        {error !== undefined ? (
          <ErrorState message={error.message} hint={error.hint} onRetry={refetch} />
        ) : missing ? (
          <EmptyState
            icon={CircleOff}
            title={t('detail.missing', { kind: t('nouns.zone') })}
            text={t('detail.missingText')}
            action={
              <Button component={Link} href={paths.zones} variant="default">
                {t('detail.backToList')}
              </Button>
            }
          />
        ) : (
          <SkeletonRows />
        )}
      </Page>
    );

  const wiping = wanted === 'wipe';
  const done = doneSteps(resources);
  const current = isStep(wanted) && isReachable(wanted, done) ? wanted : nextStep(done);
  const href = (step: SetupStep | 'wipe') => setupLink(id, step, quick);
  const index = setupSteps.indexOf(current);
  const to = (step: SetupStep | undefined) => step !== undefined && navigate(href(step));
  const Step = contents[current];
  return (
    <Page
      icon={icons.zone}
      title={t('zoneSetup.setupTitle', { name: resources.zone.name })}
      badge={<StateOf badge={stateBadge(resources.zone.allocationstate)} pill />}
      actions={
        wiping || resources.zone.allocationstate === 'Enabled' ? undefined : (
          <Button
            component={Link}
            href={href('wipe')}
            variant="subtle"
            color="red"
            leftSection={<Trash2 size={15} aria-hidden />}
          >
            {t('zoneSetup.wipe.action')}
          </Button>
        )
      }
    >
      <SetupFrame current={current} done={done} summaries={summariesOf(resources)} href={href}>
        {wiping ? (
          <WipeZone resources={resources} onBack={() => to(current)} />
        ) : (
          <>
            <StepHead step={current} />
            <Step
              key={current}
              resources={resources}
              quick={quick}
              onNext={() => to(setupSteps[index + 1])}
              onBack={() => (index === 0 ? navigate(paths.zone(id)) : to(setupSteps[index - 1]))}
            />
          </>
        )}
      </SetupFrame>
    </Page>
  );
}
