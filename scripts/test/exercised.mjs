// What the unit tests exercised of the contract (engine/testing/exercised.ts), compared with all that listApis declares: every parameter was given,
// and every field was there, in some test; or it is refused on purpose; or it stands in e2e/exercised-on-hosts.txt, because it takes a host's own disks
// and services, which only the stories on real hosts have. BENCHTOP_GOLDEN=1 in the environment writes that list anew.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../runtime.mjs';

const list = path.join(root, 'e2e', 'exercised-on-hosts.txt');

/** Fields that are there while something is going on: whether a test comes upon them is a matter of the moment, and of no list. */
const passing =
  /^(jobid|percent|step|stepindex|progress\w*|downloadpercent|error|errorphrase|powerstateage|powerstatetime|disconnected|lastpinged)$/;

const linesOf = (text) => text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));

/**
 * What the golden of listApis declares and does not refuse, in lines such as `listZones takes name`; a field with what it is of, because all
 * commands that answer with an instance make it by one view.
 */
function declared() {
  const golden = readFileSync(path.join(root, 'engine', 'resources', 'api-access', 'apis.golden.txt'), 'utf8');
  const lines = [];
  let command = '';
  let object = '';
  for (const line of golden.split('\n')) {
    const words = /^ {2}(takes|answers) ?(.*)$/.exec(line);
    if (words === null) [command, object] = line.endsWith(' (refused)') ? ['', ''] : line.split(' ', 2);
    else if (command !== '')
      for (const word of words[2].split(' '))
        if (word !== '' && !word.endsWith('-')) {
          const name = word.split(':', 1)[0];
          if (words[1] === 'answers' && passing.test(name)) continue;
          lines.push({ line: `${command} ${words[1]} ${name}`, of: words[1] === 'answers' ? `${object} ${name}` : '' });
        }
  }
  return lines;
}

/** What is wrong: what is declared, not refused, not exercised and not listed; and what is listed though it is exercised. */
export function notExercised(folder) {
  const exercised = new Set(
    readdirSync(folder).flatMap((file) => linesOf(readFileSync(path.join(folder, file), 'utf8'))),
  );
  const all = declared();
  const shown = new Set(all.filter(({ line, of }) => of !== '' && exercised.has(line)).map(({ of }) => of));
  const missing = all.filter(({ line, of }) => !exercised.has(line) && !shown.has(of)).map(({ line }) => line);
  if (process.env.BENCHTOP_GOLDEN === '1')
    writeFileSync(
      list,
      `# What only stories on real hosts exercise (e2e/hosts/disks.spec.ts): scripts/test/exercised.mjs\n${missing.join('\n')}\n`,
    );
  const listed = new Set(linesOf(readFileSync(list, 'utf8')));
  return [
    ...missing.filter((line) => !listed.has(line)).map((line) => `no test exercises ${line}`),
    // The list may not hold what it need not.
    ...[...listed]
      .filter((line) => !missing.includes(line))
      .map((line) => `unit tests do exercise ${line}: take it out`),
  ];
}
