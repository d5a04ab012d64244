import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { PlanItem } from '../../../engine/contract/views.ts';
import { StateBadge, type Tone } from '../../ui/StateBadge.tsx';
import classes from './HostPreparation.module.css';
import { planChange, planFound, planGroup, planHint, planTitle, planWhy } from './plan-words.ts';

const tones: Record<PlanItem['status'], Tone> = {
  ok: 'ok',
  change: 'busy',
  warning: 'warning',
  blocked: 'error',
  done: 'ok',
  failed: 'error',
  undone: 'off',
};

/** What was found on the machine, what is changed there and why, in groups. Everything that comes from the machine is shown inert. */
export function PlanTable({ items }: { items: readonly PlanItem[] }) {
  const { t } = useTranslation();
  const groups = [...new Set(items.map((item) => item.group))];
  return (
    <table className={classes.plan} aria-label={t('hostPreparation.plan')}>
      <colgroup>
        <col style={{ width: '30%' }} />
        <col style={{ width: 'max(12%, 104px)' }} />
        <col style={{ width: '26%' }} />
        <col />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">{t('hostPreparation.what')}</th>
          <th scope="col">{t('fields.status')}</th>
          <th scope="col">{t('hostPreparation.found')}</th>
          <th scope="col">{t('hostPreparation.change')}</th>
        </tr>
      </thead>
      <tbody>
        {groups.map((group) => (
          <Fragment key={group}>
            <tr>
              <th scope="colgroup" colSpan={4} className={classes.group}>
                {planGroup(group)}
              </th>
            </tr>
            {items
              .filter((item) => item.group === group)
              .map((item) => (
                <tr key={item.id} data-status={item.status}>
                  <th scope="row">
                    <div className={classes.itemTitle}>{planTitle(item)}</div>
                    <div className={classes.why}>{planWhy(item)}</div>
                  </th>
                  <td>
                    <StateBadge tone={tones[item.status]} word={t(`planStatus.${item.status}`)} />
                  </td>
                  <td>{planFound(item)}</td>
                  <td>
                    {item.change !== '' ? (
                      planChange(item)
                    ) : item.hint === undefined ? (
                      <span className={classes.dimmed}>{t('hostPreparation.nothing')}</span>
                    ) : null}
                    {item.hint === undefined ? null : (
                      <div className={item.change === '' ? undefined : `${classes.hint} ${classes.why}`}>
                        {item.status === 'blocked' ? <strong>{t('hostPreparation.toDo')} </strong> : null}
                        {planHint(item)}
                      </div>
                    )}
                  </td>
                </tr>
              ))}
          </Fragment>
        ))}
      </tbody>
    </table>
  );
}
