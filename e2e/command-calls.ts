import { parseSync } from 'vite';
import { read } from './repo-files.ts';

type Node = { type: string; [key: string]: unknown };

/** Calls `found` for every node of a TypeScript file. */
export function walkSource(file: string, found: (node: Node) => void): void {
  const parsed = parseSync(file, read(file), { lang: file.endsWith('x') ? 'tsx' : 'ts', sourceType: 'module' });
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const each of value) visit(each);
    else if (typeof value === 'object' && value !== null) {
      const node = value as Node;
      if (typeof node.type === 'string') found(node);
      for (const child of Object.values(node)) visit(child);
    }
  };
  visit(parsed.program.body);
}

/** The commands that a test file calls: `call('listZones', …)`, `engine.call(caller, 'listZones')`, `api.listZones(…)`. */
export function commandsCalled(file: string, commands: ReadonlySet<string>): Set<string> {
  const called = new Set<string>();
  walkSource(file, (node) => {
    if (node.type !== 'CallExpression') return;
    const property = (node.callee as { property?: { name?: string } }).property?.name;
    if (property !== undefined && commands.has(property)) called.add(property);
    for (const { type, value } of node.arguments as { type: string; value?: unknown }[])
      if (type === 'Literal' && commands.has(String(value))) called.add(String(value));
  });
  return called;
}

/** Words that JSX shows as they are: text between tags, and attributes that people read. */
export function shownWords(file: string): string[] {
  const words: string[] = [];
  const read = new Set(['title', 'label', 'placeholder', 'description', 'alt', 'aria-label', 'children']);
  walkSource(file, (node) => {
    if (node.type === 'JSXText') words.push(String(node.value));
    if (node.type !== 'JSXAttribute' || !read.has(String((node.name as Node).name))) return;
    const value = node.value as Node | null;
    if (value?.type === 'Literal') words.push(String(value.value));
  });
  return words.map((each) => each.trim()).filter((each) => /\p{L}{2,}/u.test(each));
}
