// A measurement on the lab's real hosts: outside of the lab it starts one, runs itself inside the lab's network, and takes the lab down.
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { type Lab, type LabOptions, labAvailable, labOrReason, runInLab, startLab } from '../e2e/lab/lab.ts';

/**
 * Resolves with the lab when this process is inside of it; outside, runs the same file inside of a new one and ends this process with its
 * status. Leaves the measurement out, with a sentence, where there can be no lab.
 *
 * @param file the measurement's `import.meta.url`.
 */
export async function insideLab(file: string, name: string, options: LabOptions): Promise<Lab> {
  // The lab's tools and what they start agree on whose lab it is by this variable, which lab.ts reads when it is loaded.
  const attached = process.env.BENCHTOP_LAB_NAME === undefined ? 'no lab is ours' : await labOrReason();
  if (typeof attached !== 'string') return attached;
  const { available, reason } = await labAvailable();
  if (!available) {
    console.log(`${name}: left out, because ${reason}.`);
    process.exit(0);
  }
  const lab = await startLab(options);
  let status = 1;
  try {
    const env = { ...process.env, BENCHTOP_LAB_NAME: process.env.BENCHTOP_LAB_NAME ?? 'lab' };
    const child = runInLab([process.execPath, ...process.execArgv, fileURLToPath(file)], { env });
    [status] = (await once(child, 'close')) as [number];
  } finally {
    await lab.down();
  }
  process.exit(status);
}
