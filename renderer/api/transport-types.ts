import type { ErrorData } from '../../engine/contract/errors.ts';
import type { ChangeMessage } from '../../engine/contract/transport.ts';

/** What a call ends in: the command's answer, or an error as data. Errors never cross as exceptions. */
export type CallResult = { o: unknown } | { e: ErrorData };

export type ConnectionState = 'connecting' | 'open' | 'lost';

/** The way to the engine, the same for both shells. */
export interface Transport {
  call(name: string, input: unknown): Promise<CallResult>;
  /** Follows committed changes. Returns the end of following. */
  onChanges(listener: (message: ChangeMessage) => void): () => void;
  onState(listener: (state: ConnectionState) => void): () => void;
}
