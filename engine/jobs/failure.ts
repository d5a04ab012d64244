import { BenchtopError, fail } from '../contract/errors.ts';

export const cancelled = (): BenchtopError => fail('cancelled', 'The job was cancelled.');

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
