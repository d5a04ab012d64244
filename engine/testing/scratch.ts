import { mkdtempSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Room that a test run wants at most, in bytes. */
const plenty = 2 * 1024 ** 3;

/**
 * A folder for one test's data, in memory where there is plenty: every commit of the store waits for the disk, and what these tests say is
 * the same without that wait. A killed process loses nothing there either; only a power cut would.
 */
export function scratchFolder(name: string): string {
  let parent = tmpdir();
  try {
    const { bavail, bsize } = statfsSync('/dev/shm');
    if (bavail * bsize > plenty) parent = '/dev/shm';
  } catch {
    // No such place on this system.
  }
  return mkdtempSync(join(parent, `benchtop-${name}-`));
}
