import { Button, FileButton, Text } from '@mantine/core';
import { ImageUp } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { logoLimit, logoTypes } from '../../../engine/contract/branding.ts';
import { BrandMark } from '../../ui/BrandMark.tsx';
import classes from './SettingsPage.module.css';

interface Props {
  name: string;
  /** A data URL, or empty for Benchtop's own mark. */
  value: string;
  error: string | undefined;
  busy: boolean;
  onSave: (value: string) => void;
}

const dataUrlOf = (file: File): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

/** A logo as it is now, and a file for another; the engine says whether it is one. */
export function LogoInput({ name, value, error, busy, onSave }: Props) {
  const { t } = useTranslation();
  const [refused, setRefused] = useState<string | undefined>(undefined);
  const choose = async (file: File | null) => {
    if (file === null) return;
    setRefused(undefined);
    // Not read at all: a film would fill the window's memory.
    if (file.size > logoLimit) return setRefused(t('settings.logoTooLarge', { limit: logoLimit / 1024 }));
    try {
      onSave(await dataUrlOf(file));
    } catch {
      setRefused(t('settings.logoUnreadable'));
    }
  };
  const message = refused ?? error;
  return (
    <div>
      <div className={classes.logo}>
        <BrandMark size={28} logo={value === '' ? undefined : value} />
        <FileButton accept={logoTypes.join(',')} onChange={(file) => void choose(file)}>
          {(props) => (
            <Button
              {...props}
              variant="default"
              size="compact-sm"
              h={30}
              loading={busy}
              leftSection={<ImageUp size={15} aria-hidden />}
              aria-label={t('settings.chooseLogoNamed', { name })}
            >
              {t('settings.chooseLogo')}
            </Button>
          )}
        </FileButton>
      </div>
      {message === undefined ? null : (
        <Text size="xs" c="var(--mantine-color-error)" role="alert">
          {message}
        </Text>
      )}
    </div>
  );
}
