import { walkSource } from './command-calls.ts';
import { isTestCode, sourceFiles } from './repo-files.ts';

type Quasi = { value: { cooked: string } };
type Literal = { type: string; value?: unknown };

const textOf = (node: Literal | undefined): string | undefined =>
  node?.type === 'Literal' && typeof node.value === 'string' ? node.value : undefined;

/** The keys of all phrases that are said: say`Trying ${pool} on ${host}` is `Trying {0} on {1}`. */
export function phrasesSaid(): Set<string> {
  const keys = new Set<string>([...inputWishes(), ...libvirtSentences()]);
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

/** What the contract's schemas say that they want, v.minLength(1, 'must not be empty'): the dispatcher makes errors of them. */
function inputWishes(): string[] {
  const wishes: string[] = [];
  for (const file of sourceFiles())
    if (file.startsWith('engine/contract/') && !isTestCode(file))
      walkSource(file, (node) => {
        if (node.type !== 'CallExpression') return;
        const callee = node.callee as { object?: { name?: string }; property?: { name?: string } };
        if (callee.object?.name !== 'v' || callee.property?.name === 'literal') return;
        const wish = textOf((node.arguments as Literal[]).at(-1));
        if (wish !== undefined) wishes.push(wish);
      });
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
