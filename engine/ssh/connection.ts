import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import { say } from '../contract/phrase.ts';
import { ChannelBudget } from './channel-budget.ts';
import { CommandError, hostText, lastWords, place, SshError } from './errors.ts';
import { runProgram } from './exec.ts';
import { readFile, writeFile } from './files.ts';
import { forwardTcpChannel, forwardUnixChannel, unixSocketHelper, withErrors } from './forward.ts';
import { fingerprintOf, hostKeyMismatch, keyTypeOf } from './host-key.ts';
import { localWay, whyNotLocal } from './local-way.ts';
import { prepareLogin } from './login.ts';
import { SessionRefused, startProgram, TerminalNeeded } from './program.ts';
import { type Elevation, planProgram } from './program-plan.ts';
import { ProgramStream } from './program-stream.ts';
import { readyKeys } from './ready-keys.ts';
import { startShell } from './shell.ts';
import type {
  ExecOptions,
  ExecResult,
  HostKey,
  SshConnection,
  SshCredentials,
  SshProgram,
  SshShell,
  SshTarget,
} from './ssh.ts';
import { algorithms, connectError, dial, limitGreeting, readWithoutCopies } from './transport.ts';
import type { Way } from './way.ts';

/** sshd's own default is 10 sessions; two are left to people. */
const execLimit = 8;
const sessionRetries = 20;
const sessionRetryDelay = 100;

/** A connection and the news of its end. */
export interface OpenConnection extends SshConnection {
  /** Resolves with the reason when the connection is gone; `undefined` when it was closed by us. */
  readonly lost: Promise<string | undefined>;
}

/**
 * Opens a connection: TCP without Nagle, host key against the pin before any secret is sent, login, and one command at once. That command
 * is needed twice over: it tells whether the login is root, and sshd turns Nagle off on its side only when a session has been started.
 * Throws `hostUnreachable`, `hostKey`, `unauthorized` or `parameter`. `local` credentials open this computer itself.
 */
export async function openConnection(target: SshTarget, credentials: SshCredentials): Promise<OpenConnection> {
  if (credentials.authentication === 'local') return await openLocal(target, credentials);
  const client = new ssh2.Client();
  const login = prepareLogin(client, target, credentials);
  readyKeys(client);
  const socket = await dial(target);
  let closing = false;
  let reason: string | undefined;
  const lost = new Promise<string | undefined>((resolve) => {
    client.once('close', () => resolve(closing ? undefined : (reason ?? 'The connection was closed by the host.')));
  });
  await new Promise<void>((resolve, reject) => {
    let mismatch: HostKey | undefined;
    let shaken = false;
    const stop = (error: SshError) => {
      reject(error);
      client.destroy();
      socket.destroy();
    };
    client.once('handshake', () => {
      shaken = true;
    });
    client.once('ready', () => resolve());
    client.on('error', (error) => {
      reason = /keepalive/i.test(error.message) ? 'The host stopped answering.' : hostText(error.message);
      if (mismatch !== undefined) return stop(hostKeyMismatch(target, target.hostKeyFingerprint, mismatch));
      stop(shaken ? login.failure(error) : connectError(target, error));
    });
    client.once('close', () =>
      stop(shaken ? login.failure(new Error('closed')) : connectError(target, new Error('closed'))),
    );
    readWithoutCopies(socket, client);
    limitGreeting(socket, client, () => stop(connectError(target, new Error('greeting too long'))));
    client.connect({
      sock: socket,
      username: target.username,
      algorithms,
      authHandler: login.authHandler,
      readyTimeout: 20_000,
      keepaliveInterval: 10_000,
      keepaliveCountMax: 3,
      hostVerifier: (key: Buffer) => {
        const shown = { keyType: keyTypeOf(key), fingerprint: fingerprintOf(key) };
        if (shown.fingerprint === target.hostKeyFingerprint) return true;
        mismatch = shown;
        return false;
      },
    });
  });
  const close = () => {
    closing = true;
    client.end();
    // `end` waits for the other side; a dead one never answers.
    setTimeout(() => client.destroy(), 1000).unref();
  };
  try {
    const who = await runProgram(client, target, ['id', '-u'], 'none', undefined, { deadline: 20_000 });
    const isRoot = who.code === 0 && who.stdout.trim() === '0';
    return new Connection(client, target, credentials, isRoot, lost, close);
  } catch (error) {
    close();
    throw error instanceof SessionRefused
      ? new SshError(
          'unauthorized',
          say`sshd on ${place(target)} lets ${target.username} log in but opens no session.`,
          say`MaxSessions in its sshd_config is 0, or the account may only forward.`,
          error,
        )
      : error;
  }
}

