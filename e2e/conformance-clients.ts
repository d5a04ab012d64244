import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import WebSocket from 'ws';
import type { ErrorData } from '../engine/contract/errors.ts';
import type { Change, ChangeMessage, ResponseMessage, ServerMessage } from '../engine/contract/transport.ts';
import { type CallEvent, callHandler } from '../main/electron/call-channel.ts';
import { packagedOrigin } from '../main/electron/page-origin.ts';
import type { EngineHost } from '../main/engine-host.ts';
import type { WebShell } from '../main/web/web-shell.ts';

/** A page, as a test drives it over either transport. */
export interface Client {
  call(name: string, input: unknown): Promise<{ o: unknown } | { e: ErrorData }>;
  /** Sends a message as it is; the next answer that belongs to no request. */
  raw(message: unknown): Promise<unknown>;
  /** True when the request was refused by the transport. */
  refusesOversized(name: string, input: unknown): Promise<boolean>;
  nextChanges(): Promise<ChangeMessage>;
  /** The first change of this row, from among all that come. */
  changeOf(noun: string, id: string): Promise<Change>;
  close(): void;
}

/** Changes as they come, to be read one batch at a time. */
class Inbox {
  readonly #waiting: ChangeMessage[] = [];
  readonly #arrival = new EventEmitter();

  put(message: ChangeMessage): void {
    this.#waiting.push(message);
    this.#arrival.emit('message');
  }

  async next(): Promise<ChangeMessage> {
    for (;;) {
      const message = this.#waiting.shift();
      if (message) return message;
      await once(this.#arrival, 'message');
    }
  }

  async changeOf(noun: string, id: string): Promise<Change> {
    for (;;) {
      const found = (await this.next()).changes.find((change) => change.noun === noun && change.id === id);
      if (found) return found;
    }
  }
}

/** Enters by a fresh address as a browser does, and connects with the cookie it got. */
export async function webClient(shell: WebShell): Promise<Client> {
  const cookie = await new Promise<string>((resolve, reject) => {
    const request = http.get(shell.newAddress(), (response) => {
      response.resume();
      resolve(response.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '');
    });
    request.on('error', reject);
  });
  const socket = new WebSocket(`ws://${new URL(shell.origin).host}/rpc`, { headers: { cookie, origin: shell.origin } });
  const inbox = new Inbox();
  const waiting = new Map<number, (answer: ResponseMessage) => void>();
  socket.on('message', (data) => {
    const message = JSON.parse(data.toString()) as ServerMessage;
    if (message.t === 'changes') return inbox.put(message);
    if (message.t === 'over') return;
    waiting.get(message.id)?.(message);
    waiting.delete(message.id);
  });
  socket.on('error', () => {});
  await once(socket, 'open');
  let lastId = 0;
  const send = (id: number, message: unknown): Promise<ResponseMessage> => {
    const answer = new Promise<ResponseMessage>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify(message));
    return answer;
  };
  const call = async (m: string, i: unknown): Promise<{ o: unknown } | { e: ErrorData }> => {
    lastId += 1;
    return outcome(await send(lastId, { t: 'req', id: lastId, m, i }));
  };
  return {
    call,
    raw: (message) => send(-1, message),
    async refusesOversized(name, input) {
      void call(name, input);
      // RFC 6455, 7.4.1: message too big.
      const [code] = (await once(socket, 'close')) as [number];
      return code === 1009;
    },
    nextChanges: () => inbox.next(),
    changeOf: (noun, id) => inbox.changeOf(noun, id),
    close: () => socket.terminate(),
  };
}

interface ElectronOptions {
  frame?: CallEvent['senderFrame'];
  /** Whether each batch of changes is acknowledged, as preload does. */
  takes?: boolean;
  follow?: boolean;
}

/** Calls the channel's handler as ipcMain would, for a window whose page is `frame`. */
export async function electronClient(
  engine: EngineHost,
  { frame = { url: `${packagedOrigin}/`, parent: null }, takes = true, follow = true }: ElectronOptions = {},
): Promise<Client & { take(): void }> {
  const handler = callHandler(engine, packagedOrigin);
  const inbox = new Inbox();
  const gone = new EventEmitter();
  // Electron clones what crosses; JSON is what both shells have in common.
  const clone = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
  const sender: CallEvent['sender'] = {
    id: 1,
    send(_channel, message) {
      inbox.put(clone(message) as ChangeMessage);
      if (takes) void invoke({ t: 'taken' });
    },
    isDestroyed: () => false,
    once: (event, listener) => gone.once(event, listener),
  };
  const invoke = async (message: unknown): Promise<unknown> =>
    clone(await handler({ sender, senderFrame: frame }, clone(message)));
  let lastId = 0;
  const call = async (m: string, i: unknown): Promise<{ o: unknown } | { e: ErrorData }> => {
    lastId += 1;
    return outcome((await invoke({ t: 'req', id: lastId, m, i })) as ResponseMessage);
  };
  if (follow) await invoke({ t: 'follow' });
  return {
    call,
    raw: invoke,
    async refusesOversized(name, input) {
      const answer = await call(name, input);
      return 'e' in answer && answer.e.code === 'badRequest' && answer.e.message.includes('larger than');
    },
    nextChanges: () => inbox.next(),
    changeOf: (noun, id) => inbox.changeOf(noun, id),
    take: () => void invoke({ t: 'taken' }),
    close: () => gone.emit('destroyed'),
  };
}

function outcome(message: ResponseMessage): { o: unknown } | { e: ErrorData } {
  return 'e' in message ? { e: message.e } : { o: message.o };
}
