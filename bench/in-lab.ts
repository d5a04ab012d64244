// A measurement on the lab's real hosts: outside of the lab it starts one, runs itself inside the lab's network, and takes the lab down.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Lab, type LabOptions, labAvailable, labOrReason, runInLab, startLab } from '../e2e/lab/lab.ts';

/**
 * Runs a measurement's file inside the network of a new lab, and takes the lab down. Resolves with what it printed, which is not shown.
 *
 * @param file the measurement's `import.meta.url`.
 */
export async function inNewLab(file: string, argv: string[], options: LabOptions): Promise<string> {
  const lab = await startLab(options);
  try {
    const env = { ...process.env, BENCHTOP_LAB_NAME: process.env.BENCHTOP_LAB_NAME ?? 'lab' };
    const child = runInLab([process.execPath, ...process.execArgv, fileURLToPath(file), ...argv], {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      output += chunk;
    });
    const [status] = (await once(child, 'close')) as [number | null];
    if (status !== 0) throw new Error(`The measurement ended with ${status}: ${output.slice(-500)}`);
    return output;
  } finally {
    await lab.down();
  }
}

/** Ends this process with a sentence where there can be no lab. */
export async function demandLab(name: string): Promise<void> {
  const { available, reason } = await labAvailable();
  if (available) return;
  console.log(`${name}: left out, because ${reason}.`);
  process.exit(0);
}

/**
 * Resolves with the lab when this process is inside of it; outside, runs the same file inside of a new one, shows what it printed and ends
 * this process. Leaves the measurement out, with a sentence, where there can be no lab.
 *
 * @param file the measurement's `import.meta.url`.
 */
export async function insideLab(file: string, name: string, options: LabOptions): Promise<Lab> {
  // The lab's tools and what they start agree on whose lab it is by this variable, which lab.ts reads when it is loaded.
  const attached = process.env.BENCHTOP_LAB_NAME === undefined ? 'no lab is ours' : await labOrReason();
  if (typeof attached !== 'string') return attached;
  await demandLab(name);
  process.stdout.write(await inNewLab(file, [], options));
  process.exit(0);
}
