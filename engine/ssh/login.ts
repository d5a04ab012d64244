import type { AnyAuthMethod, AuthenticationType, AuthHandlerMiddleware, Client, ParsedKey } from 'ssh2';
import ssh2 from 'ssh2';
import { type Phrase, say } from '../contract/phrase.ts';
import { hostText, place, SshError } from './errors.ts';
import type { SshCredentials, SshTarget } from './ssh.ts';

/** The one way of logging in that the credentials allow, and what went on, for the sentence if it fails. */
export interface Login {
  authHandler: AuthHandlerMiddleware;
  /** Makes the sentence of a failed login from what the host offered and said. */
  failure(error: Error): SshError;
}

const readablePrivateKey = say`Paste the whole file, from "-----BEGIN" to "-----END"; the file without ".pub" is the private one.`;

/** Reads a private key; every way in which a pasted key is unusable has its own sentence. Throws `parameter`. */
export function readPrivateKey(text: string, passphrase: string | undefined): ParsedKey {
  const parsed = ssh2.utils.parseKey(text, passphrase);
  // An encrypted container may hold several keys; the first is the one that ssh-keygen makes.
  const key = Array.isArray(parsed) ? (parsed[0] as ParsedKey | undefined) : parsed;
  if (key instanceof Error || key === undefined) {
    const reason = key?.message ?? '';
    if (/no passphrase/i.test(reason))
      throw new SshError(
        'parameter',
        say`The private key is encrypted and no passphrase was given.`,
        say`Enter its passphrase.`,
      );
    if (passphrase !== undefined && /integrity|decrypt|passphrase|Malformed OpenSSH/i.test(reason))
      throw new SshError(
        'parameter',
        say`The passphrase does not open the private key.`,
        say`Enter the passphrase again.`,
      );
    throw new SshError('parameter', say`The private key cannot be read: ${hostText(reason)}`, readablePrivateKey);
  }
  if (!key.isPrivateKey())
    throw new SshError('parameter', say`This is a public key; the private key is needed.`, readablePrivateKey);
  return key;
}

/** Where the desktop's own SSH agent listens. Throws `parameter` when none runs. */
function agentSocket(): string {
  const socket = process.env.SSH_AUTH_SOCK;
  if (socket !== undefined && socket !== '') return socket;
  if (process.platform === 'win32') return '\\\\.\\pipe\\openssh-ssh-agent';
  throw new SshError(
    'parameter',
    say`No SSH agent runs for this program (SSH_AUTH_SOCK is not set).`,
    say`Start the agent and this program from the same session, or use a key file or a password.`,
  );
}

/**
 * Prepares a login. A password is tried once only, by whichever method the host offers, because hosts lock accounts by failures.
 */
export function prepareLogin(client: Client, target: SshTarget, credentials: SshCredentials): Login {
  const { username } = target;
  const seen = { offered: [] as string[], banner: '', prompts: '', agent: '', partial: false };
  client.on('banner', (message: string) => {
    if (seen.banner.length < 4096) seen.banner += message.slice(0, 4096);
  });

  let attempts: AnyAuthMethod[];
  if (credentials.authentication === 'key') {
    const key = readPrivateKey(credentials.privateKey ?? '', credentials.passphrase);
    attempts = [{ type: 'publickey', username, key }];
  } else if (credentials.authentication === 'agent') {
    attempts = [{ type: 'agent', username, agent: agentSocket() }];
  } else {
    const password = credentials.password ?? '';
    if (password === '')
      throw new SshError('parameter', say`No password was given for ${username} at ${place(target)}.`);
    attempts = [
      { type: 'password', username, password },
      {
        type: 'keyboard-interactive',
        username,
        prompt: (_name, _instructions, _language, prompts, finish) => {
          const only = prompts[0];
          // Some systems end with a round without questions.
          if (prompts.length === 0) return finish([]);
          if (prompts.length === 1 && only !== undefined && only.echo !== true && seen.prompts === '') {
            seen.prompts = only.prompt;
            return finish([password]);
          }
          seen.prompts = prompts.map((prompt) => prompt.prompt).join(' ');
          finish(prompts.map(() => ''));
        },
      },
    ];
  }

  const authHandler: AuthHandlerMiddleware = (offered, partial, next) => {
    if (offered === null) return next({ type: 'none', username });
    seen.offered = offered;
    if (partial === true) seen.partial = true;
    const method = attempts.find(({ type }) => offered.includes(type === 'agent' ? 'publickey' : type));
    if (method === undefined) return next(false as unknown as AuthenticationType);
    attempts = credentials.authentication === 'password' ? [] : attempts.filter((other) => other !== method);
    next(method);
  };

  return {
    authHandler,
    failure(error) {
      const where = place(target);
      const said = hostText(seen.banner);
      const refused = (message: Phrase, hint: Phrase) =>
        new SshError('unauthorized', said === '' ? message : say`${message} The host says: ${said}`, hint, error);
      if (/agent|SSH_AUTH_SOCK/i.test(error.message) || (error as { level?: string }).level === 'agent')
        return refused(
          say`The SSH agent on this computer did not answer: ${hostText(error.message)}`,
          say`Check that the agent runs and holds a key.`,
        );
      if (seen.partial)
        return refused(
          say`${where} wants a second proof beside the first (${seen.offered.join(', ')}).`,
          say`Use an account without a second factor, for example with a key.`,
        );
      if (/too many authentication failures/i.test(error.message))
        return refused(
          say`${where} ended the login of ${username} after too many tries.`,
          say`An agent with many keys causes this; choose one key instead.`,
        );
      const wanted = credentials.authentication === 'password' ? ['password', 'keyboard-interactive'] : ['publickey'];
      if (seen.offered.length > 0 && !seen.offered.some((method) => wanted.includes(method)))
        return refused(
          say`${where} does not let ${username} in by ${credentials.authentication === 'password' ? say`password` : say`key`}; it offers: ${seen.offered.map((method) => hostText(method, 40)).join(', ')}.`,
          credentials.authentication === 'password'
            ? say`Use a key, or allow PasswordAuthentication (and for root PermitRootLogin) in the host’s sshd_config.`
            : say`Use a password, or allow PubkeyAuthentication in the host’s sshd_config.`,
        );
      if (/expired|change your password/i.test(seen.prompts))
        return refused(
          say`The password of ${username} at ${where} has expired.`,
          say`Log in by hand once and change it.`,
        );
      if (seen.prompts !== '' && !/password|passwor|kennwort|密码|口令/i.test(seen.prompts))
        return refused(
          say`${where} asks ${username} for something else than the password: ${hostText(seen.prompts, 120)}`,
          say`Use an account without a second factor, for example with a key.`,
        );
      return credentials.authentication === 'password'
        ? refused(
            say`${where} does not accept this user name and password (${username}).`,
            say`Check both. Hosts do not tell a wrong password from a locked or expired account, nor from root logins by password being off (PermitRootLogin).`,
          )
        : refused(
            say`${where} does not accept this key for ${username}.`,
            say`Add its public half to ~/.ssh/authorized_keys of that user; the file and its folder must belong to the user and be writable by nobody else. A locked account refuses keys too.`,
          );
    },
  };
}
