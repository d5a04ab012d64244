import { Button, Group, NativeSelect, Popover, Stack, Text, Textarea } from '@mantine/core';
import { TextCursorInput } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '../stores/preferences.ts';
import type { ConsoleSession } from './console-session.ts';
import type { ConsoleState } from './console-state.ts';
import { layoutIds } from './layouts.ts';
import classes from './TypeText.module.css';
import { normalized, planTyping } from './typing.ts';

const longest = 4000;

/**
 * Milliseconds between two key events. QEMU spends 10 on each, so `fast` is the least that loses nothing; a guest that stalls for longer
 * than some ten events loses keys all the same, which is what the slower ones are for.
 */
const paces = { fast: 12, normal: 20, slow: 60 } as const;
export type Pace = keyof typeof paces;
const paceNames = Object.keys(paces) as Pace[];

interface Props {
  session: ConsoleSession;
  state: ConsoleState;
  disabled: boolean;
}

/** The text as the guest will get it: line ends and tabs are shown, what the layout cannot type stands out. */
function Preview({ text, untypable }: { text: string; untypable: readonly string[] }) {
  const visible: Record<string, string> = { '\n': '↵\n', '\t': '⇥\t' };
  return (
    <pre className={classes.preview}>
      {[...text].map((character, index) => {
        const key = `${index} ${character}`;
        if (untypable.includes(character)) return <mark key={key}>{character}</mark>;
        if (character in visible) return <i key={key}>{visible[character]}</i>;
        return character;
      })}
    </pre>
  );
}

/** Types a text into the guest key by key: the way in for a password or a command where there is no shared clipboard. */
export function TypeText({ session, state, disabled }: Props) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const layout = usePreferences((preferences) => preferences.consoleLayout);
  const pace = usePreferences((preferences) => preferences.consolePace);
  const set = usePreferences((preferences) => preferences.set);
  const byKeys = session.type === 'vnc';
  const { pasted } = state;
  useEffect(() => {
    if (pasted === undefined) return;
    session.takePasted();
    if (disabled) return;
    setText(pasted.slice(0, longest));
    setOpen(true);
  }, [pasted, session, disabled]);

  const typed = normalized(text);
  const plan = byKeys ? planTyping(typed, layout) : undefined;
  const untypable = plan !== undefined && 'untypable' in plan ? plan.untypable : [];
  const events =
    plan !== undefined && 'strokes' in plan ? plan.strokes.reduce((sum, keys) => sum + keys.length * 2, 0) : 0;
  const seconds = Math.ceil((events * paces[pace]) / 1000);
  const ready = typed !== '' && untypable.length === 0;

  const send = (withEnter: boolean) => {
    const whole = withEnter ? `${typed}\n` : typed;
    setOpen(false);
    setText('');
    session.surface.focus();
    if (!byKeys) void session.typeLine(whole);
    else {
      const keys = planTyping(whole, layout);
      if ('strokes' in keys) session.typeStrokes(keys, paces[pace]);
    }
  };

  return (
    <Popover
      opened={open && !disabled}
      onChange={setOpen}
      withinPortal={false}
      position="bottom-end"
      width={420}
      trapFocus
      returnFocus={false}
    >
      <Popover.Target>
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<TextCursorInput size={14} aria-hidden />}
          disabled={disabled}
          onClick={() => setOpen(!open)}
        >
          {t('console.typeText')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown className={classes.panel}>
        <Stack gap="sm">
          <Textarea
            label={t('console.typeLabel')}
            description={t(byKeys ? 'console.typeHelp' : 'console.typeLineHelp')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value.slice(0, longest))}
            autosize
            minRows={3}
            maxRows={6}
            data-autofocus
            spellCheck={false}
            error={
              untypable.length === 0
                ? undefined
                : t('console.untypable', { layout: t(`console.layouts.${layout}`), characters: untypable.join(' ') })
            }
          />
          {byKeys ? (
            <Group gap="sm" grow align="flex-start">
              <NativeSelect
                label={t('console.layout')}
                value={layout}
                onChange={(event) => {
                  const chosen = layoutIds.find((id) => id === event.currentTarget.value);
                  if (chosen !== undefined) set({ consoleLayout: chosen });
                }}
                data={layoutIds.map((id) => ({ value: id, label: t(`console.layouts.${id}`) }))}
              />
              <NativeSelect
                label={t('console.pace')}
                value={pace}
                onChange={(event) => {
                  const chosen = paceNames.find((each) => each === event.currentTarget.value);
                  if (chosen !== undefined) set({ consolePace: chosen });
                }}
                data={paceNames.map((each) => ({ value: each, label: t(`console.paces.${each}`) }))}
              />
            </Group>
          ) : null}
          {typed === '' ? null : (
            <div>
              <Text size="xs" c="dimmed" mb={4}>
                {byKeys && ready
                  ? t('console.previewTime', { count: [...typed].length, seconds })
                  : t('console.previewCount', { count: [...typed].length })}
              </Text>
              <Preview text={typed} untypable={untypable} />
            </div>
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" disabled={!ready} onClick={() => send(false)}>
              {t('console.type')}
            </Button>
            <Button disabled={!ready} onClick={() => send(true)}>
              {t('console.typeEnter')}
            </Button>
          </Group>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
