import * as v from 'valibot';
import { access, optional, query, uuid } from './command.ts';
import { phrase } from './phrase.ts';

/** One thing that undoing a preparation would restore, remove or leave. */
const undoItem = v.object({
  kind: v.picklist(['file', 'directory', 'packages', 'unit', 'member', 'sysctl', 'hostname', 'firewall', 'bridge']),
  fate: v.picklist(['restored', 'removed', 'left']),
  title: phrase,
  /** Why it is left, where it is. */
  note: optional(phrase),
  path: optional(v.string()),
  /** Unified, from the file as it is now to what it becomes; passwords in it are covered. */
  diff: optional(v.string()),
  /** Packages. */
  names: optional(v.array(v.string())),
});

export const hostUndoCommands = {
  explainHostPreparationUndo: query({
    object: 'undo',
    roles: access.admin,
    description: {
      en: 'Says what undoing a preparation would restore, remove and leave on the machine, with the difference of each file. Changes nothing.',
      zh: '说明撤销准备将在机器上恢复、移除和保留什么，并给出每个文件的差异。不做任何更改。',
    },
    input: { id: uuid },
    output: v.object({
      item: v.array(undoItem),
      /** Why an undo would be refused now. */
      refusal: optional(v.object({ message: phrase, hint: optional(phrase) })),
    }),
  }),
};
