import type { Duplex } from 'node:stream';

/** Listens to a shell from now on; what it gives waits until all that was printed matches, and resolves with it. */
export function printedBy(stream: Duplex): (wanted: RegExp) => Promise<string> {
  let text = '';
  const watchers: (() => void)[] = [];
  stream.on('data', (bytes: Buffer) => {
    text += bytes.toString('utf8');
    for (const watcher of watchers.splice(0)) watcher();
  });
  return async (wanted) => {
    while (!wanted.test(text)) await new Promise<void>((resolve) => watchers.push(resolve));
    return text;
  };
}
