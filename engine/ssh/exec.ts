import type { ClientChannel } from 'ssh2';
import { say } from '../contract/phrase.ts';
import { cancelled } from './channel-budget.ts';
import { hostText, place, SshError } from './errors.ts';
import { endProgram, startProgram } from './program.ts';
import { type Elevation, planProgram, splitTerminalOutput } from './program-plan.ts';
import type { ExecOptions, ExecResult, SshTarget } from './ssh.ts';
import type { Way } from './way.ts';

const defaultDeadline = 60_000;
const defaultOutput = 1024 * 1024;

/** Keeps the first `limit` bytes and counts on. */
class BoundedOutput {
  readonly #chunks: Buffer[] = [];
  readonly #limit: number;
  #length = 0;
  truncated = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(chunk: Buffer): void {
    const room = this.#limit - this.#length;
    if (chunk.length > room) this.truncated = true;
    if (room <= 0) return;
    // A copy, so that a small piece does not keep a whole packet in memory.
    const kept = Buffer.from(chunk.subarray(0, room));
    this.#chunks.push(kept);
    this.#length += kept.length;
  }

  bytes(): Buffer {
    return Buffer.concat(this.#chunks);
  }
}

/** Runs one program on one channel to its end; see `SshConnection.exec`. The caller holds a place in the channel budget. */
export async function runProgram(
  way: Way,
  target: SshTarget,
  argv: readonly [string, ...string[]],
  elevation: Elevation,
  sudoPassword: string | undefined,
  options: ExecOptions,
): Promise<ExecResult> {
  const input = options.stdin === undefined ? Buffer.alloc(0) : Buffer.from(options.stdin);
  const plan = planProgram(argv, elevation, options.environment, input.length);
  const terminal = elevation === 'sudo-tty';
  const limit = options.maximumOutput ?? defaultOutput;
  const stdout = new BoundedOutput(limit);
  const stderr = new BoundedOutput(limit);
  const deadline = options.deadline ?? defaultDeadline;
  const control = new AbortController();
  const givenUp = new Promise<never>((_, reject) => {
    control.signal.addEventListener('abort', () => reject(control.signal.reason as Error), { once: true });
  });
  givenUp.catch(() => {});
  const timer = setTimeout(() => {
    control.abort(
      new SshError(
        'resourceUnavailable',
        say`${hostText(argv[0], 60)} on ${place(target)} did not end within ${Math.round(deadline / 1000)} s.`,
        say`The host may be overloaded, or a disk or NFS server it waits for does not answer.`,
      ),
    );
  }, deadline);
  const abort = () => control.abort(cancelled());
  options.signal?.addEventListener('abort', abort, { once: true });
  if (options.signal?.aborted === true) abort();

  let running: ClientChannel | undefined;
  try {
    const program = await startProgram(way, target, plan, sudoPassword, control.signal);
    const { channel } = program;
    running = channel;
    // With a pty the end of stdout carries stderr and the status, so the tail is kept beside the bounded head.
    let tail: Buffer = Buffer.alloc(0);
    const onStdout = (chunk: Buffer) => {
      if (chunk.length === 0) return;
      stdout.add(chunk);
      if (terminal && stdout.truncated) tail = Buffer.concat([tail, chunk]).subarray(-128 * 1024);
      options.onOutput?.(chunk, 'stdout');
    };
    onStdout(program.firstOutput);
    channel.on('data', onStdout);
    program.onStderr((chunk) => {
      stderr.add(chunk);
      options.onOutput?.(chunk, 'stderr');
    });
    channel.resume();
    if (terminal) channel.write(input);
    else channel.end(input);
    const ending = await Promise.race([program.ended, givenUp]);
    running = undefined;
    if (ending.code === undefined && ending.signal === undefined)
      throw new SshError(
        'hostUnreachable',
        say`The connection to ${place(target)} was lost while ${hostText(argv[0], 60)} ran.`,
        say`Whether the command went on there is not known; what it did is looked at again before anything is repeated.`,
      );
    if (terminal) {
      const kept = stdout.bytes();
      const parts = splitTerminalOutput(kept, plan) ?? splitTerminalOutput(tail, plan);
      if (parts === undefined)
        throw new SshError(
          'hostUnreachable',
          say`The output of ${hostText(argv[0], 60)} on ${place(target)} broke off.`,
        );
      const whole = !stdout.truncated;
      return {
        code: parts.code,
        stdout: (whole ? parts.stdout : kept).toString('utf8'),
        stderr: parts.stderr.toString('utf8'),
        truncated: !whole,
      };
    }
    return {
      // A signal has no exit status; shells report 128 + number, and callers only ask whether it was 0.
      code: ending.code ?? 128,
      ...(ending.signal === undefined ? {} : { signal: ending.signal }),
      stdout: stdout.bytes().toString('utf8'),
      stderr: stderr.bytes().toString('utf8'),
      truncated: stdout.truncated || stderr.truncated,
    };
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', abort);
    // Nothing of a command that was given up may stay open: its channel counts on the host.
    if (running !== undefined) endProgram(running);
  }
}
