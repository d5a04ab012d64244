/** What is measured of: each kind has a retention of its own. */
export type StatisticKind = 'virtualmachine' | 'host' | 'volume';

/** What one round found; what nobody could tell is absent. */
export interface Figures {
  /** Share of the processors, 0–1. */
  cpu?: number;
  load?: number;
  /** KiB. */
  memory?: number;
  memoryTarget?: number;
  memoryFree?: number;
  /** Bytes and operations within the span. */
  networkRead?: number;
  networkWrite?: number;
  diskRead?: number;
  diskWrite?: number;
  diskReads?: number;
  diskWrites?: number;
  /** Bytes. */
  size?: number;
  physicalSize?: number;
}

/** The figures of one round, of one thing. */
export interface StatisticRow extends Figures {
  resourceId: string;
  taken: number;
  /** Milliseconds that what is counted was counted over. */
  span: number;
}

/** The last round's, with the sums of all. */
export interface LatestStatisticRow extends StatisticRow {
  networkReadSum: number;
  networkWriteSum: number;
  diskReadSum: number;
  diskWriteSum: number;
  diskReadsSum: number;
  diskWritesSum: number;
}
