import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import { inert } from '../parse/sections.ts';
import { undoDirectory } from '../paths.ts';
import { type ActionContext, runScript } from './context.ts';

/** Hours of a slow mirror are no error; a dead one is told by the package manager itself. */
const longest = 4 * 3_600_000;

/** Put before each script: output into the log, the status into a file when it ends, however it ends but by SIGKILL. */
const preamble = `#!/bin/sh
status=$1 log=$2
shift 2
exec >>"$log" 2>&1 </dev/null
trap 'code=$?; echo "$code" >"$status.new" && mv -f "$status.new" "$status"' EXIT
stopped=
trap 'stopped=yes' TERM
`;

/**
 * Prints what the log has beyond the first bytes, and goes on until the unit has ended. The file of the status is looked for before the
 * log's size, so that nothing written before the end is missed.
 */
const followScript = `position=0
while :; do
  ended=
  if [ -e "$2" ] || ! systemctl is-active --quiet "$3"; then ended=yes; fi
  size=$(wc -c <"$1" 2>/dev/null || echo 0)
  if [ "$size" -gt "$position" ]; then
    tail -c "+$((position + 1))" "$1" | head -c "$((size - position))"
    position=$size
  fi
  [ -z "$ended" ] || break
  sleep 0.3
done`;

/** Splits a stream of chunks into cleaned lines. A carriage return begins a line anew, as progress bars want it. */
export function lineReader(onLine: (line: string) => void): { write(chunk: Buffer): void; end(): void } {
  let rest = '';
  const emit = (line: string) => {
    const clean = inert(line.split('\r').findLast((part) => part.trim() !== '') ?? '', 1000);
    if (clean !== '') onLine(clean);
  };
  return {
    write(chunk) {
      rest += chunk.toString('utf8');
      const lines = rest.split('\n');
      rest = (lines.pop() ?? '').slice(-8192);
      for (const line of lines) emit(line);
    },
    end() {
      emit(rest);
      rest = '';
    },
  };
}

export interface Work {
  /** Ends the unit's name: `<unitPrefix>-<name>`. */
  name: string;
  /** As in "could not <doing>". */
  doing: Phrase;
  /** A fixed POSIX sh script; `$stopped` is set once the work was asked to stop. */
  script: string;
  /** No `$` and no blanks in them: systemd would expand one and these are paths, package names and words anyway. */
  argv: readonly string[];
}

function placesOf(context: Pick<ActionContext, 'options'>, name: string) {
  const unit = `${context.options.unitPrefix}-${name}`;
  if (!/^[A-Za-z0-9-]{1,120}$/.test(unit)) throw fail('parameter', say`“${unit}” is no name for a unit`);
  const paths = {
    status: `${undoDirectory}/${unit}.status`,
    log: `${undoDirectory}/${unit}.log`,
    script: `${undoDirectory}/${unit}.sh`,
  };
  return { unit, paths };
}

/**
 * Returns when work that an earlier run left going on the host has ended, its result forgotten: a probe in the middle of it would see a
 * host that is neither one thing nor the other, and an undo would miss what it is just adding. With `stop` it is asked to end at its next
 * safe point. Nothing happens where none runs.
 */
export async function settleWork(
  context: Pick<ActionContext, 'connection' | 'options'>,
  name: string,
  how: { stop: boolean },
): Promise<void> {
  const { connection, options } = context;
  const { unit, paths } = placesOf(context, name);
  const shown = await connection.run(['systemctl', 'show', '--property=ActiveState', '--value', `${unit}.service`]);
  // "deactivating": asked to stop already, and still on its way to a safe point.
  const active = shown.trim();
  if (['active', 'activating', 'deactivating', 'reloading'].includes(active)) {
    const stop = how.stop || active === 'deactivating';
    options.log(
      stop
        ? say`${unit} still runs on the host; it is stopped at its next safe point`
        : say`${unit} still runs on the host; it goes on`,
    );
    if (stop) await connection.exec(['systemctl', 'stop', `${unit}.service`], { deadline: longest });
    else {
      const reader = lineReader(options.log);
      try {
        await runScript(context, say`follow ${unit}`, followScript, [paths.log, paths.status, `${unit}.service`], {
          deadline: longest,
          onOutput: (chunk) => reader.write(chunk),
        });
      } catch (error) {
        if (options.signal?.aborted === true) await stopWork(context, unit);
        throw error;
      }
      reader.end();
    }
  }
  await connection.run(['rm', '-f', '--', paths.status, paths.log, paths.script]);
}

