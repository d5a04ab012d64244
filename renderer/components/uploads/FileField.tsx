import { Button, Input, Text } from '@mantine/core';
import { FileUp } from 'lucide-react';
import { type DragEvent, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes } from '../../ui/format.ts';
import classes from './FileField.module.css';

interface Props {
  label: string;
  help: string | undefined;
  error: string | undefined;
  required: boolean;
  name: string;
  accept: string | undefined;
  value: File | undefined;
  onChange: (file: File | undefined) => void;
}

/** A file of this computer: chosen by a button, or dropped. It is only looked into; nothing is copied anywhere. */
export function FileField({ label, help, error, required, name, accept, value, onChange }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    // Nobody else is to take it: it is this form's.
    event.stopPropagation();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) onChange(file);
  };
  return (
    <Input.Wrapper
      label={label}
      description={help}
      error={error}
      withAsterisk={required}
      labelElement="div"
      labelProps={{ id }}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
    >
      {/** biome-ignore lint/a11y/noStaticElementInteractions: who cannot drag has the button inside */}
      <div
        className={classes.root}
        data-over={over || undefined}
        data-drop-target
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <input
          ref={input}
          type="file"
          hidden
          accept={accept}
          aria-labelledby={id}
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            // The same file may be chosen once more, after it was changed.
            event.currentTarget.value = '';
            if (file !== undefined) onChange(file);
          }}
        />
        <Button
          variant="default"
          name={name}
          leftSection={<FileUp size={15} aria-hidden />}
          onClick={() => input.current?.click()}
        >
          {t(value === undefined ? 'uploads.choose' : 'uploads.chooseOther')}
        </Button>
        {value === undefined ? (
          <Text size="sm" c="dimmed">
            {t('uploads.orDrop')}
          </Text>
        ) : (
          <Text size="sm" className={classes.file ?? ''}>
            {value.name} · {formatBytes(value.size)}
          </Text>
        )}
      </div>
    </Input.Wrapper>
  );
}
