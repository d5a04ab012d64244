import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { afterEach, beforeEach } from 'vitest';
import type { ConsoleOpener, ConsoleType, Driver } from '../../driver.ts';
import { createSimulatorConsoleOpener } from '../console.ts';
import { createSimulator, type SimulatorControl } from '../simulator.ts';
import { connectRfb, type RfbTestClient } from './rfb-client.ts';
import { aDomain, aHost, prepare } from './test-world.ts';

export const host = aHost(1);
export const vm = aDomain(1);

/** A world with one running guest, made anew for each test of the file, and ways to its consoles. */
export interface ConsoleWorld {
  readonly simulator: Driver & SimulatorControl;
  readonly opener: ConsoleOpener;
  open(type: ConsoleType): Promise<Duplex>;
  /** A client that has taken its first whole frame. */
  screen(): Promise<RfbTestClient>;
}

export function consoleWorld(): ConsoleWorld {
  let directory: string;
  let simulator: Driver & SimulatorControl;
  let opener: ConsoleOpener;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'benchtop-world-'));
    simulator = createSimulator({ worldPath: join(directory, 'world.db'), delayScale: 0 });
    opener = createSimulatorConsoleOpener();
    await prepare(simulator, host, [vm]);
    await simulator.ensureGuestNetwork(host, {
      id: 'network-1',
      bridge: 'cloudbr0',
      serviceAddress: '10.20.0.2',
      prefixLength: 24,
      gateway: '10.20.0.1',
      netmask: '255.255.255.0',
      dns: [],
      domain: 'practice.test',
      reservations: [{ vmId: vm.id, mac: vm.nics[0]?.mac ?? '', address: '10.20.0.101', hostName: 'web-01' }],
    });
    await simulator.startDomain(host, vm.id);
    // In manual time the boot text stands at once; one test below watches a boot.
    simulator.setClock({ mode: 'manual' });
  });
  afterEach(async () => {
    await opener.close();
    simulator.close();
    rmSync(directory, { recursive: true });
  });

  const open = async (type: ConsoleType) => opener.open(await simulator.consoleTarget(host, vm.id, type));
  return {
    get simulator() {
      return simulator;
    },
    get opener() {
      return opener;
    },
    open,
    async screen() {
      const client = await connectRfb(await open('vnc'));
      await client.update(false);
      return client;
    },
  };
}

/** Resolves when the other side has ended the pipe, or it broke. */
export const ended = (pipe: Duplex) =>
  new Promise<void>((resolve) => {
    pipe.once('end', resolve).once('close', resolve).resume();
  });
