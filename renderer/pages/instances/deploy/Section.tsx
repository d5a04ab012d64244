import type { ReactNode } from 'react';
import { HelpScope } from '../../../components/HelpMark.tsx';
import classes from './deploy.module.css';
import { deployHelp } from './deploy-help.ts';

interface Props {
  title: string;
  /** The parameter that is chosen here. */
  parameter?: string;
  aside?: ReactNode;
  children: ReactNode;
}

/** One part of the deploy page under its heading. */
export function Section({ title, parameter, aside, children }: Props) {
  return (
    <HelpScope label={title} about={parameter === undefined ? [] : deployHelp(parameter)}>
      {(mark) => (
        <section className={classes.section} aria-label={title}>
          <div className={classes.heading}>
            <h2>{title}</h2>
            {aside}
            {mark}
          </div>
          {children}
        </section>
      )}
    </HelpScope>
  );
}
