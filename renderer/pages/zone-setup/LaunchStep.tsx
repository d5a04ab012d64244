import { Button, Group } from '@mantine/core';
import { CircleAlert, CircleCheck, Disc3, Gauge, MonitorPlay, Rocket } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { type ApiError, call, toApiError } from '../../api/client.ts';
import { paths } from '../../paths.ts';
import { openPanel } from '../../stores/overlay.ts';
import { ErrorState } from '../../ui/ErrorState.tsx';
import { RegisterImage } from '../templates/RegisterImage.tsx';
import { TemplateState } from '../templates/TemplateState.tsx';
import { doneSteps, setupSteps } from './setup-steps.ts';
import type { StepProps } from './step-props.ts';
import classes from './ZoneSetup.module.css';

/** The last step: what the zone has, enabling it, and what a person does next. */
export function LaunchStep({ resources, onBack }: StepProps) {
  const { t } = useTranslation();
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const done = doneSteps(resources);
  const { zone, templates } = resources;
  const launch = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await call('updateZone', { id: zone.id, allocationstate: 'Enabled' });
    } catch (thrown) {
      setError(toApiError(thrown));
    } finally {
      setBusy(false);
    }
  };
  const ready = templates.some((template) => template.isready);
  const back = (
    <Button variant="default" onClick={onBack}>
      {t('zoneSetup.back')}
    </Button>
  );
  if (!done.has('launch'))
    return (
      <>
        <ul className={classes.checks} aria-label={t('zoneSetup.launch.checks')}>
          {setupSteps.slice(0, -1).map((step) => (
            <li key={step}>
              {done.has(step) ? (
                <CircleCheck size={16} color="var(--tone-ok)" aria-label={t('zoneSetup.stepDone')} />
              ) : (
                <CircleAlert size={16} color="var(--tone-warning)" aria-label={t('zoneSetup.stepOpen')} />
              )}
              {t(`zoneSetup.${step}.name`)}
            </li>
          ))}
        </ul>
        {error === undefined ? null : <ErrorState message={error.message} hint={error.hint} />}
        <div className={classes.foot}>
          {back}
          <span className={classes.grow} />
          <Button leftSection={<Rocket size={15} aria-hidden />} loading={busy} onClick={() => void launch()}>
            {t('zoneSetup.launch.action')}
          </Button>
        </div>
      </>
    );
  return (
    <>
      <section className={classes.finish} aria-label={t('zoneSetup.launch.enabled', { name: zone.name })}>
        <h3>
          <CircleCheck size={18} aria-hidden />
          {t('zoneSetup.launch.enabled', { name: zone.name })}
        </h3>
        <p className={classes.note}>{ready ? t('zoneSetup.launch.nextDeploy') : t('zoneSetup.launch.nextTemplate')}</p>
        <Group gap="sm">
          <Button
            variant={ready ? 'default' : 'filled'}
            leftSection={<Disc3 size={15} aria-hidden />}
            onClick={() =>
              openPanel({
                title: t('commands.registerTemplate'),
                content: <RegisterImage image="template" zoneId={zone.id} />,
              })
            }
          >
            {t('zoneSetup.launch.registerTemplate')}
          </Button>
          <Button
            component={Link}
            href={paths.deployInstance}
            variant={ready ? 'filled' : 'default'}
            leftSection={<MonitorPlay size={15} aria-hidden />}
          >
            {t('zoneSetup.launch.deployInstance')}
          </Button>
          <Button
            component={Link}
            href={paths.infrastructure}
            variant="default"
            leftSection={<Gauge size={15} aria-hidden />}
          >
            {t('zoneSetup.launch.infrastructure')}
          </Button>
        </Group>
      </section>
      {templates.length === 0 ? null : (
        <ul className={classes.things} aria-label={t('nav.templates')}>
          {templates.map((template) => (
            <li key={template.id} className={classes.thing} aria-label={template.name}>
              <Disc3 size={16} aria-hidden />
              <div className={classes.thingText}>
                <Link href={paths.template(template.id)}>{template.name}</Link>
              </div>
              <TemplateState template={template} />
            </li>
          ))}
        </ul>
      )}
      <div className={classes.foot}>{back}</div>
    </>
  );
}
