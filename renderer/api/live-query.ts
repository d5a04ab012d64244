import type { CommandName, Input, Output } from '../../engine/contract/contract.ts';
import type { Change, ChangeMessage } from '../../engine/contract/transport.ts';
import { type ApiError, call, onChanges, toApiError } from './client.ts';

/** What a page sees of a query: its last answer, and whether another one is on the way. */
export interface Snapshot<T> {
  data: T | undefined;
  error: ApiError | undefined;
  /** True until the first answer or error. */
  loading: boolean;
}

/** Decides whether a change concerns a query: at once (`visible`), soon (`maybe`), or not at all. */
export type Relevance = (change: Change, data: unknown) => 'visible' | 'maybe' | 'no';

/** Milliseconds between two reads of one query: a few a second for what is on screen, one a second for what may be. */
const visibleInterval = 250;
const maybeInterval = 1000;
/** Queries that nobody watches are remembered, so that going back shows the last answer at once. */
const remembered = 60;

/**
 * One query that is kept right by changes: it reads again when a change concerns it, never by a clock. Components with the
 * same name and input share it. Readings never overlap; what arrives while one is under way causes one more.
 */
export class LiveQuery {
  snapshot: Snapshot<unknown> = { data: undefined, error: undefined, loading: true };
  private readonly listeners = new Set<() => void>();
  private stopFollowing: (() => void) | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private dueAt = Number.POSITIVE_INFINITY;
  private lastRead = 0;
  private reading = false;
  private again = false;
  private readonly name: CommandName;
  private readonly input: unknown;
  private readonly relevance: Relevance;

  constructor(name: CommandName, input: unknown, relevance: Relevance) {
    this.name = name;
    this.input = input;
    this.relevance = relevance;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    if (this.listeners.size === 1) {
      this.stopFollowing = onChanges((message) => this.follow(message));
      void this.read();
    }
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      this.stopFollowing?.();
      this.stopFollowing = undefined;
      clearTimeout(this.timer);
      this.dueAt = Number.POSITIVE_INFINITY;
    };
  };

  get watched(): boolean {
    return this.listeners.size > 0;
  }

  refetch = (): void => {
    void this.read();
  };

  private follow(message: ChangeMessage) {
    if (message.gap) {
      this.schedule(0);
      return;
    }
    let nearest: 'visible' | 'maybe' | 'no' = 'no';
    for (const change of message.changes) {
      const found = this.relevance(change, this.snapshot.data);
      if (found === 'visible') nearest = 'visible';
      else if (found === 'maybe' && nearest === 'no') nearest = 'maybe';
    }
    if (nearest !== 'no') this.schedule(nearest === 'visible' ? visibleInterval : maybeInterval);
  }

  private schedule(interval: number) {
    const due = Math.max(performance.now(), this.lastRead + interval);
    if (due >= this.dueAt) return;
    clearTimeout(this.timer);
    this.dueAt = due;
    this.timer = setTimeout(() => void this.read(), due - performance.now());
  }

  private async read() {
    clearTimeout(this.timer);
    this.dueAt = Number.POSITIVE_INFINITY;
    if (this.reading) {
      this.again = true;
      return;
    }
    this.reading = true;
    this.lastRead = performance.now();
    try {
      const data = await call(this.name, this.input as never);
      this.publish({ data: shareUnchanged(this.snapshot.data, data), error: undefined, loading: false });
    } catch (thrown) {
      // The last good answer stays on screen beside the error.
      this.publish({ data: this.snapshot.data, error: toApiError(thrown), loading: false });
    }
    this.reading = false;
    if (this.again) {
      this.again = false;
      if (this.watched) this.schedule(visibleInterval);
    }
  }

  private publish(snapshot: Snapshot<unknown>) {
    const same =
      snapshot.data === this.snapshot.data &&
      snapshot.error === this.snapshot.error &&
      snapshot.loading === this.snapshot.loading;
    if (same) return;
    this.snapshot = snapshot;
    for (const listener of this.listeners) listener();
  }
}

/** Keeps the old object wherever the new one says the same, so that unchanged rows are not drawn again. */
export function shareUnchanged(before: unknown, after: unknown): unknown {
  if (before === after || typeof before !== 'object' || typeof after !== 'object' || !before || !after) return after;
  if (Array.isArray(before) !== Array.isArray(after)) return after;
  const old = before as Record<string, unknown>;
  const fresh = after as Record<string, unknown>;
  const keys = Object.keys(fresh);
  let same = keys.length === Object.keys(old).length;
  for (const key of keys) {
    const shared = shareUnchanged(old[key], fresh[key]);
    if (shared !== fresh[key]) fresh[key] = shared;
    if (shared !== old[key] || !(key in old)) same = false;
  }
  return same ? before : after;
}

const queries = new Map<string, LiveQuery>();

/** The shared query for a name and input; oldest unwatched ones are forgotten. */
export function liveQuery<K extends CommandName>(name: K, input: Input<K>, relevance: Relevance): LiveQuery {
  const key = `${name} ${JSON.stringify(input)}`;
  const known = queries.get(key);
  if (known !== undefined) {
    queries.delete(key);
    queries.set(key, known);
    return known;
  }
  for (const [oldKey, old] of queries) {
    if (queries.size < remembered) break;
    if (!old.watched) queries.delete(oldKey);
  }
  const made = new LiveQuery(name, input, relevance);
  queries.set(key, made);
  return made;
}

/** Forgets the last answers of queries that nobody watches now: for a page that decides by what is there, and not by what was. */
export function forgetUnwatched(names: readonly CommandName[]): void {
  for (const [key, query] of queries)
    if (!query.watched && names.some((name) => key.startsWith(`${name} `))) queries.delete(key);
}

export type QueryData<K extends CommandName> = Output<K>;
