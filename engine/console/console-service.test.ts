import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSimulator } from '../drivers/simulator/simulator.ts';
import { aDomain, aHost, prepare } from '../drivers/simulator/testing/test-world.ts';
import type { ConsoleRequest, ConsoleTicket } from './console.ts';
import { type ConsoleServiceOptions, createConsoleService } from './console-service.ts';
import { origin, target } from './fixtures/consoles-set-up.ts';
import { RfbClient } from './fixtures/rfb-client.ts';
import { closeCodes } from './viewer-socket.ts';

const request: ConsoleRequest = {
  owner: { accountId: 'ana', userId: 'ana' },
  target,
  viewOnly: false,
  who: 'ana',
  title: 'i-2-17-VM',
};

function startService(more: Partial<ConsoleServiceOptions> = {}) {
  const service = createConsoleService({ allowedOrigins: [origin], ...more });
  onTestFinished(() => service.close());
  return service;
}

function connect(ticket: ConsoleTicket): RfbClient {
  const client = RfbClient.connect(`ws://${ticket.host}:${ticket.port}${ticket.path}`, origin);
  onTestFinished(() => client.close());
  return client;
}

test('the engine asks for a ticket, its thread starts, and the ticket opens the screen of a practice VM', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'benchtop-consoles-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const simulator = createSimulator({ worldPath: join(directory, 'world.db'), delayScale: 0 });
  onTestFinished(() => simulator.close());
  const [host, vm] = [aHost(1), aDomain(1)];
  await prepare(simulator, host, [vm]);
  await simulator.startDomain(host, vm.id);
  const service = startService();
  const running = await service.createTicket({
    owner: { accountId: 'ana', userId: 'ana' },
    target: await simulator.consoleTarget(host, vm.id, 'vnc'),
    viewOnly: false,
    who: 'ana',
    title: 'web-01',
  });
  const client = connect(running);
  await client.until((seen) => seen.colours.some((value) => value > 0));
  expect(client.name).toBe('web-01');
  service.closeVirtualMachine(vm.id);
  expect((await client.untilClosed()).code).toBe(closeCodes.ended);
});

test('a VM that is not running has no console, and the page can tell', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'benchtop-consoles-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const worldPath = join(directory, 'world.db');
  const simulator = createSimulator({ worldPath, delayScale: 0 });
  onTestFinished(() => simulator.close());
  await prepare(simulator, aHost(1), [aDomain(1)]);
  const stopped = { driver: 'Simulator', type: 'vnc', vmId: aDomain(1).id, worldPath } as const;
  const ticket = await startService().createTicket({ ...request, target: stopped });
  expect((await connect(ticket).untilClosed()).code).toBe(closeCodes.notRunning);
});

test('a thread that dies takes its consoles along; the next ticket starts another', async () => {
  let crashed = Promise.withResolvers<string>();
  const service = startService({
    workerUrl: new URL('./fixtures/crashing-worker.ts', import.meta.url),
    crashed: (error) => crashed.resolve(error.message),
  });
  for (let round = 0; round < 2; round += 1) {
    crashed = Promise.withResolvers();
    const client = connect(await service.createTicket(request));
    expect((await client.untilClosed()).code).toBe(1006);
    expect(await crashed.promise).toBe('a bug in a driver');
  }
});

test('a thread that dies before it answers rejects the ticket with a sentence', async () => {
  const service = startService({ workerUrl: new URL('./fixtures/dying-worker.ts', import.meta.url) });
  for (let round = 0; round < 2; round += 1)
    await expect(service.createTicket(request)).rejects.toMatchObject({
      data: {
        code: 'unavailable',
        message: 'The console service stopped while it was opening this console.',
        hint: 'Open the console again; the service starts anew by itself.',
      },
    });
});

test('a service that was closed, or never used, keeps nothing and opens nothing', async () => {
  const unused = createConsoleService({ allowedOrigins: [origin] });
  unused.closeVirtualMachine('vm-1');
  await unused.close();
  const service = createConsoleService({ allowedOrigins: [origin] });
  const ticket = await service.createTicket(request);
  await service.close();
  await service.close();
  await expect(service.createTicket(request)).rejects.toMatchObject({ data: { code: 'unavailable' } });
  expect((await connect(ticket).untilClosed()).reason).toMatch(/ECONNREFUSED/);
});
