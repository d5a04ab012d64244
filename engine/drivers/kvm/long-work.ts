import { fail } from '../../contract/errors.ts';
import type { Phrase } from '../../contract/phrase.ts';
import { say } from '../../contract/phrase.ts';
import { lastWords } from '../../ssh/errors.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type { HostTarget, LongWork } from '../driver.ts';
import { home } from './paths.ts';

/** One program of long work on a host. */
export interface UnitPlan {
  /** Appended to the work's unit name, so that a step may run several programs one after the other. */
  part: string;
  description: string;
  argv: readonly [string, ...string[]];
  /** `systemd-run --property` settings beside the common ones. */
  properties?: readonly string[];
  /** Asked about every second while it runs: 0–100 or undefined, and what to show. `log` is the end of what the program wrote. */
  progress(log: string): Promise<{ percent: number | undefined; said: Phrase }>;
}

export interface UnitResult {
  exitStatus: number;
  /** systemd's word: `success`, `exit-code`, `signal`, `timeout`, … */
  result: string;
  /** The end of what the program wrote to stdout and stderr. */
  log: string;
}

const pollInterval = 1000;
const logDirectory = `${home}/work`;

/** A program that only reads and writes where it is told; ProtectSystem needs the writable folder named beside it. */
export const confined = (writable: string): string[] => [
  'NoNewPrivileges=yes',
  'ProtectSystem=strict',
  'ProtectHome=yes',
  'PrivateTmp=yes',
  `ReadWritePaths=${writable}`,
];

/**
 * Runs a program as a transient systemd unit and follows it to its end. The unit outlives the app and the SSH connection: a repeated call
 * with the same name attaches to it, also when it has ended meanwhile, because the unit stays until its result was read here. A
 * cancelled call stops it. A host's reboot forgets it, and the program starts again.
 */
export async function runUnit(
  connect: () => Promise<SshConnection>,
  host: HostTarget,
  work: LongWork,
  plan: UnitPlan,
): Promise<UnitResult> {
  const base = `${work.unit.startsWith('benchtop-') ? '' : 'benchtop-'}${work.unit}-${plan.part}`;
  if (!/^[A-Za-z0-9-]{1,200}$/.test(base)) throw fail('internal', say`${JSON.stringify(base)} is not a unit name.`);
  const unit = `${base}.service`;
  const log = `${logDirectory}/${base}.log`;
  const ssh = await connect();
  await ssh.run(['install', '-d', '-m', '0700', logDirectory]);
  let state = await unitState(ssh, unit);
  if (state.load === 'not-found') {
    if (work.signal.aborted) throw cancelled(plan);
    await ssh.run(['rm', '-f', log]);
    const properties = [
      // The unit stays after the program's end, with its result, until it was read.
      'RemainAfterExit=yes',
      'Environment=LC_ALL=C',
      `StandardOutput=append:${log}`,
      `StandardError=append:${log}`,
      'OOMPolicy=stop',
      ...(plan.properties ?? []),
    ];
    const started = await ssh.exec([
      'systemd-run',
      '--quiet',
      `--unit=${unit}`,
      `--description=${plan.description}`,
      ...properties.map((property) => `--property=${property}`),
      '--',
      ...plan.argv,
    ]);
    // Two callers at once: the other one's unit is ours as well.
    if (started.code !== 0 && !/already (exists|loaded)|was already/i.test(started.stderr))
      throw fail(
        'resourceUnavailable',
        say`${host.name} could not start ${plan.argv[0]}: ${lastWords(started.stderr)}`,
      );
    work.log(say`${unit} started on ${host.name}`);
    state = await unitState(ssh, unit);
  } else work.log(say`${unit} is there already on ${host.name}; attached to it`);

  for (;;) {
    if (work.signal.aborted) {
      await forgetUnit(await connect(), unit, log);
      throw cancelled(plan);
    }
    const current = await connect();
    state = await unitState(current, unit);
    if (state.load === 'not-found')
      throw fail('resourceUnavailable', say`${plan.description} on ${host.name} ended before it was done.`, {
        hint: say`The host was restarted, or someone stopped it. Try again; it goes on where it can.`,
      });
    const written = (await current.exec(['tail', '-c', '4096', log])).stdout;
    if (state.ended) {
      await forgetUnit(current, unit, log);
      return { exitStatus: state.exitStatus, result: state.result, log: written };
    }
    const { percent, said } = await plan.progress(written);
    work.progress(percent, said);
    await pause(pollInterval, work.signal);
  }
}

const cancelled = (plan: UnitPlan) => fail('cancelled', say`${plan.description} was cancelled.`);

interface UnitState {
  load: string;
  ended: boolean;
  result: string;
  exitStatus: number;
}

async function unitState(ssh: SshConnection, unit: string): Promise<UnitState> {
  const names = ['LoadState', 'ActiveState', 'SubState', 'Result', 'ExecMainStatus'];
  const output = await ssh.run(['systemctl', 'show', unit, ...names.map((name) => `--property=${name}`)]);
  const values = new Map(
    output.split('\n').map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const active = values.get('ActiveState') ?? '';
  const exited = values.get('SubState') === 'exited';
  return {
    load: values.get('LoadState') ?? 'not-found',
    ended: exited || active === 'failed' || active === 'inactive',
    result: values.get('Result') ?? '',
    exitStatus: Number(values.get('ExecMainStatus') ?? 0),
  };
}

async function forgetUnit(ssh: SshConnection, unit: string, log: string): Promise<void> {
  await ssh.exec(['systemctl', 'stop', unit]);
  await ssh.exec(['systemctl', 'reset-failed', '--quiet', unit]);
  await ssh.exec(['rm', '-f', log]);
}

/** Ends early when the signal says so; the caller looks at it next. */
function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
