import { Checkbox, Text, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { NetworkView } from '../../../../engine/contract/views.ts';
import { WithHelp } from '../../../components/HelpMark.tsx';
import classes from './deploy.module.css';
import type { DeployDraft } from './deploy-draft.ts';
import { deployHelp } from './deploy-help.ts';
import { Section } from './Section.tsx';

interface Props {
  networks: readonly NetworkView[];
  chosen: readonly NetworkView[];
  ipaddress: string | undefined;
  /** Many instances cannot be given one address. */
  many: boolean;
  error: string | undefined;
  onChange: (change: Partial<DeployDraft>) => void;
}

const order = ['label', 'input', 'error', 'description'] as ('label' | 'input' | 'error' | 'description')[];

/** Networks in the order in which they are ticked; the first one is the default NIC's and may be given an address. */
export function NetworkPicker({ networks, chosen, ipaddress, many, error, onChange }: Props) {
  const { t } = useTranslation();
  const ids = chosen.map((network) => network.id);
  const first = chosen[0];
  return (
    <Section title={t('deploy.network')} parameter="networkids">
      {networks.length === 0 ? <Text c="dimmed">{t('deploy.noNetworks')}</Text> : null}
      <div className={classes.networks}>
        {networks.map((network) => (
          <div key={network.id} className={classes.network}>
            <Checkbox
              label={network.name}
              checked={ids.includes(network.id)}
              onChange={(event) =>
                onChange({
                  networkids: event.currentTarget.checked
                    ? [...ids, network.id]
                    : ids.filter((id) => id !== network.id),
                })
              }
            />
            <span className={`${classes.note} mono`}>{network.cidr}</span>
            <span className={`${classes.note} number`}>
              {t('deploy.addressesFree', { count: Math.max(0, network.iptotal - network.ipused) })}
            </span>
            {network.id === first?.id ? <span className={classes.tag}>{t('deploy.defaultNic')}</span> : null}
          </div>
        ))}
      </div>
      {first === undefined || many ? null : (
        <div className={classes.fields}>
          <WithHelp label={t('deploy.address')} about={deployHelp('ipaddress')}>
            <TextInput
              label={t('deploy.address')}
              description={t('deploy.addressHelp', { first: first.startip, last: first.endip })}
              inputWrapperOrder={order}
              name="ipaddress"
              placeholder={t('deploy.addressAny')}
              value={ipaddress ?? ''}
              onChange={(event) => onChange({ ipaddress: event.currentTarget.value || undefined })}
              error={error}
              autoComplete="off"
              spellCheck={false}
            />
          </WithHelp>
        </div>
      )}
    </Section>
  );
}
