import { ActionIcon, Menu } from '@mantine/core';
import { CircleUser, History, KeyRound, LockKeyhole, LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useQuery } from '../../api/live.ts';
import { useMay } from '../../api/permissions.ts';
import { signOut } from '../../api/sign-in.ts';
import { openPanel, openWidePanel } from '../../stores/overlay.ts';
import { CallsPanel } from '../api-calls/CallsPanel.tsx';
import { ResourceForm } from '../ResourceForm.tsx';
import { roleName } from '../role-words.ts';
import classes from './AccountMenu.module.css';
import { MyKeys } from './MyKeys.tsx';

function ChangePassword({ id, current }: { id: string; current: boolean }) {
  const { t } = useTranslation();
  return (
    <ResourceForm
      command="updateUser"
      fixed={{ id }}
      fields={[
        { name: 'currentpassword', kind: 'password', when: () => current },
        { name: 'password', kind: 'password', label: t('accounts.newPassword') },
      ]}
      summary={() => t('session.passwordSummary')}
      submitLabel={t('session.changePassword')}
    />
  );
}

/** Who one is in this window, and what is one's own: password, keys, and the way out for whoever came by the sign-in page. */
export function AccountMenu() {
  const { t } = useTranslation();
  const may = useMay();
  const session = useQuery('getSession', {}).data;
  if (session === undefined) return null;
  const { username, userid, account, domainpath, rolename, signedin, haspassword } = session;
  const label = t('session.menu', { name: username });
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <ActionIcon aria-label={label} title={label}>
          <CircleUser size={17} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <strong>{username}</strong>
          <span>{t('session.of', { account, domain: domainpath })}</span>
          <span>{roleName(rolename)}</span>
          {signedin ? null : <span className={classes.desk}>{t('session.desk')}</span>}
        </div>
        <Menu.Divider />
        {may('updateUser') ? (
          <Menu.Item
            leftSection={<LockKeyhole size={14} aria-hidden />}
            onClick={() =>
              openPanel({
                title: t('session.changePassword'),
                content: <ChangePassword id={userid} current={haspassword} />,
              })
            }
          >
            {t(haspassword ? 'session.changePassword' : 'session.setPassword')}
          </Menu.Item>
        ) : null}
        {may('getUserKeys') ? (
          <Menu.Item
            leftSection={<KeyRound size={14} aria-hidden />}
            onClick={() => openPanel({ title: t('session.myKeys'), content: <MyKeys /> })}
          >
            {t('session.myKeys')}
          </Menu.Item>
        ) : null}
        {may('getUserKeys') ? (
          <Menu.Item
            leftSection={<History size={14} aria-hidden />}
            onClick={() => openWidePanel({ title: t('api.calls'), content: <CallsPanel /> })}
          >
            {t('api.calls')}
          </Menu.Item>
        ) : null}
        {signedin ? (
          <Menu.Item leftSection={<LogOut size={14} aria-hidden />} onClick={() => void signOut()}>
            {t('session.signOut')}
          </Menu.Item>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
