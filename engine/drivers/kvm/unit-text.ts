import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';

/**
 * One setting of a systemd unit file. `%` starts a specifier there and a backslash at the end joins lines, so the one is doubled and
 * control characters and backslashes are refused. Throws `parameter`.
 */
export function setting(name: string, value: string): string {
  if (/[\p{Cc}\\]/u.test(value))
    throw fail('parameter', say`${JSON.stringify(value).slice(0, 200)} cannot stand in a unit file.`);
  return `${name}=${value.replaceAll('%', '%%')}`;
}

/** A command line of a unit: words that need no quoting, checked. A leading `-` on the first word lets the command fail. */
export function commandLine(name: string, words: readonly string[]): string {
  for (const word of words)
    if (!/^[A-Za-z0-9_@%+=:,./-]+$/.test(word))
      throw fail('parameter', say`${JSON.stringify(word).slice(0, 200)} cannot stand in a unit’s command.`);
  return setting(name, words.join(' '));
}

/** A unit's name for a path, as `systemd-escape --path` makes it. */
export function unitNameOf(path: string): string {
  const inner = path.replace(/^\/+|\/+$/g, '').replace(/\/+/g, '/');
  let name = '';
  for (const [index, byte] of Buffer.from(inner, 'utf8').entries()) {
    const character = String.fromCharCode(byte);
    if (character === '/') name += '-';
    else if (/[A-Za-z0-9:_]/.test(character) || (character === '.' && index > 0)) name += character;
    else name += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return name;
}
