import * as v from 'valibot';
import { type Phrase, phrase, quoted, textOf } from './phrase.ts';

/**
 * The closed list of error codes, each with the HTTP status that CloudStack's clients know.
 * Source of the numbers: CloudStack's ApiErrorCode and ServerApiException as its clients observe them.
 */
export const errorCodes = {
  badRequest: 400,
  unauthorized: 401,
  methodNotAllowed: 405,
  tooManyRequests: 429,
  malformedParameter: 430,
  parameter: 431,
  unsupportedCommand: 432,
  unavailable: 503,
  secondFactorRequired: 511,
  internal: 530,
  account: 531,
  accountLimit: 532,
  insufficientCapacity: 533,
  resourceUnavailable: 534,
  allocation: 535,
  inUse: 536,
  networkRuleConflict: 537,
  /** Ours: the resource's state does not allow the action (CloudStack answers 431 for it). */
  conflict: 431,
  /** Ours: the job was cancelled by its owner. */
  cancelled: 530,
  /** Ours: secrets are locked, because their key is not available. */
  locked: 530,
  /** Ours: a host cannot be reached, or does not let us in. */
  hostUnreachable: 534,
  /** Ours: a host's key is not the one that was pinned. */
  hostKey: 534,
} as const;

export type ErrorCode = keyof typeof errorCodes;

/** An error as it crosses every seam: what happened, at which field, and what to do. One line of text each. */
export interface ErrorData {
  code: ErrorCode;
  message: string;
  field?: string;
  hint?: string;
  /** Message and hint as data where they are, for windows in other languages. */
  phrases?: { message: Phrase; hint?: Phrase };
}

export const errorDataSchema = v.object({
  code: v.picklist(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
  message: v.string(),
  field: v.optional(v.string()),
  hint: v.optional(v.string()),
  phrases: v.optional(v.object({ message: phrase, hint: v.optional(phrase) })),
});

/** Thrown inside the engine; `data` is what the caller sees, `cause` stays in the log. */
export class BenchtopError extends Error {
  readonly data: ErrorData;

  constructor(data: ErrorData, cause?: unknown) {
    super(data.message, cause === undefined ? undefined : { cause });
    this.name = 'BenchtopError';
    this.data = data;
  }
}

/**
 * Shorthand for `throw fail('parameter', say`…`)`. Its sentences are phrases, so that a window has them in its own language; on the wire
 * `message` and `hint` are English text all the same.
 */
export function fail(
  code: ErrorCode,
  message: Phrase,
  more: { field?: string; hint?: Phrase | undefined; cause?: unknown } = {},
): BenchtopError {
  const data: ErrorData = { code, message: textOf(message), phrases: { message } };
  if (more.field !== undefined) data.field = more.field;
  if (more.hint !== undefined) {
    data.hint = textOf(more.hint);
    data.phrases = { message, hint: more.hint };
  }
  return new BenchtopError(data, more.cause);
}

/** What happened, as a part of another sentence. */
export function phraseOf(error: ErrorData): Phrase {
  return error.phrases?.message ?? quoted(error.message);
}

/** What a caller may see of any thrown thing: our own errors as they are, everything else as an internal error with its first line. */
export function errorData(thrown: unknown): ErrorData {
  if (thrown instanceof BenchtopError) return thrown.data;
  // Rooms that may not import this one (ssh, node-libvirt) throw errors of their own with the same data.
  const data = thrown instanceof Error ? (thrown as Error & { data?: unknown }).data : undefined;
  const parsed = v.safeParse(errorDataSchema, data);
  if (parsed.success) return parsed.output as ErrorData;
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'internal', message: text.split('\n', 1)[0]?.slice(0, 500) || 'Internal error' };
}
