import { Alert } from '@mantine/core';
import { Ban } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { textOf } from '../../../engine/contract/phrase.ts';
import { refusalReasons } from '../../../engine/contract/refused/reasons.ts';
import { refusedCommands, refusedParameters } from '../../../engine/contract/refused.ts';
import { said } from '../../i18n/said.ts';
import classes from './ApiExplorer.module.css';

/** A command of CloudStack that is refused on purpose: what it would do, and why it is not done. */
export function RefusedCommandPage({ name }: { name: string }) {
  const { t, i18n } = useTranslation();
  const command = refusedCommands[name];
  if (command === undefined) return null;
  const reason = refusalReasons[command.reason];
  return (
    <>
      <h2 className={`${classes.name} mono`}>{name}</h2>
      <p className={classes.text}>{command.description[i18n.language === 'zh-CN' ? 'zh' : 'en']}</p>
      <Alert color="orange" variant="light" icon={<Ban size={16} aria-hidden />} title={t('api.refusedTitle')}>
        {said(reason, textOf(reason))}
      </Alert>
    </>
  );
}

/** Parameters that CloudStack takes and this command refuses, folded away: they are many. */
export function RefusedParameters({ name }: { name: string }) {
  const { t } = useTranslation();
  const refused = Object.entries(refusedParameters(name));
  if (refused.length === 0) return null;
  return (
    <details className={classes.fold}>
      <summary>{t('api.refusedParameters', { count: refused.length })}</summary>
      <dl>
        {refused.map(([parameter, { reason, takes }]) => (
          <div key={parameter}>
            <dt className="mono">{parameter}</dt>
            <dd>
              {said(refusalReasons[reason], textOf(refusalReasons[reason]))}
              {takes.length === 0 ? null : ` ${t('api.takesOnly', { values: takes.join(', ') })}`}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
