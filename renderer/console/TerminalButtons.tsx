import { ClipboardCopy, Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { showToast } from '../stores/toasts.ts';
import { BarButton } from './BarParts.tsx';
import type { LineTerminal } from './line-terminal.ts';
import type { TerminalSearchControl } from './TerminalSearch.tsx';

/** What every terminal's bar offers: search in it, and copy from it. */
export function TerminalButtons({ terminal, search }: { terminal: LineTerminal; search: TerminalSearchControl }) {
  const { t } = useTranslation();
  const copy = async () => {
    await terminal.copy();
    showToast({ tone: 'ok', title: t('ui.copied') });
  };
  return (
    <>
      <BarButton icon={Search} label={t('terminalSearch.open')} pressed={search.open} onClick={search.toggle} />
      <BarButton icon={ClipboardCopy} label={t('console.copy')} onClick={() => void copy()} />
    </>
  );
}
