import { useTranslation } from 'react-i18next';
import type { Badge } from '../../engine/contract/states.ts';
import { formatAbsolute, parseDate } from '../ui/format.ts';
import { StateBadge } from '../ui/StateBadge.tsx';
import { useWords } from './words.ts';

/** A badge of the contract in the words of the language, with its since-when and its reason on hover. */
export function StateOf({
  badge,
  detail,
  pill = false,
}: {
  badge: Badge;
  detail?: string | undefined;
  pill?: boolean;
}) {
  const { t, i18n } = useTranslation();
  const words = useWords();
  const since = parseDate(badge.since);
  const parts = [
    detail,
    since === undefined ? undefined : t('detail.since', { time: formatAbsolute(since, i18n.language) }),
  ].filter(Boolean);
  return (
    <StateBadge
      tone={badge.tone}
      word={words.state(badge.word)}
      detail={parts.length > 0 ? parts.join(' · ') : undefined}
      pill={pill}
    />
  );
}
