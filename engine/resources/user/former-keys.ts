/** How long a pair that was replaced may still ask for the outcome. */
const graceMs = 10 * 60_000;
const mostRemembered = 1000;

interface Former {
  userId: string;
  secretKey: string;
  jobId: string;
  until: number;
}

/** In memory alone: a client that Benchtop's end has interrupted asks for its keys by another way. */
const former = new Map<string, Former>();

/**
 * Remembers a pair that a job replaces. Whoever makes himself new keys by the API has signed with the former ones, and could else never ask what
 * came of it: for that one question, and for some minutes, they are good.
 */
export function rememberFormer(apiKey: string, pair: Omit<Former, 'until'>, now: number): void {
  for (const [key, { until }] of former) if (until <= now || former.size >= mostRemembered) former.delete(key);
  former.set(apiKey, { ...pair, until: now + graceMs });
}

export function formerPair(apiKey: string, now: number): Former | undefined {
  const found = former.get(apiKey);
  return found !== undefined && found.until > now ? found : undefined;
}
