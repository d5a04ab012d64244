import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { families } from '../families/families.ts';
import { sourceHint } from '../plan/software.ts';
import type { Action } from '../types.ts';
import { type ActionContext, runScript } from './context.ts';
import { dependentsScript, installScript, recordScript, removeScript } from './package-script.ts';
import { runWork, settleWork } from './work.ts';

type PackagesAction = Extract<Action, { kind: 'packages' }>;

const installation = 'packages';

/** See `settleWork`: the installation is the only work that an undo or a new plan could meet half done. */
export const settleInstallation = (context: Pick<ActionContext, 'connection' | 'options'>, how: { stop: boolean }) =>
  settleWork(context, installation, how);

/** What was there before and what was added. */
export const recordsOf = (context: Pick<ActionContext, 'journal'>) => `${context.journal.directory}/packages`;

const packageName = /^[a-z0-9][a-z0-9+._-]{0,100}$/i;

/** Percent from the package manager's own counting: dpkg unpacks and sets up each package, rpm numbers its steps. */
export function packageProgress(): (line: string) => number | undefined {
  let total = 0;
  let steps = 0;
  return (line) => {
    total = Number(/(\d{1,5}) newly installed/.exec(line)?.[1] ?? total);
    const counted = /\s(\d{1,5})\/(\d{1,5})\s*$/.exec(line);
    if (counted !== null && Number(counted[2]) > 0)
      return Math.min(99, (100 * Number(counted[1])) / Number(counted[2]));
    if (total === 0 || !/^(Unpacking|Setting up) /.test(line)) return undefined;
    steps += 1;
    return Math.min(99, (100 * steps) / (2 * total));
  };
}

/** Sentences of package managers about a source, the most telling first. */
const telling = [
  /Failed to (download|fetch)/i,
  /Cannot (download|prepare)/i,
  /Curl error|Could not (resolve|connect|open)/i,
  /^Err:/,
  /^(E|W|Error): |No match for argument|Unable to (locate|find)/,
];

/** The sentence of the package manager that says which source failed. */
export function sourceError(lines: readonly string[]): string {
  const found = telling
    .map((pattern) => lines.findLast((line) => pattern.test(line)))
    .find((line) => line !== undefined);
  return (found ?? lines.at(-1) ?? 'no answer').replace(/^(E|W|Error): /, '').slice(0, 400);
}

export async function installPackages(context: ActionContext, action: PackagesAction): Promise<void> {
  const { journal, options } = context;
  if (!action.names.every((name) => packageName.test(name)))
    throw fail('parameter', say`A package name of the plan is none`);
  await journal.add({ kind: 'packages', manager: action.manager });
  const percent = packageProgress();
  const { code, lines } = await runWork(
    context,
    {
      name: installation,
      doing: say`install packages`,
      script: installScript,
      argv: [action.manager, recordsOf(context), ...action.names],
    },
    (line) => {
      const done = percent(line);
      if (done !== undefined) options.progress(done, say`Installing packages`);
    },
  );
  if (code === 0) return;
  const address = context.connection.target.address;
  if (code === 130)
    throw fail('cancelled', say`The installation of packages on ${address} was stopped; nothing was installed`);
  if (code === 3) {
    const source = lines.some((line) => line.startsWith('benchtop: a package source')) ? lines : lines.slice(-15);
    throw fail(
      'resourceUnavailable',
      say`The packages for ${address} could not be fetched; nothing was installed there`,
      {
        hint: sourceHint(sourceError(source)),
      },
    );
  }
  throw fail('resourceUnavailable', say`Installing packages on ${address} failed: ${sourceError(lines)}`, {
    hint: say`The log shows where. Mend it there, then apply again, or undo.`,
  });
}

export async function removePackages(context: ActionContext, manager: 'apt' | 'dnf'): Promise<void> {
  const { connection } = context;
  const records = recordsOf(context);
  // Stopped before it had looked around: then there is nothing to take away.
  if ((await connection.exec(['test', '-e', `${records}/before`])).code === 0) {
    await runScript(context, say`look what was installed`, recordScript, [manager, records]);
    const dependents = (
      await runScript(context, say`look who needs the packages`, dependentsScript, [manager, records])
    ).trim();
    if (dependents !== '')
      throw fail(
        'conflict',
        say`Packages installed later need those of Benchtop: ${dependents.split(/\s+/).slice(0, 10).join(', ')}`,
        {
          hint: say`Remove them first, or keep the packages: then remove ${records} from the host and undo again.`,
        },
      );
    const family = Object.values(families).find((known) => known.packageManager === manager)!;
    const { code, lines } = await runWork(context, {
      name: 'remove-packages',
      doing: say`remove packages`,
      script: removeScript,
      argv: [manager, records, ...family.residue, ...family.nfsServer.residue],
    });
    if (code !== 0)
      throw fail(
        'resourceUnavailable',
        say`Removing packages on ${connection.target.address} failed: ${sourceError(lines)}`,
        {
          hint: say`The log shows where. Mend it there, then undo again.`,
        },
      );
  }
  await connection.run(['rm', '-rf', '--', records]);
}
