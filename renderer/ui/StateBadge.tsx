import classes from './StateBadge.module.css';
import { Tip } from './Tip.tsx';

export type Tone = 'ok' | 'off' | 'busy' | 'warning' | 'error';

interface Props {
  tone: Tone;
  word: string;
  /** Shown on hover: why, or since when. */
  detail?: string | undefined;
  /** Framed, for title rows. */
  pill?: boolean;
}

/** A state as dot and word; transitional states pulse slowly. Never colour alone. */
export function StateBadge({ tone, word, detail, pill = false }: Props) {
  return (
    <Tip label={detail}>
      <span className={`${classes.badge} ${classes[tone]} ${pill ? classes.pill : ''}`} data-tone={tone}>
        <span className={classes.dot} aria-hidden />
        <span className={classes.word}>{word}</span>
      </span>
    </Tip>
  );
}
