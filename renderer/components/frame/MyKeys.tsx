import { useTranslation } from 'react-i18next';
import { useQuery } from '../../api/live.ts';
import { ApiKeys } from '../ApiKeys.tsx';
import classes from './AccountMenu.module.css';

/** The caller's own keys of the HTTP API, and where they are for. */
export function MyKeys() {
  const { t } = useTranslation();
  const session = useQuery('getSession', {}).data;
  if (session === undefined) return null;
  const { haskeys, userid, apiurl } = session;
  const address = {
    field: 'url',
    label: t('settings.api.address'),
    value: apiurl ?? t('session.apiOff'),
    copy: apiurl,
    mono: apiurl !== undefined,
  };
  return (
    <div className={classes.keys}>
      <ApiKeys userid={userid} haskeys={haskeys} facts={[address]} />
    </div>
  );
}
