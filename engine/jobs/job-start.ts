import type { Phrase } from '../contract/phrase.ts';

/** A job to be begun, on whose behalf and on what. */
export interface JobStart {
  kind: string;
  command: string;
  accountId: string;
  domainId: string;
  userId: string;
  input: Record<string, unknown>;
  resourceNoun?: string;
  resourceId?: string;
  resourceName?: string;
  hostId?: string;
  /** What the event says that tells of the job; else its type and its resource's name. */
  said?: Phrase;
}
