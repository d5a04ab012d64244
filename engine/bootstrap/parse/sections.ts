import { hostText } from '../../ssh/errors.ts';

/** The sections of a probe's answer by name, each cut to a length that no honest host reaches. */
export type Sections = ReadonlyMap<string, string>;

const largestSection = 300_000;
const mostSections = 400;

/** Cuts the answer at its markers. Text before the first marker (a shell's greetings) is dropped; a repeated name keeps its first content. */
export function splitSections(answer: string, nonce: string): Sections {
  const sections = new Map<string, string>();
  let name: string | undefined;
  let lines: string[] = [];
  let length = 0;
  const close = () => {
    if (name !== undefined && !sections.has(name)) sections.set(name, lines.join('\n').replace(/\n+$/, ''));
    lines = [];
    length = 0;
  };
  for (const line of answer.split('\n')) {
    if (line.startsWith(`@${nonce} `)) {
      close();
      if (sections.size >= mostSections) return sections;
      name = line.slice(nonce.length + 2, nonce.length + 402);
    } else if (name !== undefined && length < largestSection) {
      lines.push(line);
      length += line.length + 1;
    }
  }
  close();
  return sections;
}

/** One line of a host's text made safe to show and to store: no control characters, at most about `limit` characters. */
export function inert(text: string, limit = 300): string {
  return hostText(text.slice(0, limit * 4), limit);
}

export function lines(text: string | undefined, most = 500): string[] {
  if (text === undefined) return [];
  return text.split('\n', most).filter((line) => line !== '');
}

/** First line, inert. */
export function first(text: string | undefined, limit?: number): string {
  return inert(lines(text, 5)[0] ?? '', limit);
}

/** `key=value` lines as of os-release, quotes removed; keys that are no plain words are dropped. */
export function assignments(text: string | undefined): Record<string, string> {
  const found: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const line of lines(text)) {
    const match = /^([A-Za-z_][A-Za-z0-9_]{0,60})=(.*)$/.exec(line);
    if (match === null) continue;
    const value = match[2]!.trim();
    found[match[1]!] = inert(/^(".*"|'.*')$/.test(value) ? value.slice(1, -1) : value);
  }
  return found;
}

/** A whole number of the text, or the fallback; never NaN, never beyond what a double holds exactly. */
export function whole(text: string | undefined, fallback = 0): number {
  const match = /\d{1,15}/.exec(text ?? '');
  return match === null ? fallback : Number(match[0]);
}

/** JSON that may be anything at all; undefined when it is none. */
export function json(text: string | undefined): unknown {
  if (text === undefined || text.trim() === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The plain objects of something that should be a list of them. */
export function records(value: unknown, most = 500): Record<string, unknown>[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, most)
    .filter(
      (entry): entry is Record<string, unknown> => typeof entry === 'object' && entry !== null && !Array.isArray(entry),
    );
}

/** A string of at most 300 characters; anything else is the empty one. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 300) : '';
}
