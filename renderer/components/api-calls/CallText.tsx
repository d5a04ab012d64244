import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandName } from '../../../engine/contract/contract.ts';
import { useQuery } from '../../api/live.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import classes from './ApiCalls.module.css';
import { type Client, callText, clients, lacksSecrets } from './call-text.ts';

/** The same call as other clients make it, to be copied. */
export function CallText({ name, input }: { name: CommandName; input: Readonly<Record<string, unknown>> }) {
  const { t } = useTranslation();
  const [client, setClient] = useState<Client>('curl');
  const place = useQuery('getSession', {}).data?.apiurl;
  const text = callText(client, name, input, place);
  return (
    <section className={classes.callText} aria-label={t('api.sameCall')}>
      <div className={classes.head}>
        <h2>{t('api.sameCall')}</h2>
        <SegmentedControl
          aria-label={t('api.client')}
          value={client}
          onChange={(value) => setClient(value as Client)}
          data={clients.map((value) => ({ value, label: t(`api.clients.${value}`) }))}
        />
        <CopyButton value={text} label={t(`api.clients.${client}`)} />
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard */}
      <pre className={classes.code} tabIndex={0}>
        {text}
      </pre>
      <div className={classes.note}>
        {[
          t(client === 'curl' || client === 'cs' ? 'api.keysFromEnvironment' : 'api.keysOfProgram'),
          place === undefined ? t('api.notListening') : '',
          lacksSecrets(text) ? t('api.secretsLeftOut') : '',
        ]
          .filter(Boolean)
          .join(' ')}
      </div>
    </section>
  );
}
