import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { quietFlags, runsAsRoot } from '../scripts/chromium.mjs';

type Params = Record<string, unknown>;

/** A browser without a window, driven by the DevTools protocol: just enough to open a page, ask it something, and weigh it. */
export class Browser {
  readonly #child: ChildProcess;
  readonly #socket: WebSocket;
  readonly #waiting = new Map<number, (result: Params) => void>();
  #lastId = 0;

  private constructor(child: ChildProcess, socket: WebSocket) {
    this.#child = child;
    this.#socket = socket;
    socket.onmessage = ({ data }) => {
      const { id, result } = JSON.parse(String(data)) as { id?: number; result?: Params };
      if (id !== undefined) this.#waiting.get(id)?.(result ?? {});
    };
  }

  static async start(file: string, profile: string): Promise<Browser> {
    const flags = ['--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, ...quietFlags];
    if (runsAsRoot()) flags.push('--no-sandbox');
    const child = spawn(file, [...flags, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'] });
    const address = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stderr.on('data', (chunk: Buffer) => {
        said += String(chunk);
        const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
      child.once('exit', () => reject(new Error('The browser ended before it was ready.')));
    });
    const socket = new WebSocket(address);
    await new Promise((resolve, reject) => {
      socket.onopen = resolve;
      socket.onerror = reject;
    });
    return new Browser(child, socket);
  }

  send(method: string, params: Params = {}, sessionId?: string): Promise<Params> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#socket.send(JSON.stringify({ id, method, params, sessionId }));
    });
  }

  /** Opens a page in a tab of its own and resolves when `ready`, an expression in the page, holds. Returns the session. */
  async open(url: string, ready: string): Promise<string> {
    const { targetId } = await this.send('Target.createTarget', { url });
    const { sessionId } = await this.send('Target.attachToTarget', { targetId, flatten: true });
    await this.send(
      'Runtime.evaluate',
      {
        awaitPromise: true,
        expression: `new Promise((resolve) => { const look = () => (${ready}) ? resolve(true) : requestAnimationFrame(look); look(); })`,
      },
      String(sessionId),
    );
    return String(targetId);
  }

  async closePage(targetId: string): Promise<void> {
    await this.send('Target.closeTarget', { targetId });
  }

  /** The proportional share of memory of the browser and all its processes, in bytes. */
  memory(): number {
    return [...descendants(this.#child.pid ?? 0)].reduce((sum, pid) => sum + share(pid), 0);
  }

  async stop(): Promise<void> {
    const ended = new Promise((resolve) => this.#child.once('exit', resolve));
    this.#child.kill();
    await ended;
  }
}

function descendants(root: number): Set<number> {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc'))
    if (/^\d+$/.test(name))
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
      } catch {
        // It has ended meanwhile.
      }
  const found = new Set([root]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
  }
  return found;
}

function share(pid: number): number {
  try {
    return Number(/^Pss:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0;
  }
}
