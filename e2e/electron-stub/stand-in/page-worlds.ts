// Two functions that are sent to Chromium as text: one runs in the page's own world, one in the isolated world of preload.
// They speak by synchronous events on the document, whose detail is JSON text, because nothing else crosses worlds.
type Callable = (...args: unknown[]) => unknown;

/** The page's half of the context bridge: functions that call across, and callbacks that are called from across. */
export function pageWorld(): void {
  const promises = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const callbacks = new Map<number, Callable>();
  let returned: { promise?: true; function?: number; value?: unknown } = {};
  let lastId = 0;

  const call = (target: string | number, args: unknown[]): unknown => {
    lastId += 1;
    const id = lastId;
    const plain = args.map((value) => {
      if (typeof value !== 'function') return { value };
      lastId += 1;
      callbacks.set(lastId, value as Callable);
      return { callback: lastId };
    });
    const detail = JSON.stringify({ id, target, args: plain });
    document.dispatchEvent(new CustomEvent('stand-in-to-preload', { detail }));
    const answer = returned;
    if (answer.promise) return new Promise((resolve, reject) => promises.set(id, { resolve, reject }));
    if (answer.function) return (...rest: unknown[]) => call(answer.function as number, rest);
    return answer.value;
  };

  document.addEventListener('stand-in-to-page', (event) => {
    const message = JSON.parse((event as CustomEvent<string>).detail);
    if (message.expose) {
      const names = message.functions as string[];
      const api = Object.fromEntries(names.map((name) => [name, (...args: unknown[]) => call(name, args)]));
      Object.defineProperty(globalThis, message.expose, { value: Object.freeze(api) });
    } else if (message.callback) callbacks.get(message.callback)?.(...message.args);
    else if (message.returned) returned = message.returned;
    else if (message.error === undefined) promises.get(message.settled)?.resolve(message.value);
    else promises.get(message.settled)?.reject(new Error(message.error));
  });
}

/** Preload's half, with the parts of Electron's renderer modules that preload uses. Runs `preload` in a window's main frame. */
export function preloadWorld(preload: (require: (name: string) => unknown, exports: object) => void): void {
  if (window.top !== window) return;
  const toPage = (message: object): void => {
    document.dispatchEvent(new CustomEvent('stand-in-to-page', { detail: JSON.stringify(message) }));
  };
  const invocations = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const listeners: { channel: string; listener: Callable }[] = [];
  const functions = new Map<string | number, Callable>();
  let lastId = 0;

  // What the main process' side calls in here, and the binding by which it is called from here.
  const scope = globalThis as unknown as { standIn: object; standInSend(message: string): void };
  scope.standIn = {
    settle(id: number, { value, error }: { value?: unknown; error?: string }) {
      if (error === undefined) invocations.get(id)?.resolve(value);
      else invocations.get(id)?.reject(new Error(error));
    },
    deliver(channel: string, args: unknown[]) {
      for (const one of listeners) if (one.channel === channel) one.listener({}, ...args);
    },
  };

  document.addEventListener('stand-in-to-preload', (event) => {
    const { id, target, args } = JSON.parse((event as CustomEvent<string>).detail);
    const values = (args as { value?: unknown; callback?: number }[]).map((one) =>
      one.callback === undefined ? one.value : (...rest: unknown[]) => toPage({ callback: one.callback, args: rest }),
    );
    const result = functions.get(target)?.(...values);
    if (result instanceof Promise) {
      toPage({ returned: { promise: true } });
      const fail = (error: Error): void => toPage({ settled: id, error: error.message });
      result.then((value) => toPage({ settled: id, value }), fail);
    } else if (typeof result === 'function') {
      lastId += 1;
      functions.set(lastId, result as Callable);
      toPage({ returned: { function: lastId } });
    } else toPage({ returned: { value: result } });
  });

  const electron = {
    contextBridge: {
      exposeInMainWorld(name: string, api: Record<string, Callable>) {
        for (const [key, value] of Object.entries(api)) functions.set(key, value);
        toPage({ expose: name, functions: Object.keys(api) });
      },
    },
    ipcRenderer: {
      invoke(channel: string, ...args: unknown[]) {
        lastId += 1;
        const id = lastId;
        scope.standInSend(JSON.stringify({ id, channel, args }));
        return new Promise((resolve, reject) => invocations.set(id, { resolve, reject }));
      },
      on: (channel: string, listener: Callable) => listeners.push({ channel, listener }),
    },
  };
  preload((name) => {
    if (name === 'electron') return electron;
    throw new Error(`module not found: ${name}`);
  }, {});
}
