import { createSecretKey } from 'node:crypto';
import type { Client } from 'ssh2';

/** Where ssh2 keeps the keys for the packets that are sent and received. */
const places = [
  ['_cipher', '_encKey'],
  ['_cipher', '_macKey'],
  ['_decipher', '_decipherKey'],
  ['_decipher', '_macKey'],
] as const;

/**
 * Makes a connection's session keys key objects, once after each key exchange. ssh2 hands the bytes of a key to Node for every packet, and
 * Node tells bytes from a key object by two exceptions: some 30 µs, several times what enciphering a small packet takes. Keys that are not
 * where they are looked for stay as they are, which is slow and right.
 */
export function readyKeys(client: Client): void {
  client.on('handshake', () => {
    const protocol = inside(client, '_protocol');
    for (const [part, name] of places) {
      const holder = inside(protocol, part);
      const key = inside(holder, name);
      if (key instanceof Uint8Array) Reflect.set(holder as object, name, createSecretKey(key));
    }
  });
}

function inside(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
