import type { Duplex } from 'node:stream';

/** Where and as whom to connect. The fingerprint is pinned: another key stops the connection before any secret is sent. */
export interface SshTarget {
  /** Key under which connections are pooled; a host's or a preparation's id. */
  id: string;
  address: string;
  port: number;
  username: string;
  hostKeyFingerprint: string;
}

export interface SshCredentials {
  /** `local`: no login at all, the host is this computer. */
  authentication: 'password' | 'key' | 'agent' | 'local';
  password?: string;
  privateKey?: string;
  passphrase?: string;
  /** For sudo, where it differs from `password`. */
  sudoPassword?: string;
}

export interface ExecOptions {
  stdin?: string | Buffer;
  /** Run as root: directly when the login is root, else by sudo (password on stdin, a pty where requiretty wants one). Default true. */
  root?: boolean;
  /** Milliseconds until the command is given up; default 60 000. */
  deadline?: number;
  signal?: AbortSignal;
  /** Called with output as it comes; text is bounded and cleaned of control sequences by the reader, not here. */
  onOutput?(chunk: Buffer, stream: 'stdout' | 'stderr'): void;
  /** Bytes kept of each stream; default 1 MiB, the rest is dropped and `truncated` set. */
  maximumOutput?: number;
  environment?: Readonly<Record<string, string>>;
}

export interface ExecResult {
  code: number;
  signal?: string;
  stdout: string;
  stderr: string;
  truncated: boolean;
}

/** One host's control connection, ready. */
export interface SshConnection {
  readonly target: SshTarget;
  /** True when the login is root itself. */
  readonly isRoot: boolean;
  /** Runs a program with arguments: an argument list, quoted by us; there is no way to pass a shell string. Non-zero exits resolve. */
  exec(argv: readonly [string, ...string[]], options?: ExecOptions): Promise<ExecResult>;
  /** Like exec, but a non-zero exit throws with the command's own last words. Resolves with stdout. */
  run(argv: readonly [string, ...string[]], options?: ExecOptions): Promise<string>;
  /** Writes a file atomically (temporary name, fsync, rename) with mode and owner root. */
  writeFile(path: string, content: string | Buffer, mode?: number): Promise<void>;
  /** Undefined when the file is not there. Bounded to 4 MiB. */
  readFile(path: string): Promise<string | undefined>;
  /**
   * A channel to a unix socket on the host, as the login user; falls back to a helper run as root (python3, socat or nc, which takes one of
   * the host's sessions) where sshd forbids it or the user may not open it. `asRoot` takes the helper at once, for sockets whose server
   * asks who is calling.
   */
  forwardUnix(path: string, options?: { asRoot?: boolean }): Promise<Duplex>;
  /** A channel to a TCP port as seen from the host. */
  forwardTcp(address: string, port: number): Promise<Duplex>;
  /**
   * Starts a program whose input is written as it comes, as root like `exec`; takes one of the host's sessions until it has ended. With a
   * sudo that wants a terminal there is neither an end of input nor stderr: the program has to know how much to read.
   */
  pipe(argv: readonly [string, ...string[]]): Promise<SshProgram>;
  /** The user's login shell on a terminal of this size; takes one of the host's sessions until it has ended. */
  shell(size: { columns: number; rows: number }): Promise<SshShell>;
  close(): void;
}

/** A running program. Destroying the stream ends it. */
export interface SshProgram {
  /** Its stdin and stdout. */
  stream: Duplex;
  /** How it ended, with the last of what it said on stderr; without code and signal where the connection broke before the host could say. */
  ended: Promise<{ code?: number; signal?: string; stderr: string }>;
}

/** A login shell on its terminal: what it prints, and what is typed. Destroying the stream ends the shell. */
export interface SshShell {
  stream: Duplex;
  resize(size: { columns: number; rows: number }): void;
  /** How it ended; neither of both where the connection broke before the host could say. */
  ended: Promise<{ code?: number; signal?: string }>;
}

/** Two connections per host, opened one after the other and kept: control, and (in the console worker's own pool) consoles. */
export interface SshPool {
  /** The live connection, opened on first use and again after loss; concurrent callers share one attempt. */
  connect(target: SshTarget): Promise<SshConnection>;
  /** Told of losses: with the reason, once per loss. */
  onLost(listener: (targetId: string, reason: string) => void): () => void;
  drop(targetId: string): void;
  close(): Promise<void>;
}

export interface HostKey {
  keyType: string;
  fingerprint: string;
}

/** The computer that Benchtop runs on, seen as a host. */
export interface ThisComputer {
  /** It runs Linux and has an address that others can reach. */
  possible: boolean;
  /** Who Benchtop runs as; any other than root needs sudo. */
  username: string;
  root: boolean;
  addresses: string[];
}
