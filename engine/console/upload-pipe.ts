import { type BenchtopError, errorData, fail, phraseOf } from '../contract/errors.ts';
import { type Phrase, say } from '../contract/phrase.ts';
import { uploadWindow } from '../contract/upload.ts';
import type { UploadSink } from '../drivers/upload.ts';
import { type CloseCode, closeCodeOf, closeCodes, type ViewerSocket } from './viewer-socket.ts';

export interface UploadPipeOptions {
  /** Bytes of the file. */
  size: number;
  /** Opens the host's end. */
  open(): Promise<UploadSink>;
  /** Milliseconds that a page may take to come, or to send the next bytes. */
  patience?: number;
}

const again = say`An upload cannot go on where it stopped: choose the file again, and keep its window open to the end.`;

/**
 * One file on its way from a page to a host. The host's end is opened once both are there: the page, by its ticket, and the job that
 * waits for the bytes. A page is told what was handed on and may send only so much ahead, so that neither a slow host nor a hostile page
 * makes this memory grow; nothing is written on this computer. It ends in exactly one way, which the job hears even when it asks later.
 */
export class UploadPipe {
  readonly #options: UploadPipeOptions;
  readonly #ended = Promise.withResolvers<void>();
  #socket: ViewerSocket | undefined;
  #sink: UploadSink | undefined;
  #progress: ((bytes: number) => void) | undefined;
  #opening = false;
  #over = false;
  /** Has come from the page, and has been handed on. */
  #received = 0;
  #taken = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: UploadPipeOptions) {
    this.#options = options;
    // Who asks for the end may come later than it.
    this.#ended.promise.catch(() => {});
    this.#wait();
  }

  get over(): boolean {
    return this.#over;
  }

  /** The page that has spent the ticket. */
  attach(socket: ViewerSocket): void {
    if (this.#over) {
      socket.close(closeCodes.ended, say`This upload has ended.`);
      return;
    }
    this.#socket = socket;
    socket.listen({
      data: (bytes) => this.#take(bytes),
      asked: () =>
        this.#break(closeCodes.viewer, fail('parameter', say`The page sent words among the bytes of a file.`)),
      drained: () => {},
      closed: () =>
        this.stop(
          fail('resourceUnavailable', say`The window that sent the file was closed, or the connection to it was cut.`, {
            hint: again,
          }),
        ),
    });
    this.#begin();
  }

  /** Lets the bytes come. Resolves when all of them are on the host's disk, rejects with why they are not. */
  async receive(progress: (bytes: number) => void): Promise<void> {
    this.#progress = progress;
    this.#begin();
    return await this.#ended.promise;
  }

  /** Ends it before it is done: what the host has by then is for the job to remove. */
  stop(error: BenchtopError, code: CloseCode = closeCodes.ended): void {
    this.#break(code, error);
  }

  #begin(): void {
    if (this.#over || this.#opening || this.#socket === undefined || this.#progress === undefined) return;
    this.#opening = true;
    this.#wait();
    this.#options.open().then(
      (sink) => this.#attachHost(sink),
      (error: unknown) => this.#refuse(error),
    );
  }

  #attachHost(sink: UploadSink): void {
    // Someone must hear a stream's errors at any time, or one of them ends the whole thread.
    sink.stream.on('error', () => {});
    sink.done.then(
      () => this.#arrived(),
      (error: unknown) => this.#refuse(error),
    );
    this.#sink = sink;
    if (this.#over) {
      sink.stream.destroy();
      return;
    }
    sink.stream.on('drain', () => this.#socket?.resume());
    this.#handedOn(0);
  }

  #take(bytes: Buffer): void {
    if (this.#over) return;
    this.#received += bytes.length;
    const { size } = this.#options;
    const wrong =
      this.#sink === undefined || this.#received - this.#taken > uploadWindow
        ? fail('parameter', say`The page sent more of the file than it was let.`)
        : this.#received > size
          ? fail('parameter', say`The file is larger than the ${size} bytes that were announced.`, { hint: again })
          : undefined;
    if (wrong !== undefined || this.#sink === undefined) {
      if (wrong !== undefined) this.#break(closeCodes.viewer, wrong);
      return;
    }
    const { stream } = this.#sink;
    const full = !stream.write(bytes, (error) => {
      if (error == null) this.#handedOn(bytes.length);
    });
    if (full) this.#socket?.pause();
    if (this.#received === size) stream.end();
  }

  #handedOn(bytes: number): void {
    if (this.#over) return;
    this.#taken += bytes;
    this.#wait();
    this.#socket?.tell({ type: 'taken', bytes: this.#taken });
    this.#progress?.(this.#taken);
  }

  /** The host says that it is done; only after the last byte is that a success. It may say so before its channel says that it took it. */
  #arrived(): void {
    if (this.#received === this.#options.size)
      this.#end(closeCodes.received, say`All of the file is on the host.`, undefined);
    else this.#refuse(fail('resourceUnavailable', say`The host stopped taking the file.`, { hint: again }));
  }

  #refuse(thrown: unknown): void {
    const error = errorData(thrown);
    this.#end(closeCodeOf(error), phraseOf(error), thrown);
  }

  #break(code: CloseCode, error: BenchtopError): void {
    this.#end(code, phraseOf(error.data), error);
  }

  /** Each sign of life gives the next one time anew. */
  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#refuse(this.#silence()), this.#options.patience ?? 60_000);
  }

  #silence(): BenchtopError {
    if (this.#socket === undefined)
      return fail('resourceUnavailable', say`No window began to send the file.`, { hint: again });
    return this.#received > this.#taken || this.#sink === undefined
      ? fail('hostUnreachable', say`The host does not take the file.`, { hint: again })
      : fail('resourceUnavailable', say`The window stopped sending the file.`, { hint: again });
  }

  #end(code: CloseCode, reason: Phrase, error: unknown): void {
    if (this.#over) return;
    this.#over = true;
    clearTimeout(this.#timer);
    this.#socket?.close(code, reason);
    if (error === undefined) this.#ended.resolve();
    else {
      this.#sink?.stream.destroy();
      this.#ended.reject(error);
    }
  }
}
