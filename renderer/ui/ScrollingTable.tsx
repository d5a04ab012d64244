import type { ReactNode } from 'react';
import classes from './ScrollingTable.module.css';

interface Props {
  /** The region's name. */
  label: string;
  /** The table's head and body. */
  children: ReactNode;
  /** What stands under the rows, such as why there are none. */
  below?: ReactNode;
}

/** A small table that is there whole and scrolls inside a frame, its head in sight. Lists of resources are another thing. */
export function ScrollingTable({ label, children, below }: Props) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region is reached by keyboard
    <section className={classes.scroll} tabIndex={0} aria-label={label}>
      <table className={classes.table}>{children}</table>
      {below}
    </section>
  );
}
