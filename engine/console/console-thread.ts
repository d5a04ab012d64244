import type { MessagePort } from 'node:worker_threads';
import { errorData } from '../contract/errors.ts';
import type { ConsoleOpener, ConsoleTarget, HostCredentials } from '../drivers/driver.ts';
import type { ConsoleWorkerData, FromConsoleWorker, ToConsoleWorker } from './console-messages.ts';
import { createConsoles } from './consoles.ts';

/** Credentials of the hosts that consoles were asked for; they stay in this thread's memory, for connections that must be opened again. */
export type CredentialsLookup = (hostId: string) => HostCredentials | undefined;

/** Loads a driver's opener; called with the first console that needs it. */
export type OpenerLoaders = Record<ConsoleTarget['driver'], (credentials: CredentialsLookup) => Promise<ConsoleOpener>>;

/** Serves consoles on a worker's own port until it is told to close. */
export async function serveConsoles(port: MessagePort, data: ConsoleWorkerData, loaders: OpenerLoaders): Promise<void> {
  const credentials = new Map<string, HostCredentials>();
  const openers = new Map<ConsoleTarget['driver'], Promise<ConsoleOpener>>();

  function opener(driver: ConsoleTarget['driver']): Promise<ConsoleOpener> {
    const known = openers.get(driver);
    if (known !== undefined) return known;
    const loading = loaders[driver]((hostId) => credentials.get(hostId));
    openers.set(driver, loading);
    loading.catch(() => openers.delete(driver));
    return loading;
  }

  const consoles = await createConsoles({
    allowedOrigins: data.allowedOrigins,
    open: async (target) => (await opener(target.driver)).open(target),
    openShell: async (target, size) => (await opener(target.driver)).openShell(target, size),
    openUpload: async (target) => (await opener(target.driver)).openUpload(target),
  });

  async function answer(
    message: Extract<ToConsoleWorker, { type: 'ticket' | 'shell' | 'upload' | 'thumbnail' }>,
  ): Promise<FromConsoleWorker> {
    const { id } = message;
    try {
      const { target } = message.request;
      if (target.driver === 'KVM' && message.request.credentials !== undefined)
        credentials.set(target.host.id, message.request.credentials);
      if (message.type === 'ticket') return { type: 'ticket', id, ticket: consoles.createTicket(message.request) };
      if (message.type === 'upload')
        return { type: 'ticket', id, ticket: consoles.createUploadTicket(message.request) };
      if (message.type === 'shell') return { type: 'ticket', id, ticket: consoles.createShellTicket(message.request) };
      return { type: 'thumbnail', id, thumbnail: await consoles.takeThumbnail(message.request.target) };
    } catch (error) {
      return { type: 'failed', id, error: errorData(error) };
    }
  }

  async function receive(id: number, uploadId: string): Promise<FromConsoleWorker> {
    let bytes = 0;
    let told = 0;
    // A bar needs no more than a few steps a second, and the last of them also where nothing more comes.
    const telling = setInterval(() => {
      if (bytes === told) return;
      told = bytes;
      port.postMessage({ type: 'progress', id, bytes } satisfies FromConsoleWorker);
    }, 300);
    try {
      await consoles.uploads.receive(uploadId, (taken) => {
        bytes = taken;
      });
      return { type: 'received', id };
    } catch (error) {
      return { type: 'failed', id, error: errorData(error) };
    } finally {
      clearInterval(telling);
    }
  }

  async function close(): Promise<void> {
    await consoles.close();
    for (const each of openers.values()) await each.then((loaded) => loaded.close()).catch(() => {});
    port.close();
  }

  port.on('message', (message: ToConsoleWorker) => {
    if (message.type === 'receive') void receive(message.id, message.uploadId).then((said) => port.postMessage(said));
    else if (message.type === 'stopUpload') consoles.uploads.stop(message.uploadId);
    else if ('request' in message) void answer(message).then((said) => port.postMessage(said));
    else if (message.type === 'closeVirtualMachine') consoles.closeVirtualMachine(message.vmId);
    else if (message.type === 'closeHost') consoles.closeHost(message.hostId);
    else if (message.type === 'closeOwned') consoles.closeOwned(message.owner);
    else void close();
  });
}
