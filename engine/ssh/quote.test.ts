import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { loginShellCommand, quoteArgument, quoteCommand } from './quote.ts';

const argument = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.replaceAll('\0', '')),
  fc.string({
    unit: fc.constantFrom(
      "'",
      '"',
      '\\',
      '!',
      '$',
      '`',
      '\n',
      '%',
      '*',
      '~',
      ' ',
      '(',
      ';',
      '\t',
      '#',
      '-',
      'n',
      '0',
      'é',
    ),
  }),
);

/** What a program gets as its arguments when a shell reads the source. */
function argumentsSeen(shell: string, source: string): string[] {
  const output = execFileSync(shell, ['-c', source], {
    encoding: 'utf8',
    env: { PATH: '/usr/bin:/bin', HOME: '/nowhere' },
  });
  return output.split('\0').slice(0, -1);
}

const print = ['printf', '%s\\0'];

describe('quoting', () => {
  test('every argument reaches a program of a real sh unchanged', () => {
    fc.assert(
      fc.property(fc.array(argument, { minLength: 1, maxLength: 6 }), (argv) => {
        expect(argumentsSeen('/bin/sh', quoteCommand([...print, ...argv]))).toEqual(argv);
      }),
      { numRuns: 150 },
    );
  });

  test.each(['/bin/sh', '/bin/bash', '/usr/bin/fish'].filter((shell) => existsSync(shell)))(
    'a command means the same with %s as the login shell',
    (shell) => {
      fc.assert(
        fc.property(fc.array(argument, { minLength: 1, maxLength: 6 }), (argv) => {
          expect(argumentsSeen(shell, loginShellCommand(quoteCommand([...print, ...argv])))).toEqual(argv);
        }),
        { numRuns: shell.includes('fish') ? 40 : 120 },
      );
    },
  );

  test('what no argument can hold is refused', () => {
    expect(() => quoteArgument('a\0b')).toThrow(/NUL/);
    expect(() => quoteArgument('\ud800')).toThrow(/surrogate/);
    expect(() => loginShellCommand('x'.repeat(130_000))).toThrow(/longer than a host can take/);
  });
});
