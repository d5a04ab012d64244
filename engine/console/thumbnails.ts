import type { Duplex } from 'node:stream';
import { fail } from '../contract/errors.ts';
import { say } from '../contract/phrase.ts';
import type { ConsoleTarget } from '../drivers/driver.ts';
import type { Framebuffer } from './framebuffer.ts';
import { glimpse } from './glimpse.ts';
import { type Thumbnail, thumbnailOf } from './thumbnail.ts';

export interface ThumbnailsOptions {
  /** Opens the raw byte pipe of a target. */
  open(target: ConsoleTarget): Promise<Duplex>;
  /** The screen of a VM that is being looked at anyway: it costs nothing. */
  watched(vmId: string): Framebuffer | undefined;
  /** Milliseconds that one look may take, opening included. */
  deadline?: number;
}

/** Screens that are connected to at once, whatever is asked; the others wait for their turn. */
const atOnce = 2;
/** More wait than a wall shows: someone is asking in a loop. */
const maximumWaiting = 64;
/** Milliseconds for which a picture is new enough. */
const freshFor = 2000;
const defaultDeadline = 6000;

/**
 * Small pictures of VMs' screens for a wall of many: by turns, a few at a time, each VM once however many ask, and never for long: a
 * screen that says nothing holds up its turn until the deadline.
 */
export class Thumbnails {
  readonly #options: ThumbnailsOptions;
  readonly #asked = new Map<string, Promise<Thumbnail>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: ThumbnailsOptions) {
    this.#options = options;
  }

  take(target: ConsoleTarget): Promise<Thumbnail> {
    const asked = this.#asked.get(target.vmId);
    if (asked !== undefined) return asked;
    const taken = this.#take(target);
    this.#asked.set(target.vmId, taken);
    const forget = () => this.#asked.delete(target.vmId);
    taken.then(() => setTimeout(forget, freshFor).unref(), forget);
    return taken;
  }

  async #take(target: ConsoleTarget): Promise<Thumbnail> {
    if (this.#waiting.length >= maximumWaiting)
      throw fail('unavailable', say`Too many pictures of screens are being waited for.`);
    if (this.#running >= atOnce) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    else this.#running += 1;
    try {
      return thumbnailOf(this.#options.watched(target.vmId) ?? (await this.#look(target)));
    } finally {
      // The place goes to the next one that waits.
      const next = this.#waiting.shift();
      if (next !== undefined) next();
      else this.#running -= 1;
    }
  }

  async #look(target: ConsoleTarget): Promise<Framebuffer> {
    const until = performance.now() + (this.#options.deadline ?? defaultDeadline);
    let late = false;
    const opening = this.#options.open(target);
    opening.then(
      (stream) => {
        if (late) stream.on('error', () => {}).destroy();
      },
      () => {},
    );
    const stream = await new Promise<Duplex>((resolve, reject) => {
      const timer = setTimeout(() => {
        late = true;
        reject(fail('hostUnreachable', say`The host did not open the console in time.`));
      }, until - performance.now());
      opening.then(resolve, reject).finally(() => clearTimeout(timer));
    });
    const password = 'password' in target ? target.password : undefined;
    return glimpse(stream, password, Math.max(1, until - performance.now()));
  }
}