/** This computer: nobody logs in, and only closing ends it. */
async function openLocal(target: SshTarget, credentials: SshCredentials): Promise<OpenConnection> {
  const reason = whyNotLocal(target.address);
  if (reason !== undefined) throw reason;
  const { promise: lost, resolve } = Promise.withResolvers<string | undefined>();
  const isRoot = process.getuid?.() === 0;
  return new Connection(localWay(), target, credentials, isRoot, lost, () => resolve(undefined));
}

class Connection implements OpenConnection {
  readonly target: SshTarget;
  readonly isRoot: boolean;
  readonly lost: Promise<string | undefined>;
  readonly close: () => void;
  readonly #way: Way;
  readonly #sudoPassword: string | undefined;
  readonly #budget = new ChannelBudget(execLimit);
  /** Found out by the first command that needs root, remembered for the connection. */
  #elevation: Elevation;
  #gone = false;

  constructor(
    way: Way,
    target: SshTarget,
    credentials: SshCredentials,
    isRoot: boolean,
    lost: Promise<string | undefined>,
    close: () => void,
  ) {
    this.#way = way;
    this.target = target;
    this.isRoot = isRoot;
    this.lost = lost;
    this.close = close;
    const password = credentials.sudoPassword ?? credentials.password;
    this.#sudoPassword = password === '' ? undefined : password;
    this.#elevation = isRoot ? 'none' : 'sudo';
    void lost.then(() => {
      this.#gone = true;
    });
  }

  async exec(argv: readonly [string, ...string[]], options: ExecOptions = {}): Promise<ExecResult> {
    return await this.#withSession(options.signal, options.root ?? true, (elevation) =>
      runProgram(this.#way, this.target, argv, elevation, this.#sudoPassword, options),
    );
  }

  async run(argv: readonly [string, ...string[]], options: ExecOptions = {}): Promise<string> {
    const result = await this.exec(argv, options);
    if (result.code === 0) return result.stdout;
    const words = lastWords(result.stderr) || lastWords(result.stdout);
    const end = result.signal === undefined ? say`exit status ${result.code}` : hostText(result.signal, 20);
    throw new CommandError(
      say`${hostText(argv[0], 60)} on ${place(this.target)} failed: ${words === '' ? end : words}`,
      result.code,
      result.stderr,
    );
  }

  async writeFile(path: string, content: string | Buffer, mode = 0o644): Promise<void> {
    await writeFile((argv, options) => this.exec(argv, options), this.target, path, content, mode);
  }

  async readFile(path: string): Promise<string | undefined> {
    return await readFile((argv, options) => this.exec(argv, options), this.target, path);
  }

