import { ErrorCode, LibvirtError, type LibvirtEvent, LibvirtHost, type XdrError } from 'node-libvirt';
import type { SshConnection, SshPool } from '../../ssh/ssh.ts';
import type { HostTarget } from '../driver.ts';
import { libvirtDialer } from './libvirt-socket.ts';

export interface HostLinkEvents {
  up(): void;
  down(cause: LibvirtError | XdrError): void;
  event(event: LibvirtEvent): void;
}

/**
 * One host's connections: SSH by the pool, libvirt over it. The libvirt side reconnects by itself with back-off (and thereby SSH) until the
 * link is closed; callers do not wait for its next attempt but make one.
 */
export class HostLink {
  readonly target: HostTarget;
  readonly #pool: SshPool;
  readonly #events: HostLinkEvents;
  readonly #dial: (asRoot: boolean) => ReturnType<ReturnType<typeof libvirtDialer>>;
  #libvirt: LibvirtHost | undefined;
  /** Set once polkit has turned the login away: from then on a root helper speaks to the socket. */
  #asRoot = false;
  #closed = false;
  /** Told "up" and not yet "down". */
  #announced = false;
  readonly cache = new Map<string, unknown>();

  constructor(target: HostTarget, pool: SshPool, events: HostLinkEvents) {
    this.target = target;
    this.#pool = pool;
    this.#events = events;
    this.#dial = libvirtDialer(() => this.ssh());
  }

  ssh(): Promise<SshConnection> {
    const { id, address, port, username, hostKeyFingerprint } = this.target;
    return this.#pool.connect({ id, address, port, username, hostKeyFingerprint });
  }

  /** Libvirt, connected. Rejects with why not. */
  async libvirt(): Promise<LibvirtHost> {
    const current = this.#libvirt;
    if (current?.state === 'up') return current;
    const waiting = current?.state === 'connecting' ? current : this.#start();
    return await new Promise((resolve, reject) => {
      const up = () => {
        waiting.off('down', down);
        resolve(waiting);
      };
      const down = ({ cause }: { cause: LibvirtError | XdrError }) => {
        waiting.off('up', up);
        // A refused login has just been followed by an attempt as root.
        if (this.#libvirt !== waiting && !this.#closed) resolve(this.libvirt());
        else reject(cause);
      };
      waiting.once('up', up);
      waiting.once('down', down);
    });
  }

  close(): void {
    this.#closed = true;
    this.#libvirt?.stop();
    this.#pool.drop(this.target.id);
  }

  #start(): LibvirtHost {
    this.#libvirt?.removeAllListeners();
    this.#libvirt?.stop();
    const host = new LibvirtHost({ dial: () => this.#dial(this.#asRoot) });
    this.#libvirt = host;
    // Every caller that comes while it connects waits for it.
    host.setMaxListeners(0);
    host.on('up', () => {
      this.cache.clear();
      this.#announced = true;
      this.#events.up();
    });
    host.on('down', ({ cause }) => {
      if (!this.#asRoot && refusedByPolkit(cause)) {
        this.#asRoot = true;
        this.#start();
        return;
      }
      if (!this.#announced) return;
      this.#announced = false;
      this.#events.down(cause);
    });
    host.on('event', (event) => this.#events.event(event));
    host.start();
    return host;
  }
}

/** The login may not manage virtual machines, or polkit is not there to ask. */
function refusedByPolkit(cause: LibvirtError | XdrError): boolean {
  if (!(cause instanceof LibvirtError) || cause.reason !== 'remote') return false;
  if (cause.procedure !== 'authPolkit' && cause.procedure !== 'authList') return false;
  return (
    cause.code === ErrorCode.authenticationFailed ||
    cause.code === ErrorCode.authenticationUnavailable ||
    cause.code === ErrorCode.internal
  );
}
