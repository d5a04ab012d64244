// What the unit tests exercised of the contract (engine/testing/exercised.ts), compared with all that listApis declares: every parameter was given,
// and every field was there, in some test; or it is refused on purpose; or it still stands in e2e/not-exercised.txt, which is to become shorter.
// BENCHTOP_GOLDEN=1 in the environment writes that list anew.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../runtime.mjs';

const list = path.join(root, 'e2e', 'not-exercised.txt');

const linesOf = (text) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/** What the golden of listApis declares and does not refuse, in lines such as `listZones takes name`. */
function declared() {
  const golden = readFileSync(path.join(root, 'engine', 'resources', 'api-access', 'apis.golden.txt'), 'utf8');
  const lines = [];
  let command = '';
  for (const line of golden.split('\n')) {
    const words = /^ {2}(takes|answers) ?(.*)$/.exec(line);
    if (words === null) command = line.endsWith(' (refused)') ? '' : line.split(' ', 1)[0];
    else if (command !== '')
      for (const word of words[2].split(' '))
        if (word !== '' && !word.endsWith('-')) lines.push(`${command} ${words[1]} ${word.split(':', 1)[0]}`);
  }
  return lines;
}

/** What is declared, not refused, not exercised and not listed. */
export function notExercised(folder) {
  const exercised = new Set(
    readdirSync(folder).flatMap((file) => linesOf(readFileSync(path.join(folder, file), 'utf8'))),
  );
  const missing = declared().filter((line) => !exercised.has(line));
  if (process.env.BENCHTOP_GOLDEN === '1')
    writeFileSync(
      list,
      `# Declared in listApis, and exercised by no unit test yet: scripts/test/exercised.mjs\n${missing.join('\n')}\n`,
    );
  const listed = new Set(linesOf(readFileSync(list, 'utf8')));
  const stale = [...listed].filter((line) => exercised.has(line)).length;
  if (stale > 0)
    console.log(`${stale} lines of e2e/not-exercised.txt are exercised now: BENCHTOP_GOLDEN=1 takes them out.`);
  return missing.filter((line) => !listed.has(line));
}
