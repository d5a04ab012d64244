import { systemOwner } from '../access.ts';
import type { Ctx } from '../context.ts';
import { errorData, phraseOf } from '../contract/errors.ts';
import { mapPhrase, type Phrase, say, textOf } from '../contract/phrase.ts';
import { hostStates } from '../contract/states.ts';
import { addAlert, addEvent, driverOf, hostTarget, resolveAlerts } from '../resources/common.ts';
import { hostAnswered } from '../resources/host/host.ts';
import type { HostRow } from '../store/rows.ts';
import type { Reconciler } from './reconciler.ts';

/** CloudStack's type of alerts about a host. */
const hostAlert = 7;
/** Hosts looked at side by side: enough for a rack, few enough to leave the desktop alone. */
const atOnce = 8;

/**
 * Compares each host's state with whether it answers. A host that has not answered for ping.interval × ping.timeout goes to Alert with the
 * reason; it is never declared Down, because silence is not death.
 */
export const hostHeartbeat: Reconciler = {
  name: 'host-heartbeat',
  period: (ctx) => ctx.settings.number('ping.interval') * 1000,
  async run(ctx) {
    const hosts = ctx.store.where('hosts', 'removed IS NULL ORDER BY created');
    for (let from = 0; from < hosts.length; from += atOnce)
      await Promise.all(hosts.slice(from, from + atOnce).map((host) => look(ctx, host)));
  },
};

async function look(ctx: Ctx, host: HostRow): Promise<void> {
  // A host whose own job is under way is not ours to judge.
  if (ctx.store.first('jobs', 'resource_id = ? AND completed IS NULL', host.id) !== undefined) return;
  try {
    if (host.state !== 'Up') await driverOf(ctx, host).connectHost(hostTarget(host));
    const usage = await driverOf(ctx, host).pingHost(hostTarget(host));
    if (ctx.store.get('hosts', host.id)?.removed !== undefined) return;
    ctx.store.write(() => {
      // The reason of a missed look goes with it: a host that is Up has none.
      const patch = { memoryFree: usage.memoryFree, lastPinged: ctx.clock(), stateReason: undefined };
      ctx.store.update('hosts', host.id, patch as Partial<HostRow>);
      if (host.state === 'Up') return;
      hostAnswered(ctx, host.id);
      resolveAlerts(ctx, hostAlert, host.id);
      addEvent(ctx, systemOwner, {
        type: 'HOST.RECONNECT',
        description: say`${host.name} answers again`,
        resourceId: host.id,
        resourceType: 'Host',
        resourceName: host.name,
      });
    });
    if (host.state !== 'Up') {
      ctx.poke('power-sync');
      ctx.poke('network-state');
    }
  } catch (error) {
    // The sentence may repeat what the host said: kept and shown like a line of its log.
    const reason = mapPhrase(phraseOf(errorData(error)), (text) => ctx.log.clean(text).slice(0, 500));
    lost(ctx, host, reason, errorData(error).code === 'hostKey');
  }
}

function lost(ctx: Ctx, seen: HostRow, reason: Phrase, atOnceAlert: boolean): void {
  const host = ctx.store.get('hosts', seen.id);
  if (host === undefined || host.removed !== undefined) return;
  const silence = ctx.clock() - (host.lastPinged ?? 0);
  const patience = ctx.settings.number('ping.interval') * ctx.settings.number('ping.timeout') * 1000;
  ctx.store.write(() => {
    const told = { stateReason: textOf(reason).slice(0, 500), stateReasonPhrase: reason };
    ctx.store.update('hosts', host.id, told);
    if (host.state === 'Alert' || (host.state === 'Up' && silence < patience && !atOnceAlert)) return;
    ctx.store.transition('hosts', hostStates, host.id, 'lost', told);
    addAlert(ctx, {
      type: hostAlert,
      description: say`${host.name} does not answer: ${reason}`,
      resourceId: host.id,
      resourceType: 'Host',
    });
    addEvent(ctx, systemOwner, {
      type: 'HOST.ALERT',
      level: 'WARN',
      description: say`${host.name} does not answer: ${reason}`,
      resourceId: host.id,
      resourceType: 'Host',
      resourceName: host.name,
    });
    // Nothing is known of its instances from now on: said, not guessed.
    for (const vm of ctx.store.where(
      'virtualMachines',
      "removed IS NULL AND host_id = ? AND state = 'Running' AND power_state <> 'PowerUnknown'",
      host.id,
    ))
      ctx.store.update('virtualMachines', vm.id, { powerState: 'PowerUnknown' });
  });
}
