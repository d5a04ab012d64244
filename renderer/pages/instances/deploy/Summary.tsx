import { Button, Text } from '@mantine/core';
import { Table2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ApiError } from '../../../api/client.ts';
import { PlacementTable } from '../../../components/PlacementTable.tsx';
import { said } from '../../../i18n/said.ts';
import { openWidePanel } from '../../../stores/overlay.ts';
import { ErrorState } from '../../../ui/ErrorState.tsx';
import { formatBytes, gibibyte, mebibyte } from '../../../ui/format.ts';
import classes from './deploy.module.css';
import { isMany } from './deploy-draft.ts';
import type { DeployChoices } from './use-deploy-choices.ts';
import { type Placement, placementInput } from './use-placement.ts';

interface Props {
  choices: DeployChoices;
  placement: Placement | undefined;
  /** Why it cannot be deployed now; nothing when it can. */
  refusal: string | undefined;
  error: ApiError | undefined;
  busy: boolean;
}

function Line({ label, value, note }: { label: string; value: string | undefined; note?: string | undefined }) {
  return (
    <div className={classes.line}>
      <dt>{label}</dt>
      <dd>
        {value ?? '–'}
        {note === undefined ? null : <span className={classes.note}>{note}</span>}
      </dd>
    </div>
  );
}

function PlacementText({ placement, onExplain }: { placement: Placement; onExplain: () => void }) {
  const { t } = useTranslation();
  const { able, refusals, chosenHost } = placement;
  const all = (
    <Button variant="default" size="compact-xs" leftSection={<Table2 size={13} aria-hidden />} onClick={onExplain}>
      {t('placement.open')}
    </Button>
  );
  const list = (
    <ul className={classes.refusals}>
      {refusals.map((refusal) => (
        <li key={refusal.hostid}>
          <strong>{refusal.hostname}</strong> {said(refusal.phrase, refusal.text)}
        </li>
      ))}
    </ul>
  );
  if (chosenHost !== undefined)
    return (
      <ErrorState
        message={t('deploy.chosenRefuses', {
          host: chosenHost.hostname,
          reason: said(chosenHost.phrase, chosenHost.text),
        })}
      />
    );
  if (able === 0)
    return (
      <div role="alert" className={classes.none}>
        <strong>{t('deploy.noHost')}</strong>
        <span>{t('deploy.noHostText')}</span>
        {list}
        {all}
      </div>
    );
  return (
    <div className={classes.able}>
      <span>{t('deploy.hostsAble', { count: able })}</span>
      {refusals.length > 0 ? (
        <details>
          <summary>{t('deploy.whyNot')}</summary>
          {list}
        </details>
      ) : null}
      {all}
    </div>
  );
}

/** At the right, always in sight: what will be made, whether a host can take it, and the button. */
export function Summary({ choices, placement, refusal, error, busy }: Props) {
  const { t } = useTranslation();
  const { draft, zone, template, iso, offering, diskOffering, chosenNetworks } = choices;
  const explain = () => {
    const input = placementInput(draft, draft.templateid, offering?.id);
    if (input !== undefined) openWidePanel({ title: t('placement.title'), content: <PlacementTable input={input} /> });
  };
  const rootSize =
    (draft.rootdisksize ?? offering?.rootdisksize) === undefined
      ? template?.size
      : (draft.rootdisksize ?? offering?.rootdisksize ?? 0) * gibibyte;
  const offered = diskOffering?.iscustomized ? draft.size : diskOffering?.disksize;
  const offeredSize = offered === undefined ? undefined : formatBytes(offered * gibibyte);
  return (
    <aside className={classes.summary} aria-label={t('deploy.summary')}>
      <h2>{t('deploy.summary')}</h2>
      <dl>
        <Line
          label={t('deploy.name')}
          value={isMany(draft) ? draft.namepattern : draft.name}
          note={isMany(draft) ? t('deploy.times', { count: draft.count ?? 1 }) : draft.displayname}
        />
        <Line label={t('deploy.zone')} value={zone?.name} />
        <Line label={t(choices.source === 'iso' ? 'nouns.iso' : 'deploy.template')} value={(template ?? iso)?.name} />
        <Line
          label={t('deploy.offering')}
          value={offering?.name}
          note={
            offering &&
            `${t('deploy.cores', { count: draft.cpunumber ?? offering.cpunumber ?? 0 })} · ${formatBytes((draft.memory ?? offering.memory ?? 0) * mebibyte)}`
          }
        />
        <Line
          label={t('deploy.rootDisk')}
          value={iso !== undefined ? offeredSize : rootSize === undefined ? undefined : formatBytes(rootSize)}
          note={iso === undefined ? undefined : diskOffering?.name}
        />
        {diskOffering === undefined || iso !== undefined ? null : (
          <Line label={t('deploy.dataDisk')} value={offeredSize} note={diskOffering.name} />
        )}
        <Line
          label={t('deploy.network')}
          value={chosenNetworks.map((network) => network.name).join(', ') || undefined}
          note={(isMany(draft) ? undefined : draft.ipaddress) ?? t('deploy.addressAny')}
        />
      </dl>
      {placement === undefined ? null : <PlacementText placement={placement} onExplain={explain} />}
      {error === undefined ? null : <ErrorState message={error.message} hint={error.hint} />}
      <Button
        type="submit"
        size="sm"
        fullWidth
        loading={busy}
        data-disabled={refusal !== undefined || undefined}
        aria-disabled={refusal !== undefined}
        aria-description={refusal}
      >
        {isMany(draft) ? t('deploy.deployMany', { count: draft.count ?? 1 }) : t('deploy.deploy')}
      </Button>
      {refusal === undefined ? null : (
        <Text size="xs" c="dimmed">
          {refusal}
        </Text>
      )}
    </aside>
  );
}
