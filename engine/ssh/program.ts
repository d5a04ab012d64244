import type { ClientChannel } from 'ssh2';
import { type Phrase, say } from '../contract/phrase.ts';
import { hostText, lastWords, place, SshError } from './errors.ts';
import type { ProgramPlan } from './program-plan.ts';
import type { SshTarget } from './ssh.ts';
import type { Way } from './way.ts';

/** How a channel ended. `code` is missing when the connection broke before the host could say. */
export interface Ending {
  code?: number;
  signal?: string;
}

/** A program that has just started: what it writes is only its own from here on. */
export interface StartedProgram {
  channel: ClientChannel;
  /** Output after the start marker that came in the same packet. */
  firstOutput: Buffer;
  /** Passes the program's own stderr on; noise before its start marker is dropped. */
  onStderr(listener: (chunk: Buffer) => void): void;
  ended: Promise<Ending>;
}

/** sudoers wants a terminal; the program has not run. */
export class TerminalNeeded extends Error {}
/** sshd opens no more sessions on this connection; nothing has run. */
export class SessionRefused extends Error {}

const preambleLimit = 64 * 1024;

/** Raw in both directions: the pty is there for sudo's sake only and must not touch a byte. */
const rawTerminal = {
  term: 'dumb',
  modes: {
    ECHO: 0,
    ICANON: 0,
    ISIG: 0,
    IEXTEN: 0,
    IXON: 0,
    IXOFF: 0,
    ICRNL: 0,
    INLCR: 0,
    IGNCR: 0,
    ISTRIP: 0,
    OPOST: 0,
    ONLCR: 0,
    CS8: 1,
  },
} as const;

/**
 * `attach` is called before the channel can tell anything more: a short program's status and end may be in the very packet that opened
 * the channel, and a listener that comes a turn later misses them.
 */
function openChannel(way: Way, plan: ProgramPlan, attach: (channel: ClientChannel) => void): Promise<ClientChannel> {
  return new Promise((resolve, reject) => {
    way.exec(plan.command, plan.elevation === 'sudo-tty' ? { pty: rawTerminal } : {}, (error, channel) => {
      if (error === undefined || error === null) {
        attach(channel);
        resolve(channel);
      } else
        reject(/open failed|Channel open failure/i.test(error.message) ? new SessionRefused(error.message) : error);
    });
  });
}

/**
 * Starts a program and resolves when its start marker arrives. Answers sudo's question for the password, once. Rejects with
 * `SessionRefused`, `TerminalNeeded`, or an `SshError` that says why nothing was started.
 */
