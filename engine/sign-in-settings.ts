import { define, type SettingDefinition } from './setting-values.ts';

/** What the settings say of passwords and of those who guess at them. */
export const signInSettings: readonly SettingDefinition[] = [
  define(
    'incorrect.login.attempts.allowed',
    'Advanced',
    'number',
    '5',
    'Wrong passwords in a row after which a user is shut out; 0 never shuts out.',
    'Counted at every attempt; the user is then disabled until an administrator enables them again.',
    { whole: true, minimum: 0, maximum: 1000 },
  ),
  define(
    'window.signin.enabled',
    'Advanced',
    'boolean',
    'false',
    'Whether people with an account can sign in at the address of the windows, by name and password.',
    'Where the pages are served to a browser: who comes without the key of the desk is asked who he is. Off, he is refused, and who had signed in is signed out. The address is this computer’s own in both cases.',
    { deviation: 'CloudStack has its pages open to everybody who reaches the server.' },
  ),
  define(
    'password.policy.minimum.length',
    'Advanced',
    'number',
    '8',
    'Characters that a user’s password has at least.',
    'Looked at when a password is set; those that were set before stay.',
    { whole: true, minimum: 1, maximum: 256, deviation: 'CloudStack’s default is 0.' },
  ),
  define(
    'password.policy.allowPasswordToContainUsername',
    'Advanced',
    'boolean',
    'false',
    'Whether a password may contain the name of its user.',
    'Looked at when a password is set.',
    { deviation: 'CloudStack’s default is true.' },
  ),
];
