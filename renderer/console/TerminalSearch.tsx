import { TextInput } from '@mantine/core';
import { ArrowDown, ArrowUp, CaseSensitive, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BarButton } from './BarParts.tsx';
import { isFindKey, type LineTerminal, type Matches, maximumMatches } from './line-terminal.ts';
import classes from './TerminalSearch.module.css';

const longest = 200;

export interface TerminalSearchControl {
  open: boolean;
  /** Grows whenever the search is asked for, also when it is open already. */
  asked: number;
  toggle(): void;
  close(): void;
  /** For the element around the terminal: opens the search by its key. */
  onKeyDown(event: KeyboardEvent): void;
}

/** Whether a terminal's search is open; its button and its key are in different places. */
export function useTerminalSearch(): TerminalSearchControl {
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(0);
  return {
    open,
    asked,
    toggle: () => setOpen(!open),
    close: () => setOpen(false),
    onKeyDown(event) {
      if (!isFindKey(event)) return;
      event.preventDefault();
      setOpen(true);
      setAsked(asked + 1);
    },
  };
}

function MatchCount({ index, count }: Matches) {
  const { t } = useTranslation();
  if (count === 0) return t('terminalSearch.none');
  const most = count >= maximumMatches;
  if (index < 0) return t(most ? 'terminalSearch.manyFound' : 'terminalSearch.found', { number: count });
  return t(most ? 'terminalSearch.many' : 'terminalSearch.count', { index: index + 1, number: count });
}

interface Props {
  terminal: LineTerminal;
  control: TerminalSearchControl;
}

/** Over the corner of a terminal: looks for a text in all that it holds, the newest match first. */
export function TerminalSearch({ terminal, control }: Props) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [matchCase, setMatchCase] = useState(false);
  const [matches, setMatches] = useState<Matches>({ index: -1, count: 0 });
  const { asked } = control;

  useEffect(() => terminal.onMatches(setMatches), [terminal]);
  useEffect(() => () => terminal.endSearch(), [terminal]);
  useEffect(() => terminal.search(text, matchCase), [terminal, text, matchCase]);
  useEffect(() => {
    // Also when it is asked for again.
    if (asked < 0) return;
    input.current?.focus();
    input.current?.select();
  }, [asked]);

  const none = matches.count === 0;
  const step = (where: 'up' | 'down') => terminal.step(text, matchCase, where);
  const close = () => {
    control.close();
    terminal.focus();
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: Mantine's fields bring their own form elements
    <div
      className={classes.search}
      role="search"
      aria-label={t('terminalSearch.label')}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        close();
      }}
    >
      <TextInput
        ref={input}
        className={classes.input}
        size="xs"
        aria-label={t('terminalSearch.label')}
        placeholder={t('terminalSearch.placeholder')}
        value={text}
        maxLength={longest}
        spellCheck={false}
        data-autofocus
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.nativeEvent.isComposing) return;
          event.preventDefault();
          event.stopPropagation();
          step(event.shiftKey ? 'down' : 'up');
        }}
      />
      <span className={`${classes.count} number ${none && text !== '' ? classes.none : ''}`} role="status">
        {text === '' ? null : <MatchCount {...matches} />}
      </span>
      <BarButton
        icon={CaseSensitive}
        label={t('terminalSearch.matchCase')}
        pressed={matchCase}
        onClick={() => setMatchCase(!matchCase)}
      />
      <BarButton icon={ArrowUp} label={t('terminalSearch.up')} disabled={none} onClick={() => step('up')} />
      <BarButton icon={ArrowDown} label={t('terminalSearch.down')} disabled={none} onClick={() => step('down')} />
      <BarButton icon={X} label={t('terminalSearch.close')} onClick={close} />
    </div>
  );
}
