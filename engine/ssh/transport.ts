import { connect, isIP, type Socket } from 'node:net';
import type { Algorithms, Client } from 'ssh2';
import { type Phrase, say } from '../contract/phrase.ts';
import { hostText, place, SshError } from './errors.ts';
import { gatherWrites } from './gathered-writes.ts';

/**
 * aes128-gcm is the fastest in Node by far and chacha20 the slowest, so it comes last. Old SHA-1 host keys are not offered: the pinned
 * fingerprint is worth what the signature under it is worth.
 */
export const algorithms: Algorithms = {
  cipher: [
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'aes128-ctr',
    'aes256-ctr',
    'chacha20-poly1305@openssh.com',
  ],
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
};

const dialTimeout = 10_000;
/** Bytes a server may send before the key exchange is over; a real one needs a few thousand. */
const greetingLimit = 256 * 1024;

/** Bytes that one read may bring: a few packets, so that few are cut in two. Memory that nothing was read into is only promised. */
const readSize = 256 * 1024;
/** Sockets whose reader is done with what it was given when it returns. */
const readInPlace = new WeakSet<Socket>();

interface Place {
  address: string;
  port: number;
}

/**
 * Opens the TCP connection ourselves, because Nagle's algorithm must be off on it: with it on, every small request waits for a delayed
 * acknowledgement of some 40 ms.
 */
export function dial(target: Place): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const buffer = Buffer.allocUnsafeSlow(readSize);
    const socket: Socket = connect({
      host: target.address,
      port: target.port,
      noDelay: true,
      onread: {
        buffer,
        callback: (size) => take(socket, buffer.subarray(0, size)),
      },
    });
    const timer = setTimeout(() => {
      const error: NodeJS.ErrnoException = new Error('timed out');
      error.code = 'ETIMEDOUT';
      socket.destroy(error);
    }, dialTimeout);
    socket.once('connect', () => {
      clearTimeout(timer);
      socket.removeAllListeners('error');
      // A reset between here and the SSH client's own listeners must not become an unhandled error.
      socket.on('error', () => {});
      resolve(gatherWrites(socket));
    });
    socket.once('error', (error) => {
      clearTimeout(timer);
      reject(connectError(target, error));
    });
  });
}

/**
 * Hands on what was read into the socket's one buffer: the buffer itself where that may be, for a copy of every read makes the collector
 * run several times a second at full pictures.
 */
function take(socket: Socket, bytes: Buffer): boolean {
  if (!readInPlace.has(socket) || socket.readableFlowing !== true || socket.readableLength > 0)
    return socket.push(Buffer.from(bytes));
  socket.emit('data', bytes);
  return true;
}

/**
 * Saves the copies once packets are enciphered. With AES, ssh2 has deciphered all of a read when it returns; before the first key exchange
 * is over, and with chacha20, it may keep views of it.
 */
export function readWithoutCopies(socket: Socket, client: Client): void {
  client.on('handshake', ({ sc }) => {
    if (sc.cipher.startsWith('aes')) readInPlace.add(socket);
    else readInPlace.delete(socket);
  });
}

/** Ends a connection whose other side sends more than a handshake's worth before the handshake is over. */
export function limitGreeting(socket: Socket, client: Client, tooLong: () => void): void {
  const count = () => {
    if (socket.bytesRead <= greetingLimit) return;
    socket.off('data', count);
    tooLong();
  };
  client.once('handshake', () => socket.off('data', count));
  // Prepended by ssh2's own listener or not, this one only counts.
  socket.on('data', count);
}

/** Why no SSH connection came about, in a sentence. */
export function connectError(target: Place, error: Error): SshError {
  const where = place(target);
  const code = (error as NodeJS.ErrnoException).code;
  const text = error.message;
  const unreachable = (message: Phrase, hint: Phrase) => new SshError('hostUnreachable', message, hint, error);
  switch (code) {
    case 'ECONNREFUSED':
      return unreachable(
        say`${where} refuses the connection: nothing listens on port ${target.port}.`,
        say`Check that sshd runs on the host and that the port is right.`,
      );
    case 'ETIMEDOUT':
      return unreachable(
        say`${where} does not answer.`,
        say`Check that the host is on, that the address is right and that no firewall drops the connection.`,
      );
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
      return unreachable(
        say`There is no route to ${where}.`,
        say`Check this computer’s network and the host’s address; a firewall that rejects looks the same.`,
      );
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return unreachable(
        isIP(target.address) === 0
          ? say`The name ${target.address} is not known.`
          : say`The name ${target.address} is not known to the network.`,
        say`Check the spelling, or use the IP address.`,
      );
    case 'ECONNRESET':
    case 'EPIPE':
      return unreachable(
        say`${where} closed the connection before the login.`,
        say`sshd may be limiting connections (MaxStartups) or refusing this address; see the host’s log.`,
      );
    default:
      break;
  }
  if (
    text.includes('greeting too long') ||
    /line length|greeting lines|Invalid (identification|header)|Max/i.test(text)
  )
    return unreachable(
      say`What answers at ${where} is not an SSH server, or sends an endless greeting.`,
      say`Check the port; SSH is usually on 22.`,
    );
  if (text.includes('Timed out while waiting for handshake'))
    return unreachable(
      say`${where} takes the connection but does not speak SSH in time.`,
      say`The host may be hung or overloaded, or another service listens on this port.`,
    );
  if (/no matching/i.test(text))
    return unreachable(
      say`${where} and this computer have no common SSH algorithm: ${hostText(text)}`,
      say`The host’s sshd is too old or set up too strictly.`,
    );
  if (/lost before handshake|ended|closed/i.test(text))
    return unreachable(
      say`${where} closed the connection before the login.`,
      say`sshd may be limiting connections (MaxStartups) or refusing this address; see the host’s log.`,
    );
  if (/keepalive/i.test(text))
    return unreachable(say`${where} stopped answering.`, say`Check the host and the network between.`);
  return unreachable(say`The connection to ${where} failed: ${hostText(text)}`, say`See the host’s sshd log.`);
}