  async forwardUnix(path: string, options: { asRoot?: boolean } = {}): Promise<Duplex> {
    this.#mustBeOpen();
    const direct = this.isRoot || options.asRoot !== true;
    const channel = !direct
      ? undefined
      : await forwardUnixChannel(this.#way, path).catch((error: Error) => this.#explain(error));
    if (channel !== undefined) return channel;
    // sshd says only "open failed" for a missing socket, a forbidden one and forwarding being off. The helper tells, and gets further.
    const known = await this.exec(['test', '-S', path]);
    if (known.code !== 0)
      throw new SshError('resourceUnavailable', say`There is no socket ${hostText(path)} on ${place(this.target)}.`);
    return await this.#unixByHelper(path);
  }

  async forwardTcp(address: string, port: number): Promise<Duplex> {
    this.#mustBeOpen();
    return await forwardTcpChannel(this.#way, this.target, address, port);
  }

  async pipe(argv: readonly [string, ...string[]]): Promise<SshProgram> {
    return await this.#withSession(
      undefined,
      true,
      async (elevation) => {
        const plan = planProgram(argv, elevation, {}, 'pipe');
        const program = await startProgram(this.#way, this.target, plan, this.#sudoPassword);
        const stream = withErrors(new ProgramStream(program));
        return { stream, ended: program.ended.then((ending) => ({ ...ending, stderr: stream.stderr })) };
      },
      async (program) => void (await program.ended),
    );
  }

  async shell(size: { columns: number; rows: number }): Promise<SshShell> {
    return await this.#withSession(
      undefined,
      false,
      () => startShell(this.#way, this.target, size),
      async (shell) => void (await shell.ended),
    );
  }

  /** The fallback takes one of the host's sessions for as long as the channel lives. */
  async #unixByHelper(path: string): Promise<Duplex> {
    return await this.#withSession(
      undefined,
      true,
      async (elevation) => {
        const plan = planProgram(['sh', '-c', unixSocketHelper, 'sh', path], elevation, {}, 'pipe');
        const program = await startProgram(this.#way, this.target, plan, this.#sudoPassword);
        return withErrors(new ProgramStream(program));
      },
      (channel) => new Promise((resolve) => channel.once('close', () => resolve())),
    );
  }

  /**
   * Gives `use` a place among the host's sessions and the right way to root. A refused session lowers the limit to what runs now;
   * the place is given back when `use` (and, for channels that live on, `until`) is over.
   */
  async #withSession<T>(
    signal: AbortSignal | undefined,
    root: boolean,
    use: (elevation: Elevation) => Promise<T>,
    until?: (result: T) => Promise<void>,
  ): Promise<T> {
    for (let refusals = 0; ; ) {
      this.#mustBeOpen();
      const release = await this.#budget.acquire(signal);
      let kept = false;
      try {
        this.#mustBeOpen();
        const result = await use(root ? this.#elevation : 'none');
        if (until !== undefined) {
          kept = true;
          void until(result).then(release);
        }
        return result;
      } catch (error) {
        if (error instanceof TerminalNeeded) {
          this.#elevation = 'sudo-tty';
        } else if (error instanceof SessionRefused && refusals < sessionRetries) {
          if (this.#budget.active > 1) this.#budget.lower(this.#budget.active - 1);
          else {
            // A session that just ended may still be counted; others of the same user on this connection there are none.
            refusals += 1;
            await new Promise((resolve) => setTimeout(resolve, sessionRetryDelay));
          }
        } else throw this.#explain(error);
      } finally {
        if (!kept) release();
      }
    }
  }

  #mustBeOpen(): void {
    if (this.#gone) throw new SshError('hostUnreachable', say`The connection to ${place(this.target)} was lost.`);
  }

  #explain(error: unknown): never {
    if (error instanceof SshError) throw error;
    if (error instanceof SessionRefused)
      throw new SshError(
        'resourceUnavailable',
        say`sshd on ${place(this.target)} opens no more sessions.`,
        say`Raise MaxSessions in its sshd_config; 10 is the default and enough.`,
        error,
      );
    const text = error instanceof Error ? error.message : String(error);
    if (/Not connected|No response|ended/i.test(text))
      throw new SshError('hostUnreachable', say`The connection to ${place(this.target)} was lost.`, undefined, error);
    if (/pseudo-terminal/i.test(text))
      throw new SshError(
        'unauthorized',
        say`sudo on ${place(this.target)} wants a terminal and sshd gives none (PermitTTY no).`,
        say`Take requiretty out of sudoers for this user, or log in as root.`,
        error,
      );
    throw new SshError('resourceUnavailable', say`${place(this.target)}: ${hostText(text)}`, undefined, error);
  }
}
