import { type CommandName, contract } from '../../engine/contract/contract.ts';

/** A command as it is typed: `list virtualmachines`. */
export interface TypedCommand {
  name: CommandName;
  verb: string;
  noun: string;
  parameters: readonly string[];
  required: ReadonlySet<string>;
}

const names = (Object.keys(contract) as CommandName[]).filter((name) => contract[name].kind !== 'stream');

function typed(name: CommandName): TypedCommand {
  const at = name.search(/[A-Z]/);
  const entries = contract[name].input.entries as Record<string, { type: string }>;
  return {
    name,
    verb: at === -1 ? name : name.slice(0, at),
    noun: at === -1 ? '' : name.slice(at).toLowerCase(),
    parameters: Object.keys(entries).sort(),
    required: new Set(Object.keys(entries).filter((entry) => !/optional|nullish/.test(entries[entry]?.type ?? ''))),
  };
}

/** Every command, in the order of verbs and nouns. */
export const typedCommands: readonly TypedCommand[] = names
  .map(typed)
  .sort((a, b) => a.verb.localeCompare(b.verb) || a.noun.localeCompare(b.noun));

export const verbs = [...new Set(typedCommands.map((each) => each.verb))];

/** The command of the first words, and how many of them name it: `listZones`, or `list zones`. */
export function findCommand(words: readonly string[]): { command: TypedCommand; used: number } | undefined {
  const [first = '', second = ''] = words;
  const whole = typedCommands.find((each) => each.name.toLowerCase() === first.toLowerCase());
  if (whole !== undefined) return { command: whole, used: 1 };
  const both = (first + second).toLowerCase();
  const pair = typedCommands.find((each) => each.name.toLowerCase() === both);
  return pair === undefined ? undefined : { command: pair, used: 2 };
}

/** What somebody may have meant: the same verb and a noun that begins alike. */
export function alike(words: readonly string[]): string[] {
  const [first = '', second = ''] = words.map((word) => word.toLowerCase());
  return typedCommands
    .filter(({ verb, noun }) => verb === first && (second === '' || noun.startsWith(second.slice(0, 4))))
    .slice(0, 6)
    .map(({ verb, noun }) => `${verb} ${noun}`);
}
