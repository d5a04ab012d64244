import { Worker } from 'node:worker_threads';
import { BenchtopError, fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import type { ConsoleService, ConsoleTicket } from './console.ts';
import type { ConsoleWorkerData, FromConsoleWorker, ToConsoleWorker } from './console-messages.ts';
import type { Thumbnail } from './thumbnail.ts';

export interface ConsoleServiceOptions {
  /** Origins whose pages may open consoles. */
  allowedOrigins: string[];
  /** The console worker's file; given where the engine is bundled and the file lies elsewhere. */
  workerUrl?: URL;
  /** Told when the worker ended by itself. */
  crashed?(error: Error): void;
}

/**
 * Pixels pass through this thread in buffers that die at once and that V8 frees with its young objects, which are few here. With room for
 * many of those it would notice the buffers first and collect everything, several times a second.
 */
const youngMegabytes = 4;

type Answer = ConsoleTicket | Thumbnail | undefined;

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: BenchtopError): void;
  /** Of what takes long. */
  progress?(bytes: number): void;
}

/**
 * Runs consoles in a thread of their own, started with the first ticket, so that a flood of pixels delays no action. When the thread
 * dies its consoles end, requests in hand are rejected with a sentence, and the next ticket starts another one.
 */
export function createConsoleService(options: ConsoleServiceOptions): ConsoleService {
  const waiting = new Map<number, Waiting>();
  const workerData: ConsoleWorkerData = { allowedOrigins: options.allowedOrigins };
  let worker: Worker | undefined;
  let nextId = 1;
  let closed = false;

  function started(): Worker {
    if (worker !== undefined) return worker;
    const created = new Worker(options.workerUrl ?? new URL('../console-worker.ts', import.meta.url), {
      name: 'consoles',
      resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes },
      workerData,
    });
    let cause = new Error('The console thread ended.');
    created.on('message', (message: FromConsoleWorker) => {
      const request = waiting.get(message.id);
      if (message.type === 'progress') {
        request?.progress?.(message.bytes);
        return;
      }
      waiting.delete(message.id);
      if (message.type === 'ticket') request?.resolve(message.ticket);
      else if (message.type === 'thumbnail') request?.resolve(message.thumbnail);
      else if (message.type === 'received') request?.resolve(undefined);
      else request?.reject(new BenchtopError(message.error));
    });
    created.on('error', (error) => {
      cause = error instanceof Error ? error : new Error(String(error));
    });
    created.on('exit', () => {
      if (worker === created) worker = undefined;
      rejectAll(cause);
      if (!closed) options.crashed?.(cause);
    });
    worker = created;
    return created;
  }

  function rejectAll(cause: Error): void {
    for (const request of waiting.values())
      request.reject(
        request.progress === undefined
          ? fail('unavailable', say`The console service stopped while it was opening this console.`, {
              hint: say`Open the console again; the service starts anew by itself.`,
              cause,
            })
          : fail('unavailable', say`The service that carries uploads stopped before the whole file was there.`, {
              hint: say`Choose the file again; the service starts anew by itself.`,
              cause,
            }),
      );
    waiting.clear();
  }

  const post = (to: Worker, message: ToConsoleWorker) => to.postMessage(message);

  /** Asks the thread for one thing, whose kind the caller knows by what it asked for. */
  function ask<T extends Answer>(
    message: (id: number) => ToConsoleWorker,
    progress?: (bytes: number) => void,
  ): Promise<T> {
    if (closed) return Promise.reject(fail('unavailable', say`Benchtop is closing; no console can be opened.`));
    return new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, {
        resolve: (answer) => resolve(answer as T),
        reject,
        ...(progress !== undefined && { progress }),
      });
      post(started(), message(id));
    });
  }

  function stopUpload(uploadId: string): void {
    if (worker !== undefined) post(worker, { type: 'stopUpload', uploadId });
  }

  return {
    createTicket: (request) => ask<ConsoleTicket>((id) => ({ type: 'ticket', id, request })),
    createShellTicket: (request) => ask<ConsoleTicket>((id) => ({ type: 'shell', id, request })),
    createUploadTicket: (request) => ask<ConsoleTicket>((id) => ({ type: 'upload', id, request })),
    async receiveUpload(uploadId, { signal, progress }) {
      const stop = () => stopUpload(uploadId);
      signal.addEventListener('abort', stop, { once: true });
      if (signal.aborted) stop();
      try {
        await ask<undefined>((id) => ({ type: 'receive', id, uploadId }), progress);
      } finally {
        signal.removeEventListener('abort', stop);
      }
    },
    stopUpload,
    stopWaiting() {
      for (const [id, request] of waiting) {
        if (request.progress === undefined) continue;
        waiting.delete(id);
        request.reject(fail('unavailable', say`Benchtop is closing.`));
      }
    },
    takeThumbnail: (request) => ask<Thumbnail>((id) => ({ type: 'thumbnail', id, request })),
    closeVirtualMachine(vmId) {
      if (worker !== undefined) post(worker, { type: 'closeVirtualMachine', vmId });
    },
    closeHost(hostId) {
      if (worker !== undefined) post(worker, { type: 'closeHost', hostId });
    },
    closeOwned(owner) {
      if (worker !== undefined) post(worker, { type: 'closeOwned', owner });
    },
    async close() {
      closed = true;
      const running = worker;
      if (running === undefined) return;
      const exited = new Promise((resolve) => running.once('exit', resolve));
      post(running, { type: 'close' });
      // A thread that is stuck in a driver must not keep the app from closing.
      const stuck = setTimeout(() => void running.terminate(), 3000);
      await exited;
      clearTimeout(stuck);
    },
  };
}
