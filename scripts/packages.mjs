// Whether what is installed is what this version was locked to. Written so that old Nodes can parse and run it.
import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * The packages of a lock file that are missing or of another version in npm's own record of what it installed. Optional ones may be
 * missing: they are for other platforms.
 */
export function packagesAmiss(locked, installed) {
  return Object.keys(locked)
    .filter((place) => place.startsWith('node_modules/') && !locked[place].link)
    .filter((place) => {
      const wanted = locked[place];
      const found = installed[place];
      if (found === undefined) return !wanted.optional && !wanted.devOptional && !wanted.peer;
      return found.version !== wanted.version;
    })
    .map((place) => place.slice('node_modules/'.length));
}

/** What to do where the packages are not those of this version, in one sentence; undefined where all is well, or nobody can tell. */
export function whyPackagesDoNotFit(root) {
  const packagesOf = (file) => {
    try {
      return JSON.parse(readFileSync(path.join(root, file), 'utf8')).packages;
    } catch {
      return undefined;
    }
  };
  const locked = packagesOf('package-lock.json');
  const installed = packagesOf('node_modules/.package-lock.json');
  if (locked === undefined || installed === undefined) return undefined;
  const amiss = packagesAmiss(locked, installed);
  if (amiss.length === 0) return undefined;
  const named = amiss.slice(0, 3).join(', ') + (amiss.length > 3 ? ', …' : '');
  return `The installed packages are not those of this version (${named}): run "npm ci", then start again.`;
}
