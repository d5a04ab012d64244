import type { ReactNode } from 'react';
import { CopyButton } from '../ui/CopyButton.tsx';
import classes from './Facts.module.css';
import { useWords } from './words.ts';

/** One fact about a thing. */
export interface Fact {
  /** A field of the contract; its word is the label unless `label` is given. */
  field: string;
  label?: string;
  value: ReactNode;
  /** Text for the copy button. */
  copy?: string | undefined;
  /** Ids, addresses and paths. */
  mono?: boolean;
}

/** Facts in a column, label above value; those without a value are left out. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const words = useWords();
  return (
    <dl className={classes.facts}>
      {facts
        .filter((fact) => fact.value !== undefined && fact.value !== null && fact.value !== '')
        .map((fact) => {
          const label = fact.label ?? words.field(fact.field);
          return (
            <div key={fact.field} className={classes.fact}>
              <dt>{label}</dt>
              <dd className={fact.mono ? 'mono' : undefined}>
                <span>{fact.value}</span>
                {fact.copy === undefined ? null : (
                  <span className={classes.copy}>
                    <CopyButton value={fact.copy} label={label} />
                  </span>
                )}
              </dd>
            </div>
          );
        })}
    </dl>
  );
}
