import type { Ctx } from '../../context.ts';
import type { Output } from '../../contract/contract.ts';
import { errorData } from '../../contract/errors.ts';
import { say, textOf } from '../../contract/phrase.ts';
import type { PoolProbe } from '../../drivers/driver.ts';
import { type Json, saga } from '../../jobs/saga.ts';
import type { HostRow } from '../../store/rows.ts';
import { type HostStore, storesOfHost } from './host-stores.ts';

type StorageCheck = Output<'checkHostStorage'>['check'][number];
const levels = { ok: 'info', warning: 'warn', blocked: 'error' } as const;

/** Less room than this and the next volume or template may not fit; the same bound as for a host's own disk. */
const littleRoom = 5 * 2 ** 30;

function judged(host: HostRow, trial: HostStore, probe: PoolProbe): StorageCheck {
  const free = probe.total - probe.used;
  const gib = (bytes: number) => (bytes / 2 ** 30).toFixed(1);
  const found = say`${host.name} can use ${trial.export}: ${gib(free)} of ${gib(probe.total)} GiB are free`;
  const { id, name, kind } = trial;
  if (free >= littleRoom) return { id, name, kind, status: 'ok', found: textOf(found), phrases: { found } };
  const hint = say`There is little room for another volume or template. Delete something there, or enlarge the file system.`;
  return {
    id,
    name,
    kind,
    status: 'warning',
    found: textOf(found),
    hint: textOf(hint),
    phrases: { found, hint },
  };
}

/** A store that fails is a finding and no failure of the job; a host that cannot be reached is one. */
function refused(trial: HostStore, thrown: unknown): StorageCheck {
  const { code, message, hint, phrases } = errorData(thrown);
  if (code === 'hostUnreachable' || code === 'hostKey' || code === 'unauthorized' || code === 'cancelled') throw thrown;
  return {
    id: trial.id,
    name: trial.name,
    kind: trial.kind,
    status: 'blocked',
    found: message,
    hint,
    phrases: phrases === undefined ? undefined : { found: phrases.message, hint: phrases.hint },
  };
}

export const checkHostStorageSaga = saga<Ctx, { id: string }>('checkHostStorage')
  .step('check', {
    async do(ctx, so, tools) {
      const host = ctx.store.need('hosts', so.input.id);
      const trials = storesOfHost(ctx, host, 'all');
      const check: StorageCheck[] = [];
      for (const [index, trial] of trials.entries()) {
        if (tools.signal.aborted) throw tools.signal.reason;
        tools.progress((100 * index) / trials.length, say`Trying ${trial.name} on ${host.name}`);
        const one = await trial.probe().then(
          (probe) => judged(host, trial, probe),
          (thrown: unknown) => refused(trial, thrown),
        );
        tools.log(say`${trial.name}: ${one.phrases?.found ?? one.found}`, levels[one.status], host.id);
        check.push(one);
      }
      return { check } as unknown as Json;
    },
    undo: { nothing: 'a trial leaves nothing behind' },
  })
  .end({ result: (_ctx, so) => ({ id: so.input.id, ...(so.check as object) }) as Json });
