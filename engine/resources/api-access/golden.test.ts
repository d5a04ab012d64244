import { readFileSync, writeFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type CommandName, contract } from '../../contract/contract.ts';
import { catalogue } from './catalogue.ts';

// What listApis says, command by command, in a file that is read when it changes: whoever changes the API sees what clients will see.
// BENCHTOP_GOLDEN=1 in the environment writes it anew.

const file = new URL('./apis.golden.txt', import.meta.url);

/** A line of a command has its name and what its answer is of. Then `name:type`, with `!` where it must be given and `-` where it is refused or never there. */
const words = (
  all: readonly { name: string; type: string; required?: boolean; refused?: true | undefined }[],
): string =>
  all
    .map((each) => `${each.name}:${each.type}${each.required ? '!' : ''}${each.refused ? '-' : ''}`)
    .sort()
    .join(' ');

const told = catalogue()
  .map((each) =>
    [
      `${each.name} ${contract[each.name as CommandName]?.object ?? '-'}${each.isasync ? ' (async)' : ''}${each.refused ? ' (refused)' : ''}`,
      `  takes ${words(each.params)}`,
      `  answers ${words(each.response)}`,
    ].join('\n'),
  )
  .join('\n');

it('says of every command what it said before', () => {
  if (process.env.BENCHTOP_GOLDEN === '1') writeFileSync(file, `${told}\n`);
  expect(`${told}\n`).toBe(readFileSync(file, 'utf8'));
});
