import { contract } from '../engine/contract/contract.ts';
import { allStateTables } from '../engine/contract/states.ts';
import { walkSource } from './command-calls.ts';
import { isTestCode, sourceFiles } from './repo-files.ts';

type Quasi = { value: { cooked: string } };
type Literal = { type: string; value?: unknown };

const textOf = (node: Literal | undefined): string | undefined =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;

/** The keys of all phrases that are said: say`Trying ${pool} on ${host}` is `Trying {0} on {1}`. */
export function phrasesSaid(): Set<string> {
  const keys = new Set<string>([...inputWishes(), ...libvirtSentences(), ...stateActions()]);
  for (const file of sourceFiles())
    if (/^(engine|main|renderer)\//.test(file) && !isTestCode(file))
      walkSource(file, (node) => {
        if (node.type !== 'TaggedTemplateExpression') return;
        if ((node.tag as { name?: string }).name !== 'say') return;
        const { quasis } = node.quasi as { quasis: Quasi[] };
        keys.add(quasis.map(({ value }, index) => (index === 0 ? '' : `{${index - 1}}`) + value.cooked).join(''));
      });
  return keys;
}

/** What a state does or does not allow: a refusal names it. */
const stateActions = (): string[] =>
  allStateTables.flatMap((table) => Object.values(table.states).flatMap((actions) => Object.keys(actions)));

/** What the contract's schemas say that they want, v.minLength(1, 'must not be empty'): the dispatcher makes errors of them. */
function inputWishes(): Set<string> {
  const wishes = new Set<string>();
  const seen = new Set<object>();
  const visit = (part: unknown): void => {
    if (typeof part !== 'object' || part === null || seen.has(part)) return;
    seen.add(part);
    const { message } = part as { message?: unknown };
    if (typeof message === 'string') wishes.add(message);
    for (const child of Object.values(part)) visit(child);
  };
  for (const { input } of Object.values(contract)) visit(input);
  return wishes;
}

/** node-libvirt knows nothing of phrases: its sentences without marks become some in the driver. */
function libvirtSentences(): string[] {
  const sentences: string[] = [];
  walkSource('engine/node-libvirt/errors.ts', (node) => {
    if (node.type !== 'Property') return;
    const name = (node.key as { name?: string }).name;
    const sentence = textOf(node.value as Literal);
    if ((name === 'message' || name === 'hint') && sentence !== undefined) sentences.push(sentence);
  });
  return sentences;
}
