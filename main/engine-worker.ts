import { parentPort, workerData } from 'node:worker_threads';
import { createEngine } from '../engine/engine.ts';
import type { EngineWorkerData } from './engine-protocol.ts';
import { serveEngine } from './engine-thread.ts';

// The entry of the engine's thread. It wires nothing: the engine is put together in engine/engine.ts.
if (!parentPort) throw new Error('engine-worker.ts is the entry of a worker thread.');
void serveEngine(createEngine, parentPort, workerData as EngineWorkerData);
