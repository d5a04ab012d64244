import { ActionIcon, Popover, VisuallyHidden } from '@mantine/core';
import { CircleQuestionMark } from 'lucide-react';
import { type FocusEvent, type KeyboardEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandName } from '../../engine/contract/contract.ts';
import { parameterText } from '../../engine/contract/texts/meaning.ts';
import classes from './HelpMark.module.css';

/** The first of these parameters that the contract explains. */
export interface HelpAbout {
  command: CommandName;
  parameter: string;
}

interface Props {
  /** What the field is called. */
  label: string;
  about: readonly HelpAbout[];
}

interface Help {
  opened: boolean;
  setOpened: (opened: boolean) => void;
  parameter: string;
  text: string;
  /** For the element that holds field and mark: F1 in the field opens the help, Esc and going on close it. */
  keys: {
    onKeyDown: (event: KeyboardEvent) => void;
    onBlur: (event: FocusEvent) => void;
  };
}

/** What the contract says of a field, and whether it is open. Nothing for a field that it does not explain. */
function useHelp(about: readonly HelpAbout[]): Help | undefined {
  const { i18n } = useTranslation();
  const [opened, setOpened] = useState(false);
  const found = about.find(({ command, parameter }) => parameterText(command, parameter) !== undefined);
  const text = found === undefined ? undefined : parameterText(found.command, found.parameter);
  if (found === undefined || text === undefined) return undefined;
  return {
    opened,
    setOpened,
    parameter: found.parameter,
    text: text[i18n.language === 'zh-CN' ? 'zh' : 'en'],
    keys: {
      onKeyDown: (event) => {
        const closes = event.key === 'Escape' && opened;
        if (event.key !== 'F1' && !closes) return;
        // Neither the browser's own help, nor the end of the panel that the form is in.
        event.preventDefault();
        event.stopPropagation();
        setOpened(!opened);
      },
      onBlur: (event) => {
        // Who goes on by Tab is done with it; who selects a word of it is not.
        const next = event.relatedTarget;
        if (next === null || event.currentTarget.contains(next) || next.closest(`.${classes.text}`) !== null) return;
        setOpened(false);
      },
    },
  };
}

/** A question mark that opens it. It is for the pointer: the keyboard has F1 in the field itself, and no stop at every mark. */
function HelpMark({ label, help }: { label: string; help: Help }) {
  const { t } = useTranslation();
  const { opened, setOpened, parameter, text } = help;
  return (
    <>
      <Popover opened={opened} onChange={setOpened} position="bottom-end" width={300} withinPortal trapFocus={false}>
        <Popover.Target>
          <ActionIcon
            className={classes.mark ?? ''}
            size={20}
            tabIndex={-1}
            aria-keyshortcuts="F1"
            onClick={() => setOpened(!opened)}
          >
            <CircleQuestionMark size={14} aria-hidden />
            {/* Its name as text and not as a label: what looks for the field by its label must find the field alone. */}
            <VisuallyHidden>{t('forms.about', { field: label })}</VisuallyHidden>
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown className={classes.text ?? ''}>
          <p>{text}</p>
          <p className={classes.parameter}>
            {t('forms.parameter')} <span className="mono">{parameter}</span>
          </p>
        </Popover.Dropdown>
      </Popover>
      {/* The focus stays in the field, so that what was opened is read out from here. */}
      <VisuallyHidden aria-live="polite">{opened ? text : null}</VisuallyHidden>
    </>
  );
}

/** A field with the mark at the end of its label's line; beside the label and not in it, so that the field keeps its name. */
export function WithHelp({ label, about, children }: Props & { children: ReactNode }) {
  const help = useHelp(about);
  if (help === undefined) return <div className={classes.field}>{children}</div>;
  return (
    <div className={classes.field} {...help.keys}>
      {children}
      <span className={classes.place}>
        <HelpMark label={label} help={help} />
      </span>
    </div>
  );
}

/** The same for a choice that has no label of its own: its parts come between, and `mark` is put where it belongs. */
export function HelpScope({ label, about, children }: Props & { children: (mark: ReactNode) => ReactNode }) {
  const help = useHelp(about);
  return <div {...help?.keys}>{children(help === undefined ? null : <HelpMark label={label} help={help} />)}</div>;
}
