import i18next from 'i18next';
import type { CommandName, Input } from '../../engine/contract/contract.ts';
import { confirm } from '../stores/overlay.ts';
import classes from './ResourceUsers.module.css';
import { ResourceUsers, type Users, usersLine, usersOf } from './ResourceUsers.tsx';
import { runCommand } from './run-command.ts';
import { word } from './words.ts';

interface Deletion<K extends CommandName> {
  command: K;
  things: readonly { id: string; name: string }[];
  /** What else goes, or what stays; one sentence. */
  consequence: string;
  /** True when data dies: the name has to be typed. */
  dataDies?: boolean;
}

/** One thing: what uses it stands in the question, and where that forbids the deletion there is no yes. */
function confirmOne(verb: string, name: string, users: Users | undefined, consequence: string, dataDies: boolean) {
  const title = `${verb}: ${name}`;
  if (users?.blocked)
    return confirm({
      title,
      message: (
        <>
          {i18next.t('users.blocked', { name })}
          <ResourceUsers users={users.users.filter((group) => group.blocks)} />
        </>
      ),
      action: verb,
      danger: true,
      refused: true,
    });
  return confirm({
    title,
    message: (
      <>
        {consequence}
        {users === undefined || users.users.length === 0 ? null : (
          <>
            <p>{i18next.t(users.resourcetype === 'account' ? 'users.goToo' : 'users.kept')}</p>
            <ResourceUsers users={users.users} />
          </>
        )}
      </>
    ),
    action: verb,
    danger: true,
    ...(dataDies ? { typeName: name } : {}),
  });
}

/**
 * Asks, then deletes one thing or many, each on its own: one failure does not stop the others. What is in use is not tried: the
 * question says by what.
 */
export async function confirmDelete<K extends CommandName>({
  command,
  things,
  consequence,
  dataDies = false,
}: Deletion<K>): Promise<boolean> {
  const found = await Promise.all(things.map(async (thing) => ({ thing, users: await usersOf(command, thing.id) })));
  const [first] = found;
  if (first === undefined) return false;
  const verb = word('commands', command);
  const free = found.filter(({ users }) => users?.blocked !== true).map(({ thing }) => thing);
  const used = found.filter(({ users }) => users?.blocked === true);
  const yes = await (found.length === 1
    ? confirmOne(verb, first.thing.name, first.users, consequence, dataDies)
    : confirm({
        title: i18next.t('lists.deleteMany', { verb, count: free.length || found.length }),
        message: (
          <>
            {free.length === 0 ? null : `${free.map((thing) => thing.name).join(', ')}. ${consequence}`}
            {used.length === 0 ? null : (
              <>
                <p>{i18next.t('users.someBlocked')}</p>
                <ul className={classes.list} aria-label={i18next.t('users.label')}>
                  {used.map(({ thing, users }) => (
                    <li key={thing.id}>
                      <span>{thing.name}</span>
                      <span className={classes.names}>{users === undefined ? null : usersLine(users)}</span>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </>
        ),
        action: verb,
        danger: true,
        refused: free.length === 0,
      }));
  if (!yes) return false;
  const done = await Promise.all(free.map((thing) => runCommand(command, { id: thing.id } as Input<K>, thing.name)));
  return done.every(Boolean);
}
