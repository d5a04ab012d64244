import { Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ServiceOfferingView } from '../../../../engine/contract/views.ts';
import { useWords } from '../../../components/words.ts';
import { formatBytes, mebibyte } from '../../../ui/format.ts';
import classes from './deploy.module.css';
import { Section } from './Section.tsx';

interface Props {
  offerings: readonly ServiceOfferingView[];
  value: string | undefined;
  onChange: (id: string) => void;
}

/** Compute offerings as a table, smallest first; a row is a choice. */
export function OfferingPicker({ offerings, value, onChange }: Props) {
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
                  onClick={() => onChange(offering.id)}
                >
                  <td>
                    <label className={classes.rowLabel}>
                      <input
                        type="radio"
                        name="serviceofferingid"
                        value={offering.id}
                        checked={offering.id === value}
                        onChange={() => onChange(offering.id)}
                      />
                      {offering.name}
                    </label>
                  </td>
                  <td className={classes.right}>{offering.cpunumber}</td>
                  <td className={classes.right}>{offering.cpuspeed} MHz</td>
                  <td className={classes.right}>{formatBytes(offering.memory * mebibyte)}</td>
                  <td>{words.value(offering.storagetype)}</td>
                  <td>{t(offering.offerha ? 'ui.yes' : 'ui.no')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Section>
  );
}
