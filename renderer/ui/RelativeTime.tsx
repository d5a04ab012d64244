import { useTranslation } from 'react-i18next';
import { formatAbsolute, formatRelative, parseDate } from './format.ts';
import { Tip } from './Tip.tsx';
import { useNow } from './use-now.ts';

/** A time as "3 min. ago", with the absolute one on hover. */
export function RelativeTime({ date, fallback = '–' }: { date: string | undefined; fallback?: string }) {
  const { i18n } = useTranslation();
  const now = useNow();
  const parsed = parseDate(date);
  if (parsed === undefined) return <span>{fallback}</span>;
  return (
    <Tip label={formatAbsolute(parsed, i18n.language)}>
      <time dateTime={parsed.toISOString()} className="number">
        {formatRelative(parsed, Math.max(now, parsed.getTime()), i18n.language)}
      </time>
    </Tip>
  );
}
