import { type ConsoleViewer, closeCodes, type Quality, type TypingEnd } from '../../engine/contract/console.ts';
import type { ErrorCode } from '../../engine/contract/errors.ts';

export type ConsoleType = 'vnc' | 'serial';

/** Why there is no live console; each has its sentence under `console.trouble` in both languages. */
export type Trouble =
  | 'notRunning'
  | 'hostUnreachable'
  | 'refused'
  | 'viewer'
  | 'tooManyViewers'
  | 'ended'
  | 'ticket'
  | 'lost'
  | 'internal';

/** `fit`: small screens stay sharp, large ones shrink; `fill`: always as large as the window; `actual`: one pixel is one pixel. */
export const scalings = ['fit', 'fill', 'actual'] as const;
export type Scaling = (typeof scalings)[number];

export interface Attendance {
  you: ConsoleViewer;
  /** Of a screen: what its host sends, in bytes a second, and how good a picture. */
  link?: { rate: number; quality: Quality } | undefined;
  others: readonly ConsoleViewer[];
}

/** Who has taken the console over, where that is another one: then nothing goes to the VM from here. */
export function takenBy({ attendance }: Pick<ConsoleState, 'attendance'>): ConsoleViewer | undefined {
  return attendance?.others.find((viewer) => viewer.holds);
}

/** Whether keys and clicks of this window reach the VM. */
export function mayAct(state: Pick<ConsoleState, 'attendance' | 'viewOnly'>): boolean {
  return !state.viewOnly && state.attendance?.you.mayTake !== false && takenBy(state) === undefined;
}

/** A text that is being typed, in characters; with `end` it is over, and stays until someone has read so. */
export interface TypingState {
  done: number;
  total: number;
  end?: Exclude<TypingEnd, 'done'> | undefined;
}

export interface ConsoleState {
  /** `waiting`: tried again at `retryAt`. `ended`: only a person or a change of the VM begins it again. */
  phase: 'idle' | 'connecting' | 'connected' | 'waiting' | 'ended';
  /** Connected to Benchtop, but Benchtop has lost the VM's screen and looks for it: what is seen is the last picture. */
  stale: boolean;
  trouble: Trouble | undefined;
  /** What the other side said, as it said it: shown as plain text below the sentence. */
  detail: string | undefined;
  /** Milliseconds since 1970 of the next attempt. */
  retryAt: number | undefined;
  /** Keys go to the VM. */
  grabbed: boolean;
  viewOnly: boolean;
  scaling: Scaling;
  /** How good a picture this window wants of the host. */
  quality: Quality;
  /** This window records the screen. */
  recording: boolean;
  typing: TypingState | undefined;
  /** Who looks at this console, this window among them as `you`; undefined until Benchtop has told. */
  attendance: Attendance | undefined;
  /** What was pasted over the screen and waits to be looked at before it is typed. */
  pasted: string | undefined;
}

export const initialConsoleState: ConsoleState = {
  phase: 'idle',
  stale: false,
  trouble: undefined,
  detail: undefined,
  retryAt: undefined,
  grabbed: false,
  viewOnly: false,
  scaling: 'fit',
  quality: 'best',
  recording: false,
  typing: undefined,
  attendance: undefined,
  pasted: undefined,
};

const troubleOfCode: Record<number, Trouble> = {
  [closeCodes.internal]: 'internal',
  [closeCodes.ticket]: 'ticket',
  [closeCodes.notRunning]: 'notRunning',
  [closeCodes.hostUnreachable]: 'hostUnreachable',
  [closeCodes.refused]: 'refused',
  [closeCodes.viewer]: 'viewer',
  [closeCodes.tooManyViewers]: 'tooManyViewers',
  [closeCodes.ended]: 'ended',
};

/** What a closed WebSocket means; codes that are not ours (1006 and the like) mean that the connection broke. */
export function troubleOfClose(code: number): Trouble {
  return troubleOfCode[code] ?? 'lost';
}

/** What a refused `createConsoleEndpoint` means. */
export function troubleOfError(code: ErrorCode): Trouble {
  if (code === 'conflict') return 'notRunning';
  if (code === 'hostUnreachable' || code === 'resourceUnavailable') return 'hostUnreachable';
  if (code === 'unavailable' || code === 'cancelled') return 'lost';
  if (code === 'internal') return 'internal';
  return 'refused';
}

/** Troubles that pass by themselves are tried again; the others need someone to do something first. */
export function heals(trouble: Trouble): boolean {
  return trouble === 'hostUnreachable' || trouble === 'lost' || trouble === 'ticket' || trouble === 'internal';
}

/** Seconds before the nth attempt after a loss, from 0; the last one repeats. */
const pauses = [1, 2, 4, 8, 15];

export function pauseBefore(attempt: number): number {
  return pauses[Math.min(attempt, pauses.length - 1)] ?? 15;
}
