import type { Output } from '../engine/contract/contract.ts';
import type { EngineHost } from './engine-host.ts';

/**
 * Answers the first run's question with "practice" for the user. A desk that has decided already keeps what it has. The job
 * that makes the practice cloud goes on after this resolves.
 */
export async function preparePracticeCloud(engine: EngineHost): Promise<void> {
  const asked = await engine.call('getSession', {});
  if ('e' in asked) throw new Error(asked.e.message);
  if ((asked.o as Output<'getSession'>).mode !== 'undecided') return;
  const chosen = await engine.call('chooseMode', { mode: 'practice' });
  if ('e' in chosen) throw new Error(chosen.e.message);
}
