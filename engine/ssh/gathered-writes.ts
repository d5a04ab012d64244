import type { Duplex } from 'node:stream';

/**
 * Lets a socket send together what one turn of the event loop writes to it. ssh2 writes a packet in three pieces and ws a message in two;
 * each would be a system call and, with Nagle's algorithm off, a segment that wakes the other side.
 */
export function gatherWrites<T extends Duplex>(socket: T): T {
  const write = socket.write;
  let gathering = false;
  const send = () => {
    gathering = false;
    socket.uncork();
  };
  // Not by a class: a socket that connects takes Node's own `write` back.
  socket.write = (...piece: unknown[]) => {
    if (!gathering) {
      gathering = true;
      socket.cork();
      process.nextTick(send);
    }
    return Reflect.apply(write, socket, piece);
  };
  return socket;
}
