import type { TerminalSize } from '../contract/console.ts';
import type { ConsoleTarget, HostCredentials, ShellTarget, UploadTarget } from '../drivers/driver.ts';
import type { Thumbnail } from './thumbnail.ts';

/**
 * The engine's side of the console worker. A ticket is single-use, lives for one minute, and names one target; the WebSocket that
 * spends it carries raw RFB (the broker has already authenticated to QEMU and offers security type None) or raw serial bytes.
 */
export interface ConsoleService {
  createTicket(request: ConsoleRequest): Promise<ConsoleTicket>;
  /** The same for a shell on a host, whose WebSocket carries the bytes of its terminal. */
  createShellTicket(request: ShellRequest): Promise<ConsoleTicket>;
  /** The same for a file that a page is to send; more than two at once to one host are a conflict. */
  createUploadTicket(request: UploadRequest): Promise<ConsoleTicket>;
  /**
   * Lets an announced file come, and resolves when all of it is on the host's disk. Rejects with why not: with the page, the host or the
   * app gone an upload is over. `signal` calls it off.
   */
  receiveUpload(id: string, follow: { signal: AbortSignal; progress(bytes: number): void }): Promise<void>;
  /** Calls an upload off; nothing where there is none. */
  stopUpload(id: string): void;
  /** Lets go of every request that waits for a page, so that the app can close. */
  stopWaiting(): void;
  /** A small picture of a VM's screen as it is now. */
  takeThumbnail(request: ThumbnailRequest): Promise<Thumbnail>;
  /** Ends every viewer of a VM, for example when it is expunged or its host is removed. */
  closeVirtualMachine(vmId: string): void;
  /** Ends every shell on a host, for example when it is removed. */
  closeHost(hostId: string): void;
  /** Ends what somebody opened: all that fits what is given. */
  closeOwned(owner: Partial<StreamOwner>): void;
  close(): Promise<void>;
}

/** Who opened a stream. */
export interface StreamOwner {
  accountId: string;
  userId: string;
  /** The sign-in of the window that it was opened in, where there was one. */
  session?: string | undefined;
}

export interface ConsoleRequest {
  owner: StreamOwner;
  target: ConsoleTarget;
  /** For KVM targets: sent once over the worker's own port, kept in its memory for the pooled connection. */
  credentials?: HostCredentials;
  /** Holds for the whole life of the viewer: nothing that its page asks for lets it act. */
  viewOnly: boolean;
  /** Whom the other viewers are told of: the name of the user who asked. */
  who: string;
  /** Shown as the desktop's name in the RFB handshake. */
  title: string;
}

export interface ShellRequest {
  owner: StreamOwner;
  target: ShellTarget;
  /** As for consoles. */
  credentials?: HostCredentials;
  /** Of the terminal at first. */
  size: TerminalSize;
}

export interface UploadRequest {
  owner: StreamOwner;
  /** Of the template or ISO that the file is to be. */
  id: string;
  target: UploadTarget;
  /** As for consoles. */
  credentials?: HostCredentials;
  /** Bytes of the file. */
  size: number;
}

export type ThumbnailRequest = Pick<ConsoleRequest, 'target' | 'credentials'>;

export interface ConsoleTicket {
  token: string;
  host: string;
  port: number;
  /** `/console/<token>`, the WebSocket's path. */
  path: string;
}
