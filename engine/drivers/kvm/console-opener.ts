import { LibvirtHost } from 'node-libvirt';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { createSshPool } from '../../ssh/pool.ts';
import type { SshConnection } from '../../ssh/ssh.ts';
import type { ConsoleOpener, HostCredentials, HostTarget } from '../driver.ts';
import { explain } from './explain.ts';
import { libvirtDialer } from './libvirt-socket.ts';
import { fileId } from './paths.ts';
import { openUpload } from './uploads.ts';

/**
 * Opens consoles of real hosts, in the console worker, over an SSH connection of its own: a flood of pixels must not hold up the
 * engine's calls. `credentials` answers for the hosts whose console was asked for.
 */
export function createConsoleOpener(credentials: (hostId: string) => HostCredentials | undefined): ConsoleOpener {
  const pool = createSshPool({
    async credentials(target) {
      const found = credentials(target.id);
      if (found !== undefined) return found;
      throw fail('locked', say`The host’s credentials are not known to the console service.`, {
        hint: say`Open the console again.`,
      });
    },
  });

  function connect(host: HostTarget): Promise<SshConnection> {
    const { id, address, port, username, hostKeyFingerprint } = host;
    return pool.connect({ id, address, port, username, hostKeyFingerprint });
  }

  /** A libvirt connection for one serial console; it ends with it. */
  async function openSerial(host: HostTarget, vmId: string) {
    const ssh = await connect(host);
    const dial = libvirtDialer(() => connect(host));
    let asRoot = false;
    for (;;) {
      const libvirt = new LibvirtHost({ dial: () => dial(asRoot), events: [] });
      try {
        await new Promise<void>((resolve, reject) => {
          libvirt.once('up', resolve);
          libvirt.once('down', ({ cause }) => reject(cause));
          libvirt.start();
        });
        const { dom } = await libvirt.query('domainLookupByUuid', { uuid: fileId(vmId) });
        const stream = await libvirt.openConsole(dom);
        stream.once('close', () => libvirt.stop());
        return stream;
      } catch (error) {
        const loggedIn = libvirt.state === 'up';
        libvirt.stop();
        // polkit may let only root in; then a root helper speaks to the socket.
        if (ssh.isRoot || asRoot || loggedIn) throw error;
        asRoot = true;
      }
    }
  }

  return {
    async open(target) {
      if (target.driver !== 'KVM') throw fail('internal', say`This opener is for consoles of KVM hosts.`);
      try {
        if (target.type === 'serial') return await openSerial(target.host, target.vmId);
        if (target.vnc === undefined) throw fail('internal', say`The console’s address on the host is missing.`);
        const ssh = await connect(target.host);
        return target.vnc.kind === 'unix'
          ? await ssh.forwardUnix(target.vnc.path)
          : await ssh.forwardTcp('127.0.0.1', target.vnc.port);
      } catch (error) {
        throw explain(target.host, error);
      }
    },
    async openShell(target, size) {
      if (target.driver !== 'KVM') throw fail('internal', say`This opener is for shells of KVM hosts.`);
      try {
        return await (await connect(target.host)).shell(size);
      } catch (error) {
        throw explain(target.host, error);
      }
    },
    async openUpload(target) {
      if (target.driver !== 'KVM') throw fail('internal', say`This opener is for uploads to KVM hosts.`);
      try {
        return await openUpload(await connect(target.host), target);
      } catch (error) {
        throw explain(target.host, error);
      }
    },
    close: () => pool.close(),
  };
}
