import type { Duplex } from 'node:stream';
import { say } from '../contract/phrase.ts';
import { place, SshError } from './errors.ts';
import type { SshTarget } from './ssh.ts';
import type { Way } from './way.ts';

/**
 * Joins stdin and stdout to a unix socket, as root: with python3 where it is (dnf and cloud-init need it, so it nearly always is),
 * else with socat, else with an nc that knows -U. The path is a parameter.
 */
export const unixSocketHelper = `if command -v python3 >/dev/null; then exec python3 -c '
import os, select, socket, sys
s = socket.socket(socket.AF_UNIX)
s.connect(sys.argv[1])
sources = [0, s]
while s in sources:
    for r in select.select(sources, [], [])[0]:
        data = os.read(0, 65536) if r == 0 else s.recv(65536)
        if not data:
            sources.remove(r)
            if r == 0: s.shutdown(socket.SHUT_WR)
        elif r == 0: s.sendall(data)
        else:
            while data: data = data[os.write(1, data):]
' "$1"; fi
if command -v socat >/dev/null; then case $1 in *[,:]*) ;; *) exec socat - "UNIX-CONNECT:$1";; esac; fi
if nc -h 2>&1 | grep -q -e -U; then exec nc -U -- "$1"; fi
echo "none of python3, socat and nc is installed" >&2
exit 127`;

/** A channel to a unix socket by sshd itself. Undefined when sshd would not: forbidden, no such socket, or no right to it. */
export function forwardUnixChannel(way: Way, path: string): Promise<Duplex | undefined> {
  return new Promise((resolve, reject) => {
    way.openssh_forwardOutStreamLocal(path, (error, channel) => {
      if (error === undefined || error === null) return resolve(withErrors(channel));
      if (/open failed|Channel open failure|prohibited|Unsupported|not available/i.test(error.message))
        return resolve(undefined);
      reject(error);
    });
  });
}

/** A channel to a TCP port as seen from the host. Throws `resourceUnavailable`. */
export function forwardTcpChannel(way: Way, target: SshTarget, address: string, port: number): Promise<Duplex> {
  return new Promise((resolve, reject) => {
    way.forwardOut('127.0.0.1', 0, address, port, (error, channel) => {
      if (error === undefined || error === null) return resolve(withErrors(channel));
      const forbidden = /prohibited/i.test(error.message);
      reject(
        new SshError(
          'resourceUnavailable',
          forbidden
            ? say`sshd on ${place(target)} forbids forwarding (AllowTcpForwarding, PermitOpen).`
            : say`Nothing answers at ${address} port ${port} on ${place(target)}.`,
          forbidden ? say`Allow it in the host’s sshd_config for this user.` : undefined,
          error,
        ),
      );
    });
  });
}

/** An error on a channel whose owner is gone must not end the process. */
export function withErrors<T extends Duplex>(channel: T): T {
  channel.on('error', () => {});
  return channel;
}
