import i18next from 'i18next';
import type { LucideIcon } from 'lucide-react';
import type { CommandName } from '../../engine/contract/contract.ts';
import { allowed, type StateTable } from '../../engine/contract/states.ts';
import { word } from './words.ts';

/** Something that can be done to a thing: in its row's menu, its title row and, with `bulk`, to many at once. */
export interface ResourceAction<R> {
  id: string;
  /** Its command: who may not call that does not see the action. */
  needs: CommandName;
  label: string;
  icon: LucideIcon;
  /** Shown as a button in the title row instead of behind ⋯. */
  primary?: boolean;
  danger?: boolean;
  bulk?: boolean;
  /** Why it cannot be done now; nothing when it can. */
  refusal?: (row: R) => string | undefined;
  run: (rows: readonly R[]) => unknown;
}

/** Why a state table refuses an action, in words: "Only while Stopped. It is Running now." */
export function stateRefusal(table: StateTable, state: string, action: string): string | undefined {
  const answer = allowed(table, state, action);
  if (answer.ok) return undefined;
  const names = answer.from.map((name) => word('states', name));
  const from = new Intl.ListFormat(i18next.language, { type: 'disjunction' }).format(names);
  return i18next.t('refusal.state', { from, state: word('states', state) });
}
