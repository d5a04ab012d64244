import { useSyncExternalStore } from 'react';
import { type CommandName, contract } from '../../engine/contract/contract.ts';
import { withoutSecrets } from '../../engine/contract/shape.ts';

/** A call that this window made, as it may be shown: secrets were taken out before it was kept. */
export interface LoggedCall {
  id: number;
  time: number;
  name: CommandName;
  input: unknown;
  /** Absent while the answer is awaited. */
  milliseconds?: number;
  error?: string;
}

/** Calls that are kept; the oldest give way. */
const kept = 300;

let calls: readonly LoggedCall[] = [];
let nextId = 1;
const listeners = new Set<() => void>();

function change(next: readonly LoggedCall[]): void {
  calls = next;
  for (const listener of listeners) listener();
}

/** Keeps a call, and answers with what is to be told of its end. */
export function logCall(name: CommandName, input: unknown): (error?: string) => void {
  const started = performance.now();
  const id = nextId;
  nextId += 1;
  change([...calls.slice(1 - kept), { id, time: Date.now(), name, input: withoutSecrets(input) }]);
  return (error) => {
    const milliseconds = Math.round(performance.now() - started);
    change(
      calls.map((call) => (call.id === id ? { ...call, milliseconds, ...(error !== undefined && { error }) } : call)),
    );
  };
}

/** Whether a call was made to change something or to open a pipe, and not by a page that reads what it shows. */
export const changesSomething = (call: LoggedCall): boolean => contract[call.name].kind !== 'query';

export function forgetCalls(): void {
  change([]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The calls of this window, the latest last. */
export const useCalls = (): readonly LoggedCall[] => useSyncExternalStore(subscribe, () => calls);
