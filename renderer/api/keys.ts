import type { Output } from '../../engine/contract/contract.ts';
import { call, runJob } from './client.ts';

export type Keys = Output<'getUserKeys'>;

/** A user's keys: those there are, or a new pair, which the job's result shows to who made it. Throws ApiError. */
export async function userKeys(command: 'getUserKeys' | 'registerUserKeys', id: string): Promise<Keys> {
  if (command === 'getUserKeys') return await call(command, { id });
  return (await runJob(command, { id })).jobresult as Keys;
}
