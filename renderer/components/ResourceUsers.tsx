import i18next from 'i18next';
import { useTranslation } from 'react-i18next';
import type { CommandName, Output } from '../../engine/contract/contract.ts';
import { deletedBy, type UsedNoun } from '../../engine/contract/resource-users.ts';
import { call } from '../api/client.ts';
import { ResourceLink } from './ResourceLink.tsx';
import classes from './ResourceUsers.module.css';
import { resourcePath } from './resource-path.ts';

export type Users = Output<'getResourceUsers'>;

/** What uses a thing that a command would delete; nothing where the engine does not tell (another role, another kind of thing). */
export async function usersOf(command: CommandName, id: string): Promise<Users | undefined> {
  const noun = (Object.keys(deletedBy) as UsedNoun[]).find((each) => deletedBy[each] === command);
  if (noun === undefined) return undefined;
  try {
    return await call('getResourceUsers', { resourcetype: noun, id });
  } catch {
    // The deletion itself is judged by the engine again, and says why it is refused.
    return undefined;
  }
}

/** "3 instances", "1 volume": a count with its noun. */
function countOf(group: Users['users'][number]): string {
  return i18next.t(`users.${group.resourcetype}` as 'users.virtualmachine', { count: group.count });
}

/** The users of a thing, counted by kind, the first of each with a link. */
export function ResourceUsers({ users }: { users: Users['users'] }) {
  const { t } = useTranslation();
  if (users.length === 0) return null;
  return (
    <ul className={classes.list} aria-label={t('users.label')}>
      {users.map((group) => (
        <li key={group.resourcetype}>
          <span>{countOf(group)}</span>
          <span className={classes.names}>
            {group.resource.map((user) => (
              <ResourceLink key={user.id} href={resourcePath(group.resourcetype, user.id)} name={user.name} />
            ))}
            {group.count > group.resource.length ? (
              <span>{t('users.more', { count: group.count - group.resource.length })}</span>
            ) : null}
          </span>
        </li>
      ))}
    </ul>
  );
}

/** The same in one line, for one thing of many. */
export const usersLine = (users: Users): string =>
  users.users
    .filter((group) => group.blocks)
    .map(countOf)
    .join(', ');
