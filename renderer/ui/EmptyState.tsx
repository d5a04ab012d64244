import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import classes from './States.module.css';

interface Props {
  icon: LucideIcon;
  title: string;
  text?: string | undefined;
  /** The one sensible action. */
  action?: ReactNode;
}

/** What stands where there is nothing yet. */
export function EmptyState({ icon: Icon, title, text, action }: Props) {
  return (
    <div className={classes.center} role="status">
      <Icon size={32} strokeWidth={1.25} className={classes.icon} aria-hidden />
      <div className={classes.title}>{title}</div>
      {text ? <div className={classes.text}>{text}</div> : null}
      {action ? <div style={{ marginTop: 8 }}>{action}</div> : null}
    </div>
  );
}
