import { readFileSync } from 'node:fs';

/** One line of the table: a ratio of two figures of the same run, or a figure against a limit. */
export interface Row {
  what: string;
  /** Our figure, with its unit. */
  ours: string;
  /** What it is held against: a peer's figure, or the limit itself. */
  against: string;
  /** The figure that is judged: a ratio, or ours in the limit's unit. */
  figure: number;
  /** What is wanted of the figure. */
  wanted: { atMost: number } | { atLeast: number };
}

const mark = 'benchtop-bench:';

/** Hands a line to bench.ts, which started this measurement as a process of its own. */
export function report(row: Row): void {
  process.stdout.write(`${mark}${JSON.stringify(row)}\n`);
}

/** The rows among a measurement's output. */
export function rowsIn(output: string): Row[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith(mark))
    .map((line) => JSON.parse(line.slice(mark.length)) as Row);
}

export function holds({ figure, wanted }: Row): boolean {
  return 'atMost' in wanted ? figure <= wanted.atMost : figure >= wanted.atLeast;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/**
 * Runs contenders in turn, round after round, so that what else the machine does hits them alike.
 *
 * @returns each contender's figures, one per round.
 */
export async function inTurns<K extends string>(
  rounds: number,
  contenders: Record<K, () => Promise<number>>,
): Promise<Record<K, number[]>> {
  const names = Object.keys(contenders) as K[];
  const figures = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<K, number[]>;
  for (let round = 0; round < rounds; round += 1)
    // Every other round backwards: who goes first finds other caches.
    for (const name of round % 2 === 0 ? names : names.toReversed()) figures[name].push(await contenders[name]());
  return figures;
}

/** The median over the rounds of each round's own ratio. */
export function ratio(ours: readonly number[], theirs: readonly number[]): number {
  return median(ours.map((value, round) => value / (theirs[round] ?? Number.NaN)));
}

export const milliseconds = (value: number): string => `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
export const seconds = (since: number): number => (performance.now() - since) / 1000;

/** Seconds so far for which this thread was ready to run and other programs had the cores, as Linux counts them; 0 where nobody counts. */
export function withoutCore(): number {
  try {
    return Number(readFileSync('/proc/thread-self/schedstat', 'utf8').split(' ')[1]) / 1e9;
  } catch {
    return 0;
  }
}
