import type { CommandName, Input, Output } from '../engine/contract/contract.ts';
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
  const ask = async <K extends CommandName>(name: K, input: Input<K>): Promise<Output<K>> => {
    const outcome = await engine.call(name, input);
    if ('e' in outcome) throw new Error([outcome.e.message, outcome.e.hint].filter(Boolean).join(' '));
    return outcome.o as Output<K>;
  };
  const { url, fingerprint, haskeys, userid: id } = await ask('getApiServer', {});
  if (url === undefined) return {};
  const place = { api: url, ...(fingerprint !== undefined && { fingerprint }) };
  if (!keys) return place;
  return { ...place, ...(await ask(haskeys ? 'getUserKeys' : 'registerUserKeys', { id })) };
}
