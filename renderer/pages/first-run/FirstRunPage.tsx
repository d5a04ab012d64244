import { Button, Text } from '@mantine/core';
import { FlaskConical, Server } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiError, call, toApiError } from '../../api/client.ts';
import { useBranding } from '../../components/branding.ts';
import { LanguageMenu, ThemeMenu } from '../../components/frame/FaceMenus.tsx';
import { ConnectionBar } from '../../components/frame/Frame.tsx';
import { followJob } from '../../components/run-command.ts';
import { word } from '../../components/words.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { BrandMark } from '../../ui/BrandMark.tsx';
import { ErrorState } from '../../ui/ErrorState.tsx';
import classes from './FirstRunPage.module.css';

type Mode = 'practice' | 'real';

/**
 * The one question of the first run: a practice cloud on simulated hosts, or an empty one for real hosts. The engine takes the
 * answer at once and builds in a job, which the dashboard shows.
 */
export function FirstRunPage({ onChosen }: { onChosen: () => void }) {
  const { t } = useTranslation();
  const branding = useBranding();
  const [choosing, setChoosing] = useState<Mode | undefined>(undefined);
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const choose = async (mode: Mode) => {
    setChoosing(mode);
    setError(undefined);
    try {
      const { jobid } = await call('chooseMode', { mode });
      void followJob(jobid, word('commands', 'chooseMode'));
      usePreferences.getState().set({ tourOffered: true });
      onChosen();
    } catch (thrown) {
      setError(toApiError(thrown));
      setChoosing(undefined);
    }
  };
  const choice = (mode: Mode, Icon: typeof Server, points: string[]) => (
    <section className={classes.choice} aria-labelledby={`first-run-${mode}`}>
      <h2 id={`first-run-${mode}`}>
        <Icon size={18} aria-hidden />
        {t(`firstRun.${mode}Title`)}
      </h2>
      <Text>{t(`firstRun.${mode}Text`)}</Text>
      <ul>
        {points.map((point) => (
          <li key={point}>{point}</li>
        ))}
      </ul>
      <Button
        size="sm"
        variant={mode === 'practice' ? 'filled' : 'default'}
        loading={choosing === mode}
        disabled={choosing !== undefined}
        onClick={() => void choose(mode)}
      >
        {t(`firstRun.${mode}Action`)}
      </Button>
    </section>
  );
  return (
    <>
      <ConnectionBar />
      <main className={classes.page}>
        <div className={classes.corner}>
          <LanguageMenu />
          <ThemeMenu />
        </div>
        <div className={classes.head}>
          <BrandMark size={44} logo={branding.logo} />
          <h1>{t('firstRun.title')}</h1>
          <p>{t('firstRun.text')}</p>
        </div>
        <div className={classes.choices}>
          {choice('practice', FlaskConical, [
            t('firstRun.practice1'),
            t('firstRun.practice2'),
            t('firstRun.practice3'),
          ])}
          {choice('real', Server, [t('firstRun.real1'), t('firstRun.real2'), t('firstRun.real3')])}
        </div>
        {error === undefined ? null : <ErrorState message={error.message} hint={error.hint} />}
      </main>
    </>
  );
}
