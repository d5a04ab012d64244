import { BenchtopError, type ErrorData, fail, phraseOf } from '../contract/errors.ts';
import { inRow, mapPhrase, type Phrase, quoted, say, withSpaces } from '../contract/phrase.ts';

export const cancelled = (): BenchtopError => fail('cancelled', say`The job was cancelled.`);

/** The error and its causes, first lines only, for the log. */
export function causeChain(thrown: unknown): Phrase {
  const parts: Phrase[] = [];
  for (let error: unknown = thrown, depth = 0; error !== undefined && depth < 6; depth++) {
    if (error instanceof BenchtopError) {
      const hint = error.data.phrases?.hint ?? (error.data.hint === undefined ? undefined : quoted(error.data.hint));
      const message = phraseOf(error.data);
      parts.push(hint === undefined ? message : withSpaces([message, hint]));
    } else parts.push(quoted(error instanceof Error ? error.message : String(error)));
    error = error instanceof Error ? error.cause : undefined;
  }
  return inRow(parts, (left, right) => say`${left}; because: ${right}`);
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
