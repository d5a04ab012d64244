import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { CircleAlert, Info } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { textOf } from '../../../engine/contract/phrase.ts';
import { type ApiError, toApiError } from '../../api/client.ts';
import { takeParting } from '../../api/parting.ts';
import { signIn } from '../../api/sign-in.ts';
import { LanguageMenu, ThemeMenu } from '../../components/frame/FaceMenus.tsx';
import { said } from '../../i18n/said.ts';
import { BrandMark } from '../../ui/BrandMark.tsx';
import classes from './SignInPage.module.css';

// Read before anything is drawn: it is told once, and a page may be drawn twice.
const parting = takeParting();

/** Asks who one is: name, password, and the domain where it is not the top one. Says why it was not taken, and when the next try may come. */
export function SignInPage({ name, logo }: { name: string; logo: string | undefined }) {
  const { t } = useTranslation();
  const [given, setGiven] = useState({ username: '', password: '', domain: '' });
  const [error, setError] = useState<ApiError | undefined>(undefined);
  const [busy, setBusy] = useState(false);
  const [tried, setTried] = useState(false);
  // Said here and not by the browser, which has a language of its own.
  const missing = (field: 'username' | 'password') =>
    tried && !busy && error === undefined && given[field].trim() === '' ? t('validation.required') : undefined;
  useEffect(() => {
    document.title = `${t('signIn.title')} · ${name}`;
  }, [t, name]);
  const set = (field: keyof typeof given) => (value: string) => {
    setGiven({ ...given, [field]: value });
    setError(undefined);
  };
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    setTried(true);
    const empty = (['username', 'password'] as const).find((field) => given[field].trim() === '');
    if (empty !== undefined) {
      form.querySelector<HTMLInputElement>(`[name=${empty}]`)?.focus();
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      const { username, password, domain } = given;
      await signIn({ username: username.trim(), password, ...(domain.trim() !== '' && { domain: domain.trim() }) });
      location.reload();
    } catch (thrown) {
      setError(toApiError(thrown));
      setBusy(false);
      // What was wrong is most often the password: it is typed anew.
      setGiven({ ...given, password: '' });
      setTried(false);
      form.querySelector<HTMLInputElement>('[name=password]')?.focus();
    }
  };
  return (
    <div className={classes.page}>
      <div className={classes.menus}>
        <LanguageMenu />
        <ThemeMenu />
      </div>
      <main className={classes.card}>
        <div className={classes.brand}>
          <BrandMark size={32} logo={logo} />
          <span>{name}</span>
        </div>
        <h1>{t('signIn.title')}</h1>
        {parting === undefined || error !== undefined ? null : (
          <Alert variant="light" color="gray" icon={<Info size={16} aria-hidden />} role="status">
            {said(parting, textOf(parting))}
          </Alert>
        )}
        {error === undefined ? null : (
          <Alert variant="light" color="red" icon={<CircleAlert size={16} aria-hidden />} role="alert">
            <strong>{error.message}</strong>
            {error.hint === undefined ? null : <div>{error.hint}</div>}
          </Alert>
        )}
        <form onSubmit={submit} className={classes.form} aria-label={t('signIn.title')} noValidate>
          <TextInput
            name="username"
            error={missing('username')}
            label={t('signIn.username')}
            autoComplete="username"
            autoCapitalize="none"
            spellCheck={false}
            data-autofocus
            autoFocus
            required
            withAsterisk={false}
            maxLength={255}
            value={given.username}
            onChange={(event) => set('username')(event.currentTarget.value)}
          />
          <PasswordInput
            name="password"
            error={missing('password')}
            label={t('signIn.password')}
            autoComplete="current-password"
            required
            withAsterisk={false}
            maxLength={1024}
            value={given.password}
            onChange={(event) => set('password')(event.currentTarget.value)}
          />
          <TextInput
            label={t('signIn.domain')}
            description={t('signIn.domainHelp')}
            inputWrapperOrder={['label', 'input', 'error', 'description']}
            autoComplete="organization"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={4096}
            value={given.domain}
            onChange={(event) => set('domain')(event.currentTarget.value)}
          />
          <Button type="submit" fullWidth loading={busy}>
            {t('signIn.submit')}
          </Button>
        </form>
      </main>
    </div>
  );
}
