import { type BenchtopError, fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import type { UploadTarget } from '../drivers/driver.ts';
import type { UploadSink } from '../drivers/upload.ts';
import { UploadPipe } from './upload-pipe.ts';
import { closeCodes } from './viewer-socket.ts';

export interface UploadsOptions {
  open(target: UploadTarget): Promise<UploadSink>;
  patience?: number;
}

interface Entry {
  pipe: UploadPipe;
  hostId: string;
}

/** Each takes one of the sessions that sshd allows on a connection, which consoles and shells share, and the connection's width. */
const maximumUploads = 2;

/** The files on their way to hosts, by the id of the image that each is to be. */
export class Uploads {
  readonly #options: UploadsOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  /** Announces one. Error: conflict. */
  add(id: string, target: UploadTarget, size: number): UploadPipe {
    const { host } = target;
    const busy = [...this.#entries.values()].filter((each) => each.hostId === host.id && !each.pipe.over);
    if (busy.length >= maximumUploads)
      throw fail('conflict', say`${maximumUploads} files are being sent to ${host.name} already.`, {
        hint: say`Wait until one of them is there, or cancel it.`,
      });
    const { patience } = this.#options;
    const pipe = new UploadPipe({
      size,
      open: () => this.#options.open(target),
      ...(patience !== undefined && { patience }),
    });
    this.#entries.set(id, { pipe, hostId: host.id });
    return pipe;
  }

  /** See `UploadPipe.receive`; how it ended is told once. */
  async receive(id: string, progress: (bytes: number) => void): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined)
      throw fail('resourceUnavailable', say`Benchtop was closed before the whole file was there.`, {
        hint: say`An upload cannot go on where it stopped: choose the file again, and keep its window open to the end.`,
      });
    try {
      await entry.pipe.receive(progress);
    } finally {
      this.#entries.delete(id);
    }
  }

  /** Calls one off, if it is there, and forgets it. */
  stop(id: string): void {
    this.#entries.get(id)?.pipe.stop(fail('cancelled', say`The upload was cancelled.`));
    this.#entries.delete(id);
  }

  /** Calls off all of a host, or all there are. */
  stopAll(reason: BenchtopError, hostId?: string): void {
    for (const { pipe, hostId: of } of this.#entries.values())
      if (hostId === undefined || of === hostId) pipe.stop(reason, closeCodes.ended);
  }
}
