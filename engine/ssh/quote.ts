import { say } from '../contract/phrase.ts';
import { SshError } from './errors.ts';

/**
 * Linux refuses a single argument of 128 KiB or more (MAX_ARG_STRLEN), and the login shell gets the whole command as one.
 */
const maximumCommand = 120_000;

/**
 * One argument as a word of a POSIX shell: single quotes, within which nothing but the quote itself means anything. This is the only
 * place where text becomes shell source. Throws `parameter` for text that no argument can hold.
 */
export function quoteArgument(argument: string): string {
  if (argument.includes('\0')) throw new SshError('parameter', say`An argument for a host holds a NUL character.`);
  if (!argument.isWellFormed())
    throw new SshError('parameter', say`An argument for a host holds half of a surrogate pair.`);
  return `'${argument.replaceAll("'", "'\\''")}'`;
}

/** An argument list as shell source. */
export function quoteCommand(argv: readonly string[]): string {
  return argv.map(quoteArgument).join(' ');
}

/**
 * Wraps POSIX shell source so that it means the same whatever the login shell is. fish and csh read quotes and backslashes in their own
 * ways, so the source travels as one single-quoted word in which quotes, backslashes, exclamation marks and everything outside
 * printable ASCII are `\0ooo` escapes that `printf %b` of /bin/sh turns back.
 */
export function loginShellCommand(source: string): string {
  let word = '';
  for (const byte of Buffer.from(source, 'utf8')) {
    const character = String.fromCharCode(byte);
    if (byte < 0x20 || byte > 0x7e || character === "'" || character === '\\' || character === '!')
      word += `\\0${byte.toString(8).padStart(3, '0')}`;
    else word += character;
  }
  const command = `exec /bin/sh -c 'eval "$(printf %b "$1")"' sh '${word}'`;
  if (command.length > maximumCommand)
    throw new SshError('parameter', say`A command for a host is longer than a host can take (120,000 bytes).`);
  return command;
}