export async function startProgram(
  way: Way,
  target: SshTarget,
  plan: ProgramPlan,
  sudoPassword: string | undefined,
  signal?: AbortSignal,
): Promise<StartedProgram> {
  const marker = Buffer.from(plan.startMarker);
  const ending: Ending = {};
  let hasEnded: (ending: Ending) => void;
  const ended = new Promise<Ending>((resolve) => {
    hasEnded = resolve;
  });
  const channel = await openChannel(way, plan, (opened) => {
    opened.on('exit', (code: number | null, signal?: string) => {
      if (code !== null) ending.code = code;
      if (signal !== undefined) ending.signal = signal;
    });
    // The channel's close may overtake the last of what was said on stderr, which waits in its own stream.
    opened.once('close', () => {
      if (opened.stderr.readableEnded || opened.stderr.destroyed) return hasEnded(ending);
      const last = setTimeout(() => hasEnded(ending), 1000);
      for (const event of ['end', 'close'])
        opened.stderr.once(event, () => {
          clearTimeout(last);
          hasEnded(ending);
        });
    });
    // A write to a program that is gone is no event of its own; the ending tells.
    opened.on('error', () => {});
  });

  // stderr has its own marker; what comes after it waits for a listener.
  let errorNoise: Buffer | undefined = Buffer.alloc(0);
  let errorListener: ((chunk: Buffer) => void) | undefined;
  let errorWaiting: Buffer[] = [];
  const passError = (chunk: Buffer) => {
    if (chunk.length === 0) return;
    if (errorListener === undefined) errorWaiting.push(chunk);
    else errorListener(chunk);
  };

  return await new Promise<StartedProgram>((resolve, reject) => {
    let noise: Buffer = Buffer.alloc(0);
    let asked = 0;
    /** From then on what waits of stderr belongs to the caller, however short the program was. */
    let started = false;
    let promptSearch = 0;
    const stop = (error: Error) => {
      reject(error);
      endProgram(channel);
    };
    const giveUp = () => stop(signal?.reason as Error);
    if (signal?.aborted === true) return giveUp();
    signal?.addEventListener('abort', giveUp, { once: true });
    /** Counts sudo's questions in what arrived so far. */
    const answer = (text: Buffer) => {
      for (;;) {
        const at = text.indexOf(plan.prompt, promptSearch);
        if (at < 0) return;
        promptSearch = at + plan.prompt.length;
        asked += 1;
        if (sudoPassword === undefined)
          return stop(
            new SshError(
              'unauthorized',
              say`sudo on ${place(target)} asks ${target.username} for a password and none is known.`,
              say`Enter the sudo password, or allow this user NOPASSWD in sudoers.`,
            ),
          );
        if (asked > 1)
          return stop(
            new SshError(
              'unauthorized',
              say`sudo on ${place(target)} does not accept the password of ${target.username}.`,
              say`Enter the sudo password; it is the user’s own, not root’s, unless sudoers says rootpw.`,
            ),
          );
        channel.write(`${sudoPassword}\n`);
      }
    };
    const onError = (chunk: Buffer) => {
      if (errorNoise === undefined) return passError(chunk);
      errorNoise = Buffer.concat([errorNoise, chunk]);
      const at = plan.elevation === 'sudo-tty' ? -1 : errorNoise.indexOf(marker);
      if (at >= 0) {
        const rest = errorNoise.subarray(at + marker.length);
        errorNoise = undefined;
        return passError(rest);
      }
      answer(errorNoise);
      if (errorNoise.length > preambleLimit) stop(tooMuch());
    };
    const onData = (chunk: Buffer) => {
      noise = Buffer.concat([noise, chunk]);
      const at = noise.indexOf(marker);
      if (at >= 0) {
        channel.off('data', onData);
        signal?.removeEventListener('abort', giveUp);
        channel.pause();
        started = true;
        resolve({
          channel,
          firstOutput: noise.subarray(at + marker.length),
          onStderr(listener) {
            errorListener = listener;
            for (const waiting of errorWaiting.splice(0)) listener(waiting);
          },
          ended,
        });
        return;
      }
      if (plan.elevation === 'sudo-tty') answer(noise);
      if (noise.length > preambleLimit) stop(tooMuch());
    };
    const onClose = () => {
      if (started) return;
      const said = `${noise.toString('utf8')}\n${errorNoise?.toString('utf8') ?? ''}`.replaceAll(plan.prompt, '');
      errorWaiting = [];
      reject(startFailure(target, plan, ending, said));
    };
    const tooMuch = () =>
      new SshError(
        'resourceUnavailable',
        say`The login on ${place(target)} writes without end before any command starts.`,
        say`Look at the profile files of ${target.username} on the host (.bashrc and the like).`,
      );
    channel.stderr.on('data', onError);
    channel.on('data', onData);
    void ended.then(onClose);
  });
}

/** Asks the program to end and closes its channel whether it does or not; what it still writes is thrown away. */
export function endProgram(channel: ClientChannel): void {
  channel.on('data', () => {});
  channel.stderr.on('data', () => {});
  channel.resume();
  channel.signal('TERM');
  channel.close();
}

/** Why a channel ended before its program began. */
function startFailure(target: SshTarget, plan: ProgramPlan, ending: Ending, said: string): Error {
  const where = place(target);
  if (ending.code === undefined && ending.signal === undefined)
    return new SshError('hostUnreachable', say`The connection to ${where} was lost before the command began.`);
  if (plan.elevation !== 'none') {
    if (plan.elevation === 'sudo' && /must have a tty|no tty present|a terminal is required/i.test(said))
      return new TerminalNeeded(said);
    const refused = (message: Phrase, hint: Phrase) => new SshError('unauthorized', message, hint);
    if (/not in the sudoers|not allowed to (execute|run)/i.test(said))
      return refused(
        say`${target.username} may not use sudo on ${where}.`,
        say`Log in as root, or let this user run all commands by sudo (group sudo or wheel).`,
      );
    if (ending.code === 127 || /sudo: not found|command not found|Unknown command/i.test(said))
      return refused(say`sudo is not installed on ${where}.`, say`Install it, or log in as root.`);
    if (/sudo/i.test(said))
      return refused(say`sudo on ${where} refused: ${lastWords(said)}`, say`See the host’s sudoers.`);
  }
  const words = hostText(said);
  return new SshError(
    'unauthorized',
    words === ''
      ? say`${where} lets ${target.username} log in but runs no command for this user.`
      : say`${where} lets ${target.username} log in but runs no command for this user: ${words}.`,
    say`The login shell is probably nologin, or sshd forces another command. Give the user a shell such as /bin/bash.`,
  );
}
