import { setTimeout as delay } from 'node:timers/promises';
import { BenchtopError, fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import type { SshConnection } from '../ssh/ssh.ts';
import { type ActionContext, runScript } from './actions/context.ts';
import {
  armScript,
  changeScript,
  confirmScript,
  networkScript,
  rollbackScript,
  stateScript,
} from './actions/network-script.ts';
import { bridgeDirectory } from './paths.ts';

/** Seconds until the host goes back by itself. Long enough for DHCP and for switches that learn a port slowly (30 s with STP). */
const defaultRollback = 90;

export interface NetworkChange {
  target: 'plain' | 'bridged';
  bridge: string;
  nic: string;
  /** Addresses, with prefix length, that must be on the holder (bridge or card) afterwards. */
  addresses: readonly string[];
}

/** The change did not work and the host has undone it by itself: it is as it was before. */
export class NetworkPutBack extends BenchtopError {}

interface NetworkState {
  decided: string;
  back: boolean;
  running: boolean;
  lacks: string;
}

/**
 * Goes to one side of the network's change. The host is told beforehand how to go back and does so by itself, unless this app confirms
 * over a connection made after the change. So a plan that cuts the host off, an app that dies and a cable that is pulled in the wrong
 * moment all end with a host that can be reached. The files of both sides must lie in `bridgeDirectory` already. Throws
 * resourceUnavailable after the host went back.
 */
export async function changeNetwork(context: ActionContext, change: NetworkChange): Promise<void> {
  const { options } = context;
  const directory = bridgeDirectory(change.bridge);
  const seconds = options.rollbackSeconds ?? defaultRollback;
  const before = await state(context, change, context.connection);
  const underWay =
    (await context.connection.exec(['systemctl', 'is-active', '--quiet', 'benchtop-network-rollback.timer'])).code ===
    0;
  const fallback = change.target === 'plain' ? 'bridged' : 'plain';
  // A repeated call after this app was killed finds its own change done, or under way and only to be proved.
  const sameTarget = (await context.connection.readFile(`${directory}/target`))?.trim() === change.target;
  if (sameTarget && before.decided === 'confirmed' && !before.running && before.lacks === 'ready') return;
  if (!(underWay && before.decided === 'open' && sameTarget)) {
    await context.connection.run(['rm', '-f', '--', `${directory}/decided`, `${directory}/rolled-back`]);
    const files = [
      ['network.sh', networkScript],
      ['rollback.sh', rollbackScript],
      ['change.sh', changeScript],
      ['target', `${change.target}\n`],
      ['fallback', `${fallback}\n`],
    ] as const;
    for (const [name, content] of files) await context.connection.writeFile(`${directory}/${name}`, content, 0o600);
    await runScript(context, say`prepare the way back`, armScript, [String(seconds), directory]);
    options.log(say`the host goes back to its former network in ${seconds} seconds unless the new one is confirmed`);
    // In a unit of its own: the session that starts it may not survive it.
    await context.connection.run([
      'systemd-run',
      '--quiet',
      '--collect',
      '--unit=benchtop-network-change',
      '/bin/sh',
      `${directory}/change.sh`,
      directory,
    ]);
  }
  options.progress(undefined, say`Waiting for the host on its new network`);
  await prove(context, change, seconds);
}

/** Connects anew until the change is there and confirmed, or the host has gone back. */
async function prove(context: ActionContext, change: NetworkChange, seconds: number): Promise<void> {
  const { options } = context;
  const directory = bridgeDirectory(change.bridge);
  context.connection.close();
  const giveUp = performance.now() + (seconds + 120) * 1000;
  let last = 'the host does not answer';
  while (performance.now() < giveUp) {
    options.signal?.throwIfAborted();
    let connection: SshConnection | undefined;
    try {
      connection = await options.reconnect();
      context.connection = connection;
      const now = await state(context, change, connection);
      last = now.lacks === 'ready' ? last : now.lacks;
      if (now.decided === 'rolled-back' && now.back) {
        const log = (await connection.readFile(`${directory}/log`)) ?? '';
        for (const line of log.split('\n').slice(-20)) if (line.trim() !== '') options.log(line.slice(0, 500));
        await tidy(context);
        throw new NetworkPutBack(
          fail(
            'resourceUnavailable',
            say`The network of ${connection.target.address} did not work after the change (${last}); the host has put its former network back`,
            { hint: say`Look at the log, choose another card or make the bridge by hand, then look again.` },
          ).data,
        );
      }
      if (now.decided === 'open' && !now.running && now.lacks === 'ready') {
        const decided = (await runScript(context, say`confirm the network`, confirmScript, [directory])).trim();
        if (decided === 'confirmed') {
          options.log(say`the host was reached over its new network; the way back is switched off`);
          return;
        }
      }
    } catch (error) {
      if (error instanceof NetworkPutBack || options.signal?.aborted === true) throw error;
      connection?.close();
    }
    await delay(700);
  }
  throw fail(
    'hostUnreachable',
    say`${context.connection.target.address} cannot be reached after the change of its network: ${last}`,
    {
      hint: say`It goes back to its former network by itself; look at its console when it stays silent.`,
    },
  );
}

async function state(context: ActionContext, change: NetworkChange, connection: SshConnection): Promise<NetworkState> {
  const text = await runScript(
    { connection, options: context.options },
    say`look at the network`,
    stateScript,
    [bridgeDirectory(change.bridge), change.target, change.bridge, change.nic, ...change.addresses],
    { deadline: 15_000 },
  );
  const [decided = '', back = '', running = '', ...lacks] = text.trim().split(' ');
  return { decided, back: back === 'yes', running: running === 'yes', lacks: lacks.join(' ').slice(0, 200) };
}

/** After the host went back: its timer's units are not needed any more. */
async function tidy(context: ActionContext): Promise<void> {
  await context.connection.exec(['systemctl', 'disable', '--now', 'benchtop-network-rollback.timer']);
  await context.connection.exec([
    'rm',
    '-f',
    '/etc/systemd/system/benchtop-network-rollback.timer',
    '/etc/systemd/system/benchtop-network-rollback.service',
  ]);
  await context.connection.exec(['systemctl', 'daemon-reload']);
}
