import type { ErrorData } from './errors.ts';
import type { Phrase } from './phrase.ts';

/**
 * The messages between a renderer and the engine, the same in both shells: JSON over IPC in Electron, over a WebSocket in the
 * web shell. Everything in them survives JSON (dates are text, sizes are numbers).
 */
export interface RequestMessage {
  t: 'req';
  id: number;
  /** A command name of the contract. */
  m: string;
  i: unknown;
}

export type ResponseMessage = { t: 'res'; id: number; o: unknown } | { t: 'res'; id: number; e: ErrorData };

/**
 * A fact about committed state: this row of this noun changed. Never an instruction, never the row itself: a client refetches
 * what it shows. `gap` tells a client that changes were lost (a slow or fresh connection) and that it must refetch everything.
 */
export interface Change {
  /** The contract's object name of the noun: `virtualmachine`, `host`, `asyncjobs`, `joblog`, … */
  noun: string;
  id: string;
  change: 'created' | 'updated' | 'deleted';
  jobid?: string;
  /** Who may see it; filtered before it leaves the engine. */
  accountid?: string;
}

export interface ChangeMessage {
  t: 'changes';
  changes: Change[];
  gap?: boolean;
}

/** The session of a window that was signed in to is over, and why; nothing comes after it. */
export interface OverMessage {
  t: 'over';
  reason: Phrase;
}

/** From a window that was signed in to, now and then: somebody is at it. What it reads by itself says nothing of that. */
export interface HereMessage {
  t: 'here';
}

export type ServerMessage = ResponseMessage | ChangeMessage | OverMessage;

/** What is given to sign in to a window. */
export interface SignInRequest {
  username: string;
  password: string;
  /** A path: `sales/north`, ROOT unless given. */
  domain?: string | undefined;
}

/** CloudStack's session.timeout: how long a session lasts that nobody uses. */
export const sessionTimeoutSeconds = 1800;

/** Largest message taken from a renderer, in bytes: a private key and a form fit many times over. */
export const maximumMessageBytes = 1 << 20;
