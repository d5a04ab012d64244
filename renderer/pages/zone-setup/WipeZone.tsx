import { Button } from '@mantine/core';
import { Check, CircleAlert, CircleDashed, Loader } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { isJobCommand } from '../../../engine/contract/contract.ts';
import { type ApiError, call, runJob, toApiError } from '../../api/client.ts';
import { useQuery } from '../../api/live.ts';
import { useWords } from '../../components/words.ts';
import { navigate } from '../../hash-location.ts';
import { paths } from '../../paths.ts';
import { confirm } from '../../stores/overlay.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import type { ZoneResources } from './use-zone-resources.ts';
import { type Deletion, wipePlan } from './wipe-plan.ts';
import classes from './ZoneSetup.module.css';

async function carryOut({ command, id }: Deletion): Promise<void> {
  if (isJobCommand(command)) await runJob(command, { id });
  else await call(command, { id });
}

interface Progress {
  plan: readonly Deletion[];
  /** How many of the plan are gone. */
  gone: number;
  running: boolean;
  error: ApiError | undefined;
}

/** Takes a zone away, one thing after another in sight; what fails stops it there, and it goes on from there. */
export function WipeZone({ resources, onBack }: { resources: ZoneResources; onBack: () => void }) {
  const { t } = useTranslation();
  const words = useWords();
  const infrastructure = useQuery('listInfrastructure', { zoneid: resources.zone.id });
  const [progress, setProgress] = useState<Progress | undefined>(undefined);
  const instances = infrastructure.data?.instances ?? 0;
  const plan = progress?.plan ?? wipePlan(resources);

  const wipe = async (todo: readonly Deletion[]) => {
    let gone = 0;
    const show = (change: Partial<Progress>) =>
      setProgress({ plan: todo, gone, running: true, error: undefined, ...change });
    for (const deletion of todo) {
      show({});
      try {
        await carryOut(deletion);
      } catch (thrown) {
        show({ running: false, error: toApiError(thrown) });
        return;
      }
      gone += 1;
    }
    navigate(paths.zones);
  };
  const begin = async () => {
    const yes = await confirm({
      title: t('zoneSetup.wipe.title', { name: resources.zone.name }),
      message: t('zoneSetup.wipe.confirm', { count: plan.length }),
      action: t('zoneSetup.wipe.action'),
      danger: true,
      typeName: resources.zone.name,
    });
    if (yes) await wipe(wipePlan(resources));
  };

  return (
    <>
      <header className={classes.head}>
        <h2>{t('zoneSetup.wipe.title', { name: resources.zone.name })}</h2>
        <p>{t('zoneSetup.wipe.text')}</p>
      </header>
      {instances > 0 ? (
        <ErrorState
          message={t('zoneSetup.wipe.instances', { count: instances })}
          hint={t('zoneSetup.wipe.instancesHint')}
        />
      ) : null}
      <ol className={classes.checks} aria-label={t('zoneSetup.wipe.list')}>
        {plan.map((deletion, index) => {
          const gone = index < (progress?.gone ?? 0);
          const inHand = progress !== undefined && index === progress.gone;
          return (
            <li key={deletion.id}>
              {gone ? (
                <Check size={15} color="var(--tone-ok)" aria-label={t('zoneSetup.wipe.gone')} />
              ) : inHand && progress.running ? (
                <Loader size={15} color="var(--tone-busy)" aria-hidden />
              ) : inHand ? (
                <CircleAlert size={15} color="var(--tone-error)" aria-hidden />
              ) : (
                <CircleDashed size={15} color="var(--tone-off)" aria-hidden />
              )}
              {words.command(deletion.command)}: {deletion.name}
            </li>
          );
        })}
      </ol>
      {progress?.error === undefined ? null : (
        <ErrorState message={progress.error.message} hint={progress.error.hint} />
      )}
      <div className={classes.foot}>
        <Button variant="default" onClick={onBack} disabled={progress?.running ?? false}>
          {t('zoneSetup.back')}
        </Button>
        {instances > 0 ? (
          <Button component={Link} href={paths.instances} variant="default">
            {t('nav.instances')}
          </Button>
        ) : null}
        <span className={classes.grow} />
        {progress?.error === undefined ? (
          <Button
            color="red"
            loading={progress?.running ?? false}
            disabled={instances > 0}
            onClick={() => void begin()}
          >
            {t('zoneSetup.wipe.action')}
          </Button>
        ) : (
          <Button color="red" onClick={() => void wipe(wipePlan(resources))}>
            {t('zoneSetup.wipe.goOn')}
          </Button>
        )}
      </div>
    </>
  );
}
