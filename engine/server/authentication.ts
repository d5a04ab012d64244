import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type BenchtopError, fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import type { Caller } from '../dispatcher.ts';
import { canonicalForms } from './canonical.ts';
import type { ApiDoor } from './door.ts';
import { parameter, type WireRequest } from './request.ts';

/** Calls that a signature of version 3 was used for; the oldest give way. */
const maximumRemembered = 100_000;
/** How far ahead an expiry may be where timestamps are enforced: CloudStack's quarter of an hour. */
const furthestExpiryMs = 15 * 60_000;

export type AuthenticationOptions = Pick<ApiDoor, 'identify' | 'clock' | 'enforced'>;

/** CloudStack's own words, for whichever part of the credentials is wrong. */
export const badCredentials = (): BenchtopError =>
  fail('unauthorized', say`unable to verify user credentials and/or request signature`);

/** Decides who sent a request, by its API key and signature. */
export class Authentication {
  readonly #options: AuthenticationOptions;
  /** Signatures that changed something, by the moment until which they would still be good. */
  readonly #used = new Map<string, number>();

  constructor(options: AuthenticationOptions) {
    this.#options = options;
  }

  /** Whose key signed a request. Errors: unauthorized for a wrong key or signature; locked while the secrets are. */
  callerOf(request: WireRequest): Caller {
    const apiKey = parameter(request, 'apikey');
    const signature = signatureOf(request);
    if (!apiKey || signature === undefined) throw badCredentials();
    const known = this.#options.identify(apiKey);
    // A key that nobody has takes as long as a wrong signature.
    const right = signatureMatches(request, known?.secretKey ?? 'nobody', signature);
    if (known === undefined || !right) throw badCredentials();
    const { onlyJob } = known;
    const asksForIt = () =>
      parameter(request, 'command')?.toLowerCase() === 'queryasyncjobresult' && parameter(request, 'jobid') === onlyJob;
    if (onlyJob !== undefined && !asksForIt()) throw badCredentials();
    return known.caller;
  }

  /**
   * Whether a signed request may be served now. Errors: unauthorized for a wrong time and for a second use; badRequest where timestamps are
   * enforced and something is changed by GET.
   *
   * Answers with what takes the use back, for a call that was refused and has changed nothing.
   *
   * @param changes whether the command may change something. Reading the same thing twice in a second makes the same signature twice,
   * and harms nobody; what changes something is done once.
   */
  admit(request: WireRequest, changes: boolean): () => void {
    const now = this.#options.clock();
    const enforced = this.#options.enforced();
    if (enforced && changes && request.method !== 'POST')
      throw fail('badRequest', say`Commands that change something must be sent by POST.`, {
        hint: say`The setting enforce.post.requests.and.timestamps asks for it.`,
      });
    const timed = parameter(request, 'signatureversion') === '3' || parameter(request, 'expires') !== undefined;
    if (!timed && !enforced) return () => {};
    const expiry = expiryOf(parameter(request, 'expires'));
    if (expiry === undefined)
      throw fail('unauthorized', say`unable to verify user credentials and/or request signature: no expiry`, {
        hint: say`Signature version 3 needs expires, such as 2026-11-21T01:00:00+0000.`,
      });
    if (expiry <= now)
      throw fail('unauthorized', say`unable to verify user credentials and/or request signature: expired`, {
        hint: say`Compare the clocks of the two computers.`,
      });
    if (enforced && expiry > now + furthestExpiryMs)
      throw fail(
        'unauthorized',
        say`unable to verify user credentials and/or request signature: expiry too far ahead`,
        {
          hint: say`At most 15 minutes.`,
        },
      );
    if (!changes) return () => {};
    const use = `${parameter(request, 'apikey')} ${signatureOf(request)?.toString('base64')}`;
    this.#useOnce(use, expiry, now);
    return () => this.#used.delete(use);
  }

  #useOnce(key: string, expiry: number, now: number): void {
    if ((this.#used.get(key) ?? 0) > now)
      throw fail('unauthorized', say`unable to verify user credentials and/or request signature: used before`, {
        hint: say`Sign each call that changes something anew, with another expiry.`,
      });
    this.#used.set(key, expiry);
    if (this.#used.size <= maximumRemembered) return;
    for (const [each, until] of this.#used) if (until <= now) this.#used.delete(each);
    for (const each of this.#used.keys()) {
      if (this.#used.size <= maximumRemembered) break;
      this.#used.delete(each);
    }
  }
}

function signatureOf(request: WireRequest): Buffer | undefined {
  const text = parameter(request, 'signature');
  // Some clients leave the plus signs of base64 as they are, which a query reads as spaces.
  return text ? Buffer.from(text.replaceAll(' ', '+'), 'base64') : undefined;
}

function signatureMatches(request: WireRequest, secretKey: string, given: Buffer): boolean {
  for (const form of canonicalForms(request.parameters)) {
    const right = createHmac('sha1', secretKey).update(form).digest();
    if (given.length === right.length && timingSafeEqual(given, right)) return true;
    // As long for a signature of another length.
    if (given.length !== right.length) timingSafeEqual(createHash('sha1').update(given).digest(), right);
  }
  return false;
}

/** `2026-11-21T01:00:00+0000` in milliseconds; undefined for anything else. */
export function expiryOf(text: string | undefined): number | undefined {
  const parts = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:Z|([+-]\d\d):?(\d\d))$/.exec(text ?? '');
  if (parts === null) return undefined;
  const [, time = '', hours, minutes] = parts;
  const moment = Date.parse(`${time}${hours === undefined ? 'Z' : `${hours}:${minutes}`}`);
  return Number.isFinite(moment) ? moment : undefined;
}