/**
 * Runs a script on the host as a transient unit that outlives this app and its connection. A repeated call attaches to the running unit,
 * or takes the result of a finished one. Resolves with the exit status and the last lines of output. An abort asks the unit to stop at
 * its next safe point and throws `cancelled`.
 */
export async function runWork(
  context: ActionContext,
  work: Work,
  onLine: (line: string) => void = () => {},
): Promise<{ code: number; lines: string[] }> {
  const { options } = context;
  const { unit, paths } = placesOf(context, work.name);
  for (const word of work.argv)
    if (!/^[\w@.:+/=,-]*$/.test(word)) throw fail('parameter', say`“${inert(word, 60)}” cannot be given to a unit`);

  // The host may have lost power in the middle: then there is neither a unit nor a status, and the work, which is idempotent, starts again.
  for (let attempt = 0; attempt < 2; attempt += 1) {
    await startOrAttach(context, unit, work, paths);
    const lines: string[] = [];
    const reader = lineReader((line) => {
      lines.push(line);
      if (lines.length > 60) lines.shift();
      options.log(line);
      onLine(line);
    });
    try {
      await runScript(context, say`follow ${unit}`, followScript, [paths.log, paths.status, `${unit}.service`], {
        deadline: longest,
        onOutput: (chunk) => reader.write(chunk),
      });
    } catch (error) {
      if (options.signal?.aborted === true) await stopWork(context, unit);
      throw error;
    }
    reader.end();
    const status = await context.connection.readFile(paths.status);
    if (status === undefined) continue;
    await context.connection.run(['rm', '-f', '--', paths.status, paths.log, paths.script]);
    return { code: Number.parseInt(status, 10), lines };
  }
  throw fail(
    'resourceUnavailable',
    say`Could not ${work.doing} on ${context.connection.target.address}: the work ended without a result`,
    {
      hint: say`Look at journalctl --unit=${unit} there.`,
    },
  );
}

async function startOrAttach(
  context: ActionContext,
  unit: string,
  work: Work,
  paths: { status: string; log: string; script: string },
): Promise<void> {
  const { connection, options } = context;
  if ((await connection.exec(['test', '-e', paths.status])).code === 0) return;
  if ((await connection.exec(['systemctl', 'is-active', '--quiet', `${unit}.service`])).code === 0) {
    options.log(say`${unit} still runs on the host; its output follows`);
    return;
  }
  await connection.run(['mkdir', '--parents', '--mode=700', undoDirectory]);
  await connection.run(['rm', '-f', '--', paths.log]);
  await connection.writeFile(paths.log, '', 0o600);
  await connection.writeFile(paths.script, `${preamble}${work.script}`, 0o700);
  // KillMode=mixed: only the script is asked to stop, never dpkg or rpm in the middle of a package.
  await connection.run([
    'systemd-run',
    '--quiet',
    '--collect',
    `--unit=${unit}`,
    `--description=Benchtop: ${work.name}`,
    '--property=KillMode=mixed',
    '--property=TimeoutStopSec=900',
    '/bin/sh',
    paths.script,
    paths.status,
    paths.log,
    ...work.argv,
  ]);
}

async function stopWork(context: Pick<ActionContext, 'connection'>, unit: string): Promise<void> {
  // Without the aborted signal; that it cannot be stopped changes nothing about the cancellation.
  await context.connection.exec(['systemctl', 'stop', '--no-block', `${unit}.service`]).catch(() => undefined);
}
