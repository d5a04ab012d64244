import { ActionIcon, Popover, VisuallyHidden } from '@mantine/core';
import { CircleQuestionMark } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CommandName } from '../../engine/contract/contract.ts';
import { parameterText } from '../../engine/contract/parameters.ts';
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

/** A question mark that opens what the contract says of a parameter, in the words that the API's reference has too. */
export function HelpMark({ label, about }: Props) {
  const { t, i18n } = useTranslation();
  const [opened, setOpened] = useState(false);
  const found = about.find(({ command, parameter }) => parameterText(command, parameter) !== undefined);
  const text = found === undefined ? undefined : parameterText(found.command, found.parameter);
  if (found === undefined || text === undefined) return null;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={300} withinPortal trapFocus={false}>
      <Popover.Target>
        <ActionIcon
          className={classes.mark ?? ''}
          size={20}
          onClick={() => setOpened((before) => !before)}
          onBlur={(event) => {
            // Who goes on by Tab is done with it; who selects a word of it is not.
            const next = event.relatedTarget;
            if (next !== null && next.closest(`.${classes.text}`) === null) setOpened(false);
          }}
          onKeyDown={(event) => {
            // Esc closes this and not the panel that the form is in.
            if (event.key !== 'Escape' || !opened) return;
            event.preventDefault();
            setOpened(false);
          }}
        >
          <CircleQuestionMark size={14} aria-hidden />
          {/* Its name as text and not as a label: what looks for the field by its label must find the field alone. */}
          <VisuallyHidden>{t('forms.about', { field: label })}</VisuallyHidden>
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className={classes.text ?? ''}>
        <p>{text[i18n.language === 'zh-CN' ? 'zh' : 'en']}</p>
        <p className={classes.parameter}>
          {t('forms.parameter')} <span className="mono">{found.parameter}</span>
        </p>
      </Popover.Dropdown>
    </Popover>
  );
}

/** A field with the mark at the end of its label's line; beside the label and not in it, so that the field keeps its name. */
export function WithHelp({ label, about, children }: Props & { children: ReactNode }) {
  return (
    <div className={classes.field}>
      {children}
      <span className={classes.place}>
        <HelpMark label={label} about={about} />
      </span>
    </div>
  );
}
