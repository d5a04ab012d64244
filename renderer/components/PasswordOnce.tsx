import { useTranslation } from 'react-i18next';
import { SecretOnce } from './SecretOnce.tsx';

/** The password of a guest, as the answer of a job has it. */
export function PasswordOnce({ password }: { password: string }) {
  const { t } = useTranslation();
  return <SecretOnce label={t('guestData.password')} secret={password} text={t('guestData.passwordOnce')} />;
}
