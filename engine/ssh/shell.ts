import type { ClientChannel } from 'ssh2';
import { say } from '../contract/phrase.ts';
import { hostText, place, SshError } from './errors.ts';
import { SessionRefused } from './program.ts';
import type { SshShell, SshTarget } from './ssh.ts';
import type { Way } from './way.ts';

/** What the terminals of our windows are. */
const terminal = 'xterm-256color';

/**
 * Starts the user's login shell on a terminal, as `ssh` without a command does. The channel's window is what bounds it: a reader who stalls
 * stops the host, and a shell that does not read stops the writer.
 */
export function startShell(
  way: Way,
  target: SshTarget,
  { columns, rows }: { columns: number; rows: number },
): Promise<SshShell> {
  return new Promise((resolve, reject) => {
    way.shell({ term: terminal, cols: columns, rows, width: 0, height: 0 }, (error, channel) => {
      if (error === undefined || error === null) resolve(shellOf(channel));
      else reject(startError(target, error));
    });
  });
}

function shellOf(channel: ClientChannel): SshShell {
  const ending: { code?: number; signal?: string } = {};
  channel.on('exit', (code: number | null, signal?: string) => {
    if (code !== null) ending.code = code;
    if (signal !== undefined) ending.signal = hostText(signal, 20);
  });
  // A write to a shell that is gone is no event of its own; the ending tells.
  channel.on('error', () => {});
  // A terminal has one stream; what a host sends beside it would fill the window for ever.
  channel.stderr.resume();
  return {
    stream: channel,
    resize(size) {
      if (channel.writable) channel.setWindow(size.rows, size.columns, 0, 0);
    },
    ended: new Promise((resolve) => channel.once('close', () => resolve(ending))),
  };
}

function startError(target: SshTarget, error: Error): Error {
  if (/pseudo-terminal/i.test(error.message))
    return new SshError(
      'unauthorized',
      say`sshd on ${place(target)} gives ${target.username} no terminal.`,
      say`PermitTTY in its sshd_config is no, or the key that logs in is limited by no-pty.`,
      error,
    );
  return /open failed|Channel open failure/i.test(error.message) ? new SessionRefused(error.message) : error;
}
