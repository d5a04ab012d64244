import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { isReachable, type SetupStep, setupSteps } from './setup-steps.ts';
import classes from './ZoneSetup.module.css';

interface Props {
  current: SetupStep;
  done: ReadonlySet<SetupStep>;
  /** What was chosen at a step, in few words. */
  summaries: Partial<Record<SetupStep, string>>;
  /** Undefined before the zone exists: nothing can be gone to yet. */
  href: ((step: SetupStep) => string) | undefined;
  children: ReactNode;
}

/** The steps on the left with where each stands, the step in hand on the right. */
export function SetupFrame({ current, done, summaries, href, children }: Props) {
  const { t } = useTranslation();
  return (
    <div className={classes.setup}>
      <nav className={classes.steps} aria-label={t('zoneSetup.steps')}>
        <ol>
          {setupSteps.map((step, index) => {
            const isDone = done.has(step);
            const content = (
              <>
                <span className={classes.mark} aria-hidden>
                  {isDone ? <Check size={13} strokeWidth={2.5} /> : index + 1}
                </span>
                <span className={classes.stepText}>
                  <span className={classes.stepName}>{t(`zoneSetup.${step}.name`)}</span>
                  {summaries[step] ? <span className={classes.stepSummary}>{summaries[step]}</span> : null}
                </span>
              </>
            );
            const state = isDone ? t('zoneSetup.stepDone') : t('zoneSetup.stepOpen');
            const label = `${t(`zoneSetup.${step}.name`)}: ${state}`;
            const className = `${classes.step} ${isDone ? classes.done : ''} ${step === current ? classes.current : ''}`;
            return (
              <li key={step}>
                {href !== undefined && isReachable(step, done) ? (
                  <Link
                    href={href(step)}
                    className={className}
                    aria-label={label}
                    aria-current={step === current ? 'step' : undefined}
                  >
                    {content}
                  </Link>
                ) : (
                  <span className={className} aria-current={step === current ? 'step' : undefined}>
                    {content}
                  </span>
                )}
              </li>
            );
          })}
        </ol>
      </nav>
      <div className={classes.content}>{children}</div>
    </div>
  );
}

/** The head of a step: its name, and what it is for in words for somebody who does it for the first time. */
export function StepHead({ step, children }: { step: SetupStep; children?: ReactNode }) {
  const { t } = useTranslation();
  return (
    <header className={classes.head}>
      <h2>{t(`zoneSetup.${step}.title`)}</h2>
      <p>{t(`zoneSetup.${step}.text`)}</p>
      {children}
    </header>
  );
}
