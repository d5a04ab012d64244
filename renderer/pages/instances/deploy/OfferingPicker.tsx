import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ServiceOfferingView } from '../../../../engine/contract/views.ts';
import { offeringText } from '../../../components/offering-size.ts';
import { useWords } from '../../../components/words.ts';
import { CustomSize } from './CustomSize.tsx';
import classes from './deploy.module.css';
import type { DeployDraft } from './deploy-draft.ts';
import { Section } from './Section.tsx';

interface Props {
  offerings: readonly ServiceOfferingView[];
  offering: ServiceOfferingView | undefined;
  draft: DeployDraft;
  errorOf: (field: string) => string | undefined;
  onChange: (change: Partial<DeployDraft>) => void;
}

/** Compute offerings as a table, smallest first; a row is a choice. */
export function OfferingPicker({ offerings, offering: chosen, draft, errorOf, onChange }: Props) {
  const value = chosen?.id;
  const choose = (serviceofferingid: string) =>
    onChange({ serviceofferingid, cpunumber: undefined, cpuspeed: undefined, memory: undefined });
  const { t } = useTranslation();
  const words = useWords();
  return (
    <Section title={t('deploy.offering')} parameter="serviceofferingid">
      {offerings.length === 0 ? (
        <Text c="dimmed">{t('deploy.noOfferings')}</Text>
      ) : (
        <div className={classes.tableBox}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th>{words.field('name')}</th>
                <th className={classes.right}>{words.field('cpunumber')}</th>
                <th className={classes.right}>{words.field('cpuspeed')}</th>
                <th className={classes.right}>{words.field('memory')}</th>
                <th>{words.field('storagetype')}</th>
                <th>{words.field('offerha')}</th>
              </tr>
            </thead>
            <tbody>
              {offerings.map((offering) => (
                <tr
                  key={offering.id}
                  data-chosen={offering.id === value || undefined}
                  onClick={() => choose(offering.id)}
                >
                  <td>
                    <label className={classes.rowLabel}>
                      <input
                        type="radio"
                        name="serviceofferingid"
                        value={offering.id}
                        checked={offering.id === value}
                        onChange={() => choose(offering.id)}
                      />
                      {offering.name}
                    </label>
                  </td>
                  <td className={classes.right}>{offeringText(offering, 'cpunumber')}</td>
                  <td className={classes.right}>{offeringText(offering, 'cpuspeed')}</td>
                  <td className={classes.right}>{offeringText(offering, 'memory')}</td>
                  <td>{words.value(offering.storagetype)}</td>
                  <td>{t(offering.offerha ? 'ui.yes' : 'ui.no')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {chosen?.iscustomized ? (
        <CustomSize offering={chosen} draft={draft} errorOf={errorOf} onChange={onChange} />
      ) : null}
    </Section>
  );
}
