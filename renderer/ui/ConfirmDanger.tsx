import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

interface Props {
  title: string;
  message: ReactNode;
  action: string;
  danger?: boolean | undefined;
  /** The message says why there is no yes. */
  refused?: boolean | undefined;
  /** Only where data dies: the name that has to be typed. */
  typeName?: string | undefined;
  onAnswer: (yes: boolean) => void;
}

/** A question before something that cannot be taken back, or that others feel. Enter answers yes, Esc no. */
export function ConfirmDanger({ title, message, action, danger = true, refused = false, typeName, onAnswer }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const ready = !refused && (typeName === undefined || typed.trim() === typeName);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) onAnswer(true);
  };
  return (
    <Modal
      opened
      onClose={() => onAnswer(false)}
      title={title}
      centered
      closeButtonProps={{ 'aria-label': t('ui.close') }}
    >
      <form onSubmit={submit}>
        <Stack gap="lg">
          <Text component="div" size="md">
            {message}
          </Text>
          {typeName === undefined ? null : (
            <TextInput
              data-autofocus
              label={t('ui.typeName', { name: typeName })}
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              autoComplete="off"
              spellCheck={false}
            />
          )}
          <Group justify="flex-end" gap="sm">
            <Button variant="default" onClick={() => onAnswer(false)} data-autofocus={refused ? true : undefined}>
              {t('ui.cancel')}
            </Button>
            <Button
              type="submit"
              color={danger ? 'red' : undefined}
              disabled={!ready}
              data-autofocus={typeName === undefined && !refused ? true : undefined}
            >
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
