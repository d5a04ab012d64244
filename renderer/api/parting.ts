import type { Phrase } from '../../engine/contract/phrase.ts';

const partingKey = 'benchtop-parting';

/** Keeps why a session ended for the page that comes next in this window. */
export function keepParting(reason: Phrase): void {
  sessionStorage.setItem(partingKey, JSON.stringify(reason));
}

/** Why the last session of this window ended; told once. */
export function takeParting(): Phrase | undefined {
  const kept = sessionStorage.getItem(partingKey);
  sessionStorage.removeItem(partingKey);
  return kept === null ? undefined : (JSON.parse(kept) as Phrase);
}

/** Whether the cookie of this page is still good; true where nobody answers. */
export async function stillLetIn(): Promise<boolean> {
  const answer = await fetch('/session', { cache: 'no-store' }).catch(() => undefined);
  return answer?.status !== 401;
}
