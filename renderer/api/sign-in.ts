import { defaultBranding } from '../../engine/contract/branding.ts';
import type { Output } from '../../engine/contract/contract.ts';
import { type ErrorData, fail } from '../../engine/contract/errors.ts';
import { say } from '../../engine/contract/phrase.ts';
import type { SignInRequest } from '../../engine/contract/transport.ts';
import { ApiError } from './client.ts';

export type Branding = Output<'getBranding'>;

/** Until it is known what the installation wears. */
export const plainBranding: Branding = defaultBranding;

/** Whether the page was served to somebody of whom nothing is known yet: it begins with the question who one is. */
export const isUnknownVisitor = (): boolean => document.documentElement.dataset.visitor === 'unknown';

/** Signs in, or throws an ApiError. The cookie that comes with the answer is not for scripts. */
export async function signIn(given: SignInRequest): Promise<void> {
  const answer = await fetch('/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(given),
  }).catch(() => undefined);
  if (answer?.ok) return;
  const body = (await answer?.json().catch(() => undefined)) as { e?: ErrorData } | undefined;
  throw new ApiError(
    body?.e ??
      fail('unavailable', say`Benchtop does not answer.`, { hint: say`Look whether it is running, and try again.` })
        .data,
  );
}

/** Ends the session; the page that comes then asks who one is. */
export async function signOut(): Promise<void> {
  await fetch('/sign-out', { method: 'POST' }).catch(() => undefined);
  location.replace('/');
}

/** What the sign-in page wears. */
export async function readBranding(): Promise<Branding | undefined> {
  const answer = await fetch('/branding').catch(() => undefined);
  return answer?.ok ? ((await answer.json()) as Branding) : undefined;
}
