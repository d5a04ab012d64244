import { BenchtopError, type ErrorData, fail } from '../contract/errors.ts';
import { mapPhrase, say } from '../contract/phrase.ts';

export const cancelled = (): BenchtopError => fail('cancelled', say`The job was cancelled.`);

/** The error and its causes, first lines only, for the log. */
export function causeChain(thrown: unknown): string {
  const lines: string[] = [];
  for (let error: unknown = thrown, depth = 0; error !== undefined && depth < 6; depth++) {
    if (error instanceof BenchtopError && error.data.hint !== undefined)
      lines.push(`${error.message} ${error.data.hint}`);
    else lines.push(error instanceof Error ? error.message : String(error));
    error = error instanceof Error ? error.cause : undefined;
  }
  return lines.join('; because: ').slice(0, 4_000);
}

/** An error may repeat what a host said: it is kept and shown like a log line. */
export function cleanError(error: ErrorData, clean: (text: string) => string): ErrorData {
  const { hint, phrases } = error;
  const cleaned: ErrorData = { ...error, message: clean(error.message) };
  if (hint !== undefined) cleaned.hint = clean(hint);
  if (phrases !== undefined) {
    cleaned.phrases = { message: mapPhrase(phrases.message, clean) };
    if (phrases.hint !== undefined) cleaned.phrases.hint = mapPhrase(phrases.hint, clean);
  }
  return cleaned;
}
