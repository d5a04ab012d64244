import { useTranslation } from 'react-i18next';
import type { UserView } from '../../../engine/contract/views.ts';
import { useOne } from '../../api/live.ts';
import { stateBadge } from '../../components/badges.ts';
import { DetailPage } from '../../components/DetailPage.tsx';
import { EventTimeline } from '../../components/EventTimeline.tsx';
import { icons } from '../../components/frame/navigation-items.ts';
import { ResourceLink } from '../../components/ResourceLink.tsx';
import { roleName } from '../../components/role-words.ts';
import { StateOf } from '../../components/StateOf.tsx';
import { paths } from '../../paths.ts';
import { RelativeTime } from '../../ui/RelativeTime.tsx';
import { useUserActions } from './user.tsx';

export function UserPage({ id }: { id: string }) {
  const { t } = useTranslation();
  return (
    <DetailPage<UserView>
      icon={icons.user}
      kind={t('nouns.user')}
      listPath={paths.users}
      result={useOne('listUsers', id)}
      name={(user) => user.username}
      badge={(user) => <StateOf badge={stateBadge(user.state)} pill />}
      actions={useUserActions()}
      facts={(user) => [
        { field: 'id', value: user.id, copy: user.id, mono: true },
        { field: 'firstname', value: user.firstname },
        { field: 'lastname', value: user.lastname },
        { field: 'email', value: user.email },
        { field: 'account', value: <ResourceLink href={paths.account(user.accountid)} name={user.account} /> },
        { field: 'domain', value: <ResourceLink href={paths.domain(user.domainid)} name={user.domain} /> },
        { field: 'rolename', value: <ResourceLink href={paths.role(user.roleid)} name={roleName(user.rolename)} /> },
        { field: 'haspassword', value: user.haspassword ? t('ui.yes') : t('ui.no') },
        { field: 'created', value: <RelativeTime date={user.created} /> },
      ]}
      tabs={(user) => [
        {
          id: 'events',
          label: t('detail.events'),
          needs: 'listEvents',
          content: <EventTimeline params={{ resourceid: user.id }} />,
        },
      ]}
    />
  );
}
