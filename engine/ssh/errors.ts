/**
 * Errors of this folder. The codes are a subset of the product's closed list and the shape is its `{code, message, hint?, phrases}`, so a
 * caller hands `data` on as it is; of the engine this folder knows only how sentences are said, so the class is its own.
 */
import { type Phrase, textOf } from '../contract/phrase.ts';

export type SshErrorCode =
  | 'hostUnreachable'
  | 'hostKey'
  | 'unauthorized'
  | 'parameter'
  | 'resourceUnavailable'
  | 'cancelled';

export interface SshErrorData {
  code: SshErrorCode;
  message: string;
  hint?: string;
  phrases: { message: Phrase; hint?: Phrase };
}

export class SshError extends Error {
  readonly data: SshErrorData;

  constructor(code: SshErrorCode, message: Phrase, hint?: Phrase, cause?: unknown) {
    super(textOf(message), cause === undefined ? undefined : { cause });
    this.name = 'SshError';
    this.data = { code, message: this.message, phrases: { message } };
    if (hint !== undefined) {
      this.data.hint = textOf(hint);
      this.data.phrases.hint = hint;
    }
  }
}

/** A command that ran and ended with another status than 0; what it wrote is at hand for those who know its sentences. */
export class CommandError extends SshError {
  readonly exitCode: number;
  readonly stderr: string;

  constructor(message: Phrase, exitCode: number, stderr: string) {
    super('resourceUnavailable', message);
    this.name = 'CommandError';
    this.exitCode = exitCode;
    this.stderr = stderr;
  }
}

/** A host's words made fit for one line of a message: no control sequences, no line breaks, at most `limit` characters. */
export function hostText(text: string, limit = 300): string {
  const plain = text
    .replace(/\u001b(\[[0-9;?]*[ -/]*[@-~]|\][^\u0007\u001b]*(\u0007|\u001b\\)|.)/g, '')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\s]+/gu, ' ')
    .trim();
  return plain.length > limit ? `${plain.slice(0, limit)}…` : plain;
}

/** The end of what a command said, which is where programs put the reason: its last lines, cleaned. */
export function lastWords(text: string): string {
  const lines = text
    .slice(-4096)
    .split('\n')
    .map((line) => hostText(line))
    .filter((line) => line !== '');
  return lines.slice(-3).join('; ');
}

/** `10.0.0.5`, or `10.0.0.5:2222` where the port is not SSH's own. */
export function place(target: { address: string; port: number }): string {
  return target.port === 22 ? target.address : `${target.address}:${target.port}`;
}
