import type { CommandName } from '../../engine/contract/contract.ts';
import { contract } from '../../engine/contract/contract.ts';
import { tagEntries } from '../../engine/contract/tag.ts';
import type { Filter } from './column.ts';

interface Tag {
  key: string;
  value: string;
}

/** A tag as it is read and as it stands in the URL. */
export const tagWord = ({ key, value }: Tag): string => `${key}=${value}`;

/** Whether a list is of things that can have tags. */
export const hasTags = (name: CommandName): boolean =>
  (contract[name].input.entries as Record<string, unknown>).tags === tagEntries.tags;

/** The filter by a tag: it offers those of the rows on screen, and takes any other from the URL. */
export function tagFilter(label: string, rows: readonly unknown[]): Filter {
  const words = new Set(rows.flatMap((row) => ((row as { tags?: Tag[] }).tags ?? []).map(tagWord)));
  return {
    name: 'tag',
    label,
    options: [...words].sort().map((value) => ({ value, label: value })),
    toParams(value) {
      const at = value.indexOf('=');
      return { tags: at < 0 ? { [value]: '' } : { [value.slice(0, at)]: value.slice(at + 1) } };
    },
  };
}
