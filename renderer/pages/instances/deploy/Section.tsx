import type { ReactNode } from 'react';
import { HelpMark } from '../../../components/HelpMark.tsx';
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
    <section className={classes.section} aria-label={title}>
      <div className={classes.heading}>
        <h2>{title}</h2>
        {aside}
        {parameter === undefined ? null : <HelpMark label={title} about={deployHelp(parameter)} />}
      </div>
      {children}
    </section>
  );
}
