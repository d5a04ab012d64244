import { readShellRequest, type TerminalSize } from '../contract/console.ts';
import { errorData, fail, phraseOf } from '../contract/errors.ts';
import { type Phrase, say } from '../contract/phrase.ts';
import type { HostShell } from '../drivers/driver.ts';
import { type CloseCode, closeCodeOf, closeCodes, type ViewerSocket } from './viewer-socket.ts';

export interface ShellPipeOptions {
  /** Opens the shell, on a terminal of the size that the ticket names. */
  open(): Promise<HostShell>;
  /** Told once, when shell and viewer are gone. */
  gone(): void;
  /** Milliseconds that opening may take. */
  openDeadline?: number;
}

/** Unsent bytes of a viewer above which the host is not read further, and below which it is again. */
const highWater = 256 * 1024;
const lowWater = 64 * 1024;
/** What may be typed before the shell is there. Bytes. */
const maximumEarly = 64 * 1024;

/**
 * One viewer and one shell on a host, raw bytes both ways, one for the other alone. Nothing is skipped: a viewer that does not read stops
 * the host's output, and a shell that does not read stops the viewer, each after a bounded number of bytes. Either's end is the other's.
 */
export class ShellPipe {
  readonly #socket: ViewerSocket;
  readonly #options: ShellPipeOptions;
  readonly #deadline: NodeJS.Timeout;
  #shell: HostShell | undefined;
  #early: Buffer[] = [];
  /** Asked for before the shell was there. */
  #size: TerminalSize | undefined;
  #over = false;

  constructor(socket: ViewerSocket, options: ShellPipeOptions) {
    this.#socket = socket;
    this.#options = options;
    this.#deadline = setTimeout(
      () => this.#refuse(fail('hostUnreachable', say`The host did not open a shell in time.`)),
      options.openDeadline ?? 30_000,
    );
    socket.listen({
      data: (bytes) => this.#type(bytes),
      asked: (text) => this.#request(text),
      drained: () => {
        if (this.#socket.bufferedAmount < lowWater) this.#shell?.stream.resume();
      },
      closed: () => this.#end(),
    });
    options.open().then(
      (shell) => this.#attach(shell),
      (error: unknown) => this.#refuse(error),
    );
  }

  /** Ends the shell and lets its viewer go. */
  close(code: CloseCode, reason: Phrase): void {
    this.#socket.close(code, reason);
    this.#end();
  }

  #attach(shell: HostShell): void {
    // Someone must hear a stream's errors at any time, or one of them ends the whole thread.
    shell.stream.on('error', () => {});
    this.#shell = shell;
    if (this.#over) {
      this.#discard();
      return;
    }
    clearTimeout(this.#deadline);
    const { stream } = shell;
    stream.on('data', (bytes: Buffer) => {
      if (this.#over) return;
      this.#socket.send(bytes);
      if (this.#socket.bufferedAmount > highWater) stream.pause();
    });
    stream.on('drain', () => this.#socket.resume());
    // After the last byte: what a shell says in parting is read.
    const parted = () => void shell.ended.then((ending) => this.#parted(ending));
    stream.once('end', parted);
    stream.once('close', parted);
    this.#socket.tell({ type: 'opened' });
    if (this.#size !== undefined) shell.resize(this.#size);
    for (const bytes of this.#early.splice(0)) this.#type(bytes);
  }

  #parted({ code, signal }: { code?: number; signal?: string }): void {
    if (signal !== undefined) this.close(closeCodes.exited, say`signal ${signal}`);
    else if (code !== undefined) this.close(closeCodes.exited, say`exit status ${code}`);
    else this.close(closeCodes.hostUnreachable, say`The connection to the host was lost.`);
  }

  #refuse(thrown: unknown): void {
    const error = errorData(thrown);
    this.close(closeCodeOf(error), phraseOf(error));
  }

  #request(text: string): void {
    const request = readShellRequest(text);
    if (request === undefined) {
      this.close(closeCodes.viewer, say`The viewer asked for something that a shell does not know.`);
      return;
    }
    const { columns, rows } = request;
    this.#size = { columns, rows };
    this.#shell?.resize(this.#size);
  }

  #type(bytes: Buffer): void {
    if (this.#over) return;
    if (this.#shell !== undefined) {
      if (!this.#shell.stream.write(bytes)) this.#socket.pause();
      return;
    }
    this.#early.push(bytes);
    if (this.#early.reduce((sum, each) => sum + each.length, 0) > maximumEarly)
      this.close(closeCodes.viewer, say`Too much was typed before the shell was there.`);
  }

  #end(): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#deadline);
    this.#early = [];
    this.#discard();
    this.#options.gone();
  }

  /** What the shell still says is thrown away, or its channel would never close. */
  #discard(): void {
    const stream = this.#shell?.stream;
    stream?.resume();
    stream?.destroy();
  }
}
