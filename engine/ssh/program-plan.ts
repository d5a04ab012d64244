import { randomBytes } from 'node:crypto';
import { say } from '../contract/phrase.ts';
import { SshError } from './errors.ts';
import { loginShellCommand, quoteArgument, quoteCommand } from './quote.ts';

/** How a command gets to run as root; `sudo-tty` where sudoers says `requiretty`. */
export type Elevation = 'none' | 'sudo' | 'sudo-tty';

/** A command line for one channel, with the random words by which its own output is told from everything else. */
export interface ProgramPlan {
  elevation: Elevation;
  command: string;
  /** Printed to stdout (and, without a pty, to stderr) by the very process that then becomes the program. */
  startMarker: string;
  /** What sudo is told to ask with. */
  prompt: string;
  /** With a pty only: ends stdout; after it come stderr, `x` and the exit status. */
  endMarker: string;
}

/**
 * Login shells, profiles, sudo's lecture and the message of the day all write before the program starts, so the program's output begins
 * at a marker. It is printed after sudo, which also tells "sudo refused" from "the program failed": without a marker nothing ran.
 *
 * With a pty, stdout and stderr are one stream and there is no end of input, so a shell around the program counts the input's bytes and
 * hands stderr and the status over at the end. A `pipe` has no counted input, and with a pty no stderr.
 */
export function planProgram(
  argv: readonly string[],
  elevation: Elevation,
  environment: Readonly<Record<string, string>> = {},
  input: number | 'pipe' = 0,
): ProgramPlan {
  const random = randomBytes(12).toString('hex');
  const startMarker = `[start ${random}]`;
  const endMarker = `[end ${random}]`;
  const prompt = `[sudo ${random}]`;
  // Programs' sentences are matched in English, and administrators' programs live in sbin, which sshd leaves out for most users.
  const settings = ['PATH="$PATH:/usr/sbin:/sbin:/usr/local/sbin"', 'LC_ALL=C', 'export PATH LC_ALL'];
  for (const [name, value] of Object.entries(environment)) {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name))
      throw new SshError('parameter', say`${JSON.stringify(name)} is no name for an environment variable.`);
    settings.push(`${name}=${quoteArgument(value)}`, `export ${name}`);
  }
  const program = quoteCommand(argv);
  const started = `printf %s '${startMarker}'`;
  let steps: string[];
  if (elevation !== 'sudo-tty') steps = [started, `${started} >&2`, `exec ${program}`];
  else if (input === 'pipe') steps = [started, `exec ${program} 2>/dev/null`];
  else
    steps = [
      started,
      'exec 3>&1',
      `rest=$(head -c ${input} | (exec ${program}) 2>&1 >&3 3>&-; echo "x$?")`,
      `printf '%s%s' '${endMarker}' "$rest"`,
    ];
  const inner = [...settings, ...steps].join('; ');
  const source =
    elevation === 'none' ? inner : `LC_ALL=C exec sudo -S -p '${prompt}' -- /bin/sh -c ${quoteArgument(inner)}`;
  return { elevation, command: loginShellCommand(source), startMarker, endMarker, prompt };
}

/** Takes the end of a pty's output apart. Undefined when the end marker is missing: the connection broke. */
export function splitTerminalOutput(
  output: Buffer,
  plan: ProgramPlan,
): { stdout: Buffer; stderr: Buffer; code: number } | undefined {
  const at = output.lastIndexOf(plan.endMarker);
  if (at < 0) return undefined;
  const rest = output.subarray(at + plan.endMarker.length);
  const status = /x(\d{1,3})\s*$/.exec(rest.subarray(-16).toString('latin1'));
  if (status === null) return undefined;
  return {
    stdout: output.subarray(0, at),
    stderr: rest.subarray(0, rest.length - status[0].length),
    code: Number(status[1]),
  };
}
