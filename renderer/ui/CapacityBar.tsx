// biome-ignore-all lint/a11y/useSemanticElements: a meter element shows one value and cannot be styled in every engine
import classes from './CapacityBar.module.css';

interface Props {
  label: string;
  /** Really used, in the unit of `total`. */
  used: number;
  /** Promised, where it differs from what is used. */
  allocated?: number | undefined;
  total: number;
  /** Turns a number into text with its unit. */
  format: (value: number) => string;
}

/** Used of total as a bar: accent, amber from 75 %, red from 90 %. The figures stand beside it, colour is not alone. */
export function CapacityBar({ label, used, allocated, total, format }: Props) {
  const share = total > 0 ? Math.min(1, used / total) : 0;
  const promised = total > 0 ? Math.min(1, (allocated ?? 0) / total) : 0;
  const fill =
    share >= 0.9 ? 'var(--tone-error)' : share >= 0.75 ? 'var(--tone-warning)' : 'var(--mantine-primary-color-filled)';
  const percent = Math.round(share * 100);
  return (
    <div className={classes.root}>
      <div className={classes.head}>
        <span>{label}</span>
        <span className={`${classes.numbers} number`}>
          {format(used)} / {format(total)} · {percent}%
        </span>
      </div>
      <div
        className={classes.track}
        style={{ '--fill': fill } as React.CSSProperties}
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        aria-valuetext={`${format(used)} / ${format(total)}`}
      >
        {promised > share ? (
          <div className={`${classes.fill} ${classes.allocated}`} style={{ width: `${promised * 100}%` }} />
        ) : null}
        <div className={classes.fill} style={{ width: `${share * 100}%` }} />
      </div>
    </div>
  );
}
