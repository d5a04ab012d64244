import { readFileSync } from 'node:fs';
import type { Socket } from 'node:net';

/**
 * False when the other end of a loopback connection belongs to another user of this computer. The address with its token
 * stands on the browser's command line, where every user can read it; this is why reading it is of no use to them.
 * True where the system does not tell (only Linux does).
 */
export function belongsToUs(socket: Socket): boolean {
  const ours = process.getuid?.();
  if (ours === undefined) return true;
  const owner = ownerOf(socket);
  // Under sudo, the browser may be that of the user who called it.
  return owner === undefined || owner === ours || (ours === 0 && String(owner) === process.env.SUDO_UID);
}

/** The user id of the peer's socket, from the kernel's table: proc(5), columns local address, remote address and uid. */
function ownerOf(socket: Socket): number | undefined {
  const local = endpoint(socket.remoteAddress, socket.remotePort);
  const remote = endpoint(socket.localAddress, socket.localPort);
  let table: string;
  try {
    table = readFileSync('/proc/net/tcp', 'utf8');
  } catch {
    return undefined;
  }
  for (const line of table.split('\n')) {
    const columns = line.trim().split(/\s+/);
    if (columns[1] === local && columns[2] === remote) return Number(columns[7]);
  }
  return undefined;
}

/** 127.0.0.1:8080 as the kernel writes it: `0100007F:1F90`, the address in the byte order of the machine (all of ours are little-endian). */
function endpoint(address = '', port = 0): string {
  const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0');
  const bytes = address.split('.').map(Number).reverse();
  return `${bytes.map((byte) => hex(byte, 2)).join('')}:${hex(port, 4)}`;
}
