import type { Duplex } from 'node:stream';
import { DAEMON_SOCKETS } from 'node-libvirt';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { SshConnection } from '../../ssh/ssh.ts';

/**
 * Opens libvirt's socket on a host: virtqemud's where daemons are modular, else libvirtd's. `asRoot` for logins that polkit does not let
 * manage virtual machines. Remembers which socket answered.
 */
export function libvirtDialer(connect: () => Promise<SshConnection>): (asRoot: boolean) => Promise<Duplex> {
  let known: string | undefined;
  return async (asRoot) => {
    const connection = await connect();
    if (known !== undefined) {
      try {
        return await connection.forwardUnix(known, { asRoot });
      } catch {
        // The host may have changed from one kind of daemon to the other.
        known = undefined;
      }
    }
    let failure: unknown;
    for (const path of DAEMON_SOCKETS) {
      try {
        const channel = await connection.forwardUnix(path, { asRoot });
        known = path;
        return channel;
      } catch (error) {
        failure = error;
      }
    }
    throw fail(
      'resourceUnavailable',
      say`libvirt does not run on ${connection.target.address}: its socket does not answer.`,
      {
        hint: say`Prepare the host again, or start libvirtd (or virtqemud.socket) on it.`,
        cause: failure,
      },
    );
  };
}
