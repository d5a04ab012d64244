import type { Answer, CommandName, Input, Output } from '../engine/contract/contract.ts';
import type { EngineHost } from './engine-host.ts';

/** What the line that is printed says of the API. */
export interface ApiLine {
  api?: string;
  /** Of the certificate, where it is served over TLS. */
  fingerprint?: string;
  apikey?: string;
  secretkey?: string;
}

/**
 * Where the HTTP API is, if it is on; with `keys`, also those of the desk's own user, which are made if there are none. Rejects with the
 * engine's sentence.
 */
export async function apiOf(engine: EngineHost, keys: boolean): Promise<ApiLine> {
  const ask = async <K extends CommandName>(name: K, input: Input<K>): Promise<Answer<K>> => {
    const outcome = await engine.call(name, input);
    if ('e' in outcome) throw new Error([outcome.e.message, outcome.e.hint].filter(Boolean).join(' '));
    return outcome.o as Answer<K>;
  };
  const { url, fingerprint, haskeys, userid: id } = await ask('getApiServer', {});
  if (url === undefined) return {};
  const place = { api: url, ...(fingerprint !== undefined && { fingerprint }) };
  if (!keys) return place;
  if (!haskeys) await made(engine, (await ask('registerUserKeys', { id })).jobid);
  return { ...place, ...(await ask('getUserKeys', { id })) };
}

/** Resolves when a job has ended. */
async function made(engine: EngineHost, jobid: string): Promise<void> {
  const ended = Promise.withResolvers<void>();
  const look = async () => {
    const outcome = await engine.call('queryAsyncJobResult', { jobid });
    if ('e' in outcome) ended.reject(new Error(outcome.e.message));
    else if ((outcome.o as Output<'queryAsyncJobResult'>).jobstatus !== 0) ended.resolve();
  };
  const unfollow = engine.follow((changes, gap) => {
    if (gap || changes.some((change) => change.id === jobid)) void look();
  });
  try {
    void look();
    await ended.promise;
  } finally {
    unfollow();
  }
}
