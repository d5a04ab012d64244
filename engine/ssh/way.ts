import type { Client } from 'ssh2';

/**
 * The way to a host: what commands and channels need of it. An SSH client is one; where the host is this very computer, its own processes
 * and sockets are another (local-way.ts), and everything above them is the same.
 */
export type Way = Pick<Client, 'exec' | 'shell' | 'forwardOut' | 'openssh_forwardOutStreamLocal'>;
