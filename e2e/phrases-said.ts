import { walkSource } from './command-calls.ts';
import { isTestCode, sourceFiles } from './repo-files.ts';

type Quasi = { value: { cooked: string } };

/** The keys of all phrases that the engine says: say`Trying ${pool} on ${host}` is `Trying {0} on {1}`. */
export function phrasesSaid(): Set<string> {
  const keys = new Set<string>();
  for (const file of sourceFiles())
    if (file.startsWith('engine/') && !isTestCode(file))
      walkSource(file, (node) => {
        if (node.type !== 'TaggedTemplateExpression') return;
        if ((node.tag as { name?: string }).name !== 'say') return;
        const { quasis } = node.quasi as { quasis: Quasi[] };
        keys.add(quasis.map(({ value }, index) => (index === 0 ? '' : `{${index - 1}}`) + value.cooked).join(''));
      });
  return keys;
}
