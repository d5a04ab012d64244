import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The working copy. */
export const root = path.join(import.meta.dirname, '..');

/** Folders that are made, not written: what .gitignore names, and Git's own. */
const made = new Set(['node_modules', 'dist', '.vite', 'out', '.lab', 'test-results', 'playwright-report', '.git']);

/** Every written file as a path from the root, with slashes; sorted. Needs no Git, so that it works in an unpacked archive too. */
export function repositoryFiles(folder = ''): string[] {
  return readdirSync(path.join(root, folder), { withFileTypes: true })
    .flatMap((entry) => {
      const name = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (made.has(entry.name) || entry.name.endsWith('.log')) return [];
      return entry.isDirectory() ? repositoryFiles(name) : entry.isFile() ? [name] : [];
    })
    .sort();
}

export function read(file: string): string {
  return readFileSync(path.join(root, file), 'utf8');
}

/** Files that can import. Type declarations of our scripts count: they name our types. */
export function sourceFiles(): string[] {
  return repositoryFiles().filter((file) => /\.(tsx?|mts|cts|mjs|cjs|js)$/.test(file) && !isRecording(file));
}

/** What a fixture folder holds may be anything, as long as it is no TypeScript of ours. */
function isRecording(file: string): boolean {
  return /\/fixtures\//.test(file) && !/\.tsx?$/.test(file);
}

/** Tests and what only tests use. Product code may not import it. */
export function isTestCode(file: string): boolean {
  return (
    /\.(test|spec)\.(tsx?|mjs)$/.test(file) ||
    /\/(testing|fixtures|fake)\//.test(file) ||
    /^(e2e|bench)\//.test(file) ||
    /^engine\/drivers\/driver-contract[a-z-]*\.ts$/.test(file) ||
    file === 'engine/jobs/exercise-saga.ts'
  );
}
