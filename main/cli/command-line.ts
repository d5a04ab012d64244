import { parseArgs } from 'node:util';
import { type Output, outputs } from './show.ts';
import { Ending, type Speak } from './words.ts';

/** What was typed. */
export interface CommandLine {
  /** Words before the first `name=value`: the command. */
  words: string[];
  fields: Record<string, string>;
  output: Output | undefined;
  filter: string[] | undefined;
  wait: boolean;
  keys: boolean;
  help: boolean;
  url: string | undefined;
  fingerprint: string | undefined;
  ca: string | undefined;
}

/** Takes the command line apart. Error: an Ending for what it cannot be. */
export function readCommandLine(typed: readonly string[], say: Speak): CommandLine {
  const { values, positionals } = parse(typed, say);
  const words: string[] = [];
  const fields: Record<string, string> = Object.create(null);
  for (const each of positionals) {
    const at = each.indexOf('=');
    if (at > 0) fields[each.slice(0, at)] = each.slice(at + 1);
    else if (Object.keys(fields).length === 0) words.push(each);
    else throw new Ending('use', say('notAPair', each));
  }
  const output = outputs.find((each) => each === values.output);
  if (values.output !== undefined && output === undefined) throw new Ending('use', say('badOutput'));
  return {
    words,
    fields,
    output,
    filter: values.filter
      ?.split(',')
      .map((each) => each.trim())
      .filter((each) => each !== ''),
    wait: values.async !== true,
    keys: values.keys === true,
    help: values.help === true,
    url: values.url,
    fingerprint: values.fingerprint,
    ca: values.ca,
  };
}

function parse(typed: readonly string[], say: Speak) {
  try {
    return parseArgs({
      args: [...typed],
      allowPositionals: true,
      options: {
        output: { type: 'string', short: 'o' },
        filter: { type: 'string' },
        async: { type: 'boolean' },
        keys: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        url: { type: 'string' },
        fingerprint: { type: 'string' },
        ca: { type: 'string' },
      },
    });
  } catch (error) {
    throw new Ending('use', say('badOption', error instanceof Error ? error.message : String(error)));
  }
}
