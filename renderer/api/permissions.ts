import { useSyncExternalStore } from 'react';
import type { CommandName } from '../../engine/contract/contract.ts';

/** Whether a command may be called by whoever has this window. */
export type May = (name: CommandName) => boolean;
/** The command that something cannot do without. */
export type Needs = CommandName;

const everything: May = () => true;
let may: May = everything;
let known = '';
const listeners = new Set<() => void>();

/** Says which commands may be called, as the session has it; until then nothing is held back, and the engine decides in any case. */
export function permitCommands(names: readonly string[]): void {
  const now = names.join();
  if (now === known) return;
  known = now;
  const set = new Set(names);
  may = (name) => set.has(name);
  for (const listener of listeners) listener();
}

export const permissionsKnown = (): boolean => may !== everything;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/**
 * The one place that tells a page what the caller's role has. What it has not is not shown: the engine refuses it anyhow. It is another function whenever the role
 * has changed.
 */
export const useMay = (): May => useSyncExternalStore(subscribe, () => may);
