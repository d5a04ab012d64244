import type { CommandName, Input, Output } from '../engine/contract/contract.ts';
import type { EngineHost } from './engine-host.ts';

/**
 * Where the HTTP API is, if it is on; with `keys`, also those of the desk's own user, which are made if there are none. Rejects with the
 * engine's sentence.
 */
export async function apiOf(
  engine: EngineHost,
  keys: boolean,
): Promise<{ api?: string; apikey?: string; secretkey?: string }> {
  const ask = async <K extends CommandName>(name: K, input: Input<K>): Promise<Output<K>> => {
    const outcome = await engine.call(name, input);
    if ('e' in outcome) throw new Error([outcome.e.message, outcome.e.hint].filter(Boolean).join(' '));
    return outcome.o as Output<K>;
  };
  const { url, haskeys, userid: id } = await ask('getApiServer', {});
  if (url === undefined) return {};
  if (!keys) return { api: url };
  return { api: url, ...(await ask(haskeys ? 'getUserKeys' : 'registerUserKeys', { id })) };
}
