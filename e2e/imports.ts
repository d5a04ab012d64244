import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { read, root } from './repo-files.ts';

/** One import of a file: `to` is a path from the root for our own files, else a package's or Node's name. */
export interface Import {
  to: string;
  ours: boolean;
  typeOnly: boolean;
}

type Node = { type: string; [key: string]: unknown };

/**
 * Everything a source file imports: static imports and re-exports, `import()`, `import('…').Type`, and threads and files named by
 * `new URL('./…', import.meta.url)`. Throws for what cannot be read, and for an `import()` whose target is computed.
 */
export function importsOf(file: string): Import[] {
  const text = read(file);
  const language = file.endsWith('x') ? 'tsx' : /ts$/.test(file) ? 'ts' : 'js';
  const parsed = parseSync(file, text, { lang: language, sourceType: 'module' });
  if (parsed.errors.length > 0) throw new Error(`${file}: ${parsed.errors[0]?.message}`);
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean) => {
    const ours = specifier.startsWith('.');
    const to = ours ? path.posix.join(path.posix.dirname(file), specifier).replace(/\?.*$/, '') : specifier;
    found.push({ to, ours, typeOnly });
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) {
      for (const each of value) visit(each);
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    const node = value as Node;
    const specifier = literal(node.source);
    if (/^(Import|ExportNamed|ExportAll)Declaration$/.test(node.type) && specifier !== undefined)
      add(specifier, isTypeOnly(node));
    else if (node.type === 'ImportExpression') {
      if (specifier === undefined) {
        if (!file.endsWith('.mjs')) throw new Error(`${file}: import() of a computed name cannot be checked`);
      } else add(specifier, false);
    } else if (node.type === 'TSImportType' && specifier !== undefined) add(specifier, true);
    else if (node.type === 'NewExpression') {
      const address = sourceAddress(node);
      if (address !== undefined && existsSync(path.join(root, path.dirname(file), address))) add(address, false);
    }
    for (const child of Object.values(node)) visit(child);
  };
  visit(parsed.program.body);
  return found;
}

function literal(node: unknown): string | undefined {
  const { type, value } = (node ?? {}) as Node;
  return type === 'Literal' && typeof value === 'string' ? value : undefined;
}

function isTypeOnly(node: Node): boolean {
  if (node.importKind === 'type' || node.exportKind === 'type') return true;
  const names = (node.specifiers ?? []) as Node[];
  return names.length > 0 && names.every((one) => one.importKind === 'type' || one.exportKind === 'type');
}

/** './worker.ts' of `new URL('./worker.ts', import.meta.url)`. */
function sourceAddress(node: Node): string | undefined {
  const [first, second] = (node.arguments ?? []) as Node[];
  if ((node.callee as Node).name !== 'URL' || second?.type !== 'MemberExpression') return undefined;
  const address = literal(first);
  return address !== undefined && /\.[cm]?[jt]sx?$/.test(address) ? address : undefined;
}

/** A shortest-first list of circles in a graph of files, each as the path that closes; empty when there is none. */
export function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const done = new Set<string>();
  const walk = (file: string, trail: string[]): void => {
    const at = trail.indexOf(file);
    if (at >= 0) found.push([...trail.slice(at), file]);
    if (at >= 0 || done.has(file)) return;
    for (const next of graph.get(file) ?? []) walk(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
  return found.sort((a, b) => a.length - b.length);
}
