import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useWindowTitle } from './branding.ts';
import classes from './Page.module.css';

interface Props {
  icon: LucideIcon;
  title: string;
  badge?: ReactNode;
  /** Two or three primary actions and the ⋯ menu. */
  actions?: ReactNode;
  /** True when the children scroll as one; lists scroll inside themselves. */
  scroll?: boolean;
  children: ReactNode;
}

/** The skeleton of every page: the title row, then what it is about. */
export function Page({ icon: Icon, title, badge, actions, scroll = false, children }: Props) {
  useWindowTitle(title);
  return (
    <main className={classes.page} tabIndex={-1}>
      <div className={classes.head}>
        <div className={classes.title}>
          <Icon size={20} strokeWidth={1.75} className={classes.icon} aria-hidden />
          <h1>{title}</h1>
          {badge}
          <span className={classes.grow} />
          {actions}
        </div>
      </div>
      {scroll ? <div className={classes.scroll}>{children}</div> : children}
    </main>
  );
}
