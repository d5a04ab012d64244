import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';

export type Params = Record<string, unknown>;

/** Chromium's DevTools protocol. Events are emitted under their session's id, the browser's own under `browser`. */
export class DevTools extends EventEmitter<Record<string, [method: string, params: Params]>> {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, { resolve(result: Params): void; reject(error: Error): void }>();
  #lastId = 0;

  constructor(socket: WebSocket) {
    super();
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const { id, sessionId, method, params, result, error } = JSON.parse(String(data));
      if (id === undefined) this.emit(sessionId ?? 'browser', method, params);
      else if (error) this.#waiting.get(id)?.reject(new Error(error.message));
      else this.#waiting.get(id)?.resolve(result);
      this.#waiting.delete(id);
    };
  }

  send(method: string, params: Params = {}, sessionId?: string): Promise<Params> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
  }
}

/** Starts Chromium without a window. Its stderr goes on to ours, where Playwright looks for the DevTools address. */
export async function startChromium(profile: string): Promise<{ child: ChildProcess; devTools: DevTools }> {
  const flags = [
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    '--no-startup-window',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    ...process.argv.filter((word) => word === '--no-sandbox'),
    ...(process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? [] : ['--headless=new']),
  ];
  const child = spawn(process.env.CHROMIUM_PATH ?? '/usr/bin/chromium', flags, { stdio: ['ignore', 'ignore', 'pipe'] });
  process.on('exit', () => child.kill('SIGKILL'));
  const address = await new Promise<string>((resolve, reject) => {
    let seen = '';
    child.stderr.on('data', (chunk: Buffer) => {
      process.stderr.write(chunk);
      seen = `${seen}${chunk}`.slice(-4096);
      const found = /DevTools listening on (ws:\S+)/.exec(seen)?.[1];
      if (found) resolve(found);
    });
    child.on('error', reject);
    child.on('exit', () => reject(new Error('Chromium ended before it was ready.')));
  });
  const socket = new WebSocket(address);
  await new Promise((resolve, reject) => {
    socket.onopen = resolve;
    socket.onerror = reject;
  });
  return { child, devTools: new DevTools(socket) };
}
