import { parentPort, workerData } from 'node:worker_threads';
import type { ConsoleWorkerData } from './console/console-messages.ts';
import { serveConsoles } from './console/console-thread.ts';

// The console thread's entry and wiring: consoles on one side, the drivers' openers on the other.
if (parentPort === null) throw new Error('console-worker.ts is the entry of a worker thread.');

await serveConsoles(parentPort, workerData as ConsoleWorkerData, {
  KVM: async (credentials) => (await import('./drivers/kvm/console-opener.ts')).createConsoleOpener(credentials),
  Simulator: async () => (await import('./drivers/simulator/console.ts')).createSimulatorConsoleOpener(),
});
