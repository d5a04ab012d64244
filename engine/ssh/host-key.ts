import { createHash } from 'node:crypto';
import ssh2 from 'ssh2';
import { say } from '../contract/phrase.ts';
import { place, SshError } from './errors.ts';
import type { HostKey } from './ssh.ts';
import { algorithms, connectError, dial, limitGreeting } from './transport.ts';

/** `SHA256:…` without padding, as OpenSSH's own tools print it. */
export function fingerprintOf(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The key type's name from the key blob itself (`ssh-ed25519`, …). */
export function keyTypeOf(key: Buffer): string {
  const length = key.length >= 4 ? key.readUInt32BE(0) : 0;
  const name = key.subarray(4, 4 + Math.min(length, 64)).toString('latin1');
  return /^[a-z0-9@.-]+$/.test(name) ? name : 'unknown';
}

/** The stop when a host shows another key than the pinned one. */
export function hostKeyMismatch(target: { address: string; port: number }, pinned: string, shown: HostKey): SshError {
  return new SshError(
    'hostKey',
    say`The host key of ${place(target)} has changed: ${pinned} is trusted, the host shows ${shown.fingerprint} (${shown.keyType}). Nothing was sent to it.`,
    say`If the host was reinstalled, read its fingerprint on its own screen with "ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub" and accept the new key only if both agree. Otherwise another machine is answering at this address.`,
  );
}

/**
 * Reads a host's key without logging in; no user name and no secret is sent. The same algorithms in the same order as for real
 * connections, so the key shown is the one that will be pinned. Throws `hostUnreachable`.
 */
export async function fetchHostKey(address: string, port: number): Promise<HostKey> {
  const target = { address, port };
  const socket = await dial(target);
  return await new Promise<HostKey>((resolve, reject) => {
    const client = new ssh2.Client();
    let seen: HostKey | undefined;
    const end = () => {
      client.destroy();
      socket.destroy();
    };
    client.on('error', (error) => {
      if (seen === undefined) reject(connectError(target, error));
      end();
    });
    client.on('close', () => {
      if (seen === undefined) reject(connectError(target, new Error('Connection lost before handshake')));
    });
    limitGreeting(socket, client, () => {
      reject(connectError(target, new Error('greeting too long')));
      end();
    });
    client.connect({
      sock: socket,
      username: 'nobody',
      algorithms,
      readyTimeout: 15_000,
      hostVerifier: (key: Buffer) => {
        seen = { keyType: keyTypeOf(key), fingerprint: fingerprintOf(key) };
        resolve(seen);
        // Refusing ends the connection before a login could begin.
        return false;
      },
    });
  });
}
