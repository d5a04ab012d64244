import { parentPort, workerData } from 'node:worker_threads';
import type { ConsoleTarget } from '../../driver.ts';
import { createSimulatorConsoleOpener } from '../console.ts';

/** Runs in a thread of its own, as the console worker does: types what it is given on a serial line. */
const { target, typed } = workerData as { target: ConsoleTarget; typed: string };
// The worlds' bell keeps no thread alive, and this one has nothing else to do.
parentPort?.on('message', () => undefined);
const opener = createSimulatorConsoleOpener();
const line = await opener.open(target);
line.resume().write(typed);
parentPort?.postMessage('open');
await new Promise((resolve) => line.once('end', resolve));
await opener.close();
parentPort?.close();
