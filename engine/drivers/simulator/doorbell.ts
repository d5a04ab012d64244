/**
 * Threads of one process that have the same world open tell each other that it changed. Only the bell crosses: what happened stands in
 * the world. A change made by another process is seen at the next call instead, as with a host whose events were lost.
 */
export interface Doorbell {
  ring(): void;
  close(): void;
}

export function createDoorbell(worldPath: string, onRing: () => void): Doorbell {
  const channel = new BroadcastChannel(`simulated world ${worldPath}`);
  channel.onmessage = onRing;
  // Node's channel keeps the process alive unless told otherwise; the DOM's type does not know `unref`.
  (channel as unknown as { unref(): void }).unref();
  return { ring: () => channel.postMessage(null), close: () => channel.close() };
}
