import type { ConsoleViewer, Quality, ViewerNews, ViewerRequest } from '../contract/console.ts';
import type { MeteredSocket } from './viewer-socket.ts';

export interface AttendanceOptions {
  /** Somebody may no longer do, or may do again, what he could before. */
  changed(): void;
  /** Of a screen: bytes that its host has sent so far, and how good a picture. */
  link?(): { received: number; quality: Quality };
  /** Milliseconds of a monotonic clock. */
  now?(): number;
}

export interface AttendeeOptions {
  who: string;
  /** By the ticket, and for good: nothing that the viewer asks for gives it more. */
  viewOnly: boolean;
}

interface Attendee extends AttendeeOptions {
  id: number;
  /** Chose to look only; it may choose otherwise at any time. */
  watching: boolean;
  recording: boolean;
  lastActed: number;
  /** What was sent until the last period began. */
  sentBefore: number;
  /** Bytes a second in the last period. */
  rate: number;
}

/** Milliseconds between two reports of what changes by itself: idle times and bandwidths. */
const period = 5000;

/**
 * Who looks at one console, and who of them may act on it. Everyone may, until somebody takes it over: then only he may, until he hands
 * it back or leaves; it falls to the one he took it from, where that one is still there, and else to everyone again. All are told of
 * every change, and of who records.
 */
export class Attendance<Viewer extends object> {
  readonly #options: AttendanceOptions;
  readonly #attendees = new Map<Viewer, Attendee & { socket: MeteredSocket }>();
  /** Those who took over, the last one at the end. */
  #holders: Viewer[] = [];
  #nextId = 1;
  #telling = false;
  #reported = 0;
  #timer: NodeJS.Timeout | undefined;
  /** What the host had sent until the last period began, and bytes a second in it. */
  #receivedBefore = 0;
  #linkRate = 0;

  constructor(options: AttendanceOptions) {
    this.#options = options;
  }

  get size(): number {
    return this.#attendees.size;
  }

  join(viewer: Viewer, socket: MeteredSocket, { who, viewOnly }: AttendeeOptions): void {
    this.#attendees.set(viewer, {
      id: this.#nextId++,
      // Names come from accounts, which are other people's words.
      who: who.replace(/\p{C}+/gu, ' ').slice(0, 100),
      viewOnly,
      watching: false,
      recording: false,
      lastActed: this.#now(),
      sentBefore: 0,
      rate: 0,
      socket,
    });
    if (this.#timer === undefined) {
      this.#reported = this.#now();
      this.#timer = setInterval(() => this.#measure(), period);
      this.#timer.unref();
    }
    this.#tellAll();
  }

  leave(viewer: Viewer): void {
    if (!this.#attendees.delete(viewer)) return;
    this.#letGo(viewer);
    if (this.#attendees.size === 0) clearInterval(this.#timer);
    this.#changed();
  }

  /** Whether keys, clicks and texts of this viewer reach the VM now. */
  mayAct(viewer: Viewer): boolean {
    const attendee = this.#attendees.get(viewer);
    if (attendee === undefined || attendee.viewOnly || attendee.watching) return false;
    const holder = this.#holders.at(-1);
    return holder === undefined || holder === viewer;
  }

  /** The viewer has done something just now. */
  acted(viewer: Viewer): void {
    const attendee = this.#attendees.get(viewer);
    if (attendee !== undefined) attendee.lastActed = this.#now();
  }

  request(viewer: Viewer, request: Exclude<ViewerRequest, { type: 'strokes' | 'stop' | 'quality' }>): void {
    const attendee = this.#attendees.get(viewer);
    if (attendee === undefined) return;
    switch (request.type) {
      case 'watch':
        attendee.watching = request.on;
        if (request.on) this.#letGo(viewer);
        break;
      case 'take':
        if (attendee.viewOnly) break;
        attendee.watching = false;
        this.#letGo(viewer);
        this.#holders.push(viewer);
        this.acted(viewer);
        break;
      case 'handBack':
        this.#letGo(viewer);
        break;
      case 'recording':
        attendee.recording = request.on;
        break;
    }
    this.#changed();
  }

  list(): ConsoleViewer[] {
    const holder = this.#holders.at(-1);
    return [...this.#attendees].map(([viewer, { id, who, viewOnly, watching, recording, lastActed, rate }]) => ({
      id,
      who,
      viewOnly: viewOnly || watching,
      mayTake: !viewOnly,
      holds: viewer === holder,
      recording,
      idle: Math.floor((this.#now() - lastActed) / 1000),
      rate,
    }));
  }

  #letGo(viewer: Viewer): void {
    this.#holders = this.#holders.filter((holder) => holder !== viewer);
  }

  /** Something about the screen has changed that all are told. */
  tell(): void {
    this.#tellAll();
  }

  #changed(): void {
    this.#options.changed();
    this.#tellAll();
  }

  #measure(): void {
    const seconds = Math.max(0.001, (this.#now() - this.#reported) / 1000);
    this.#reported = this.#now();
    for (const attendee of this.#attendees.values()) {
      attendee.rate = Math.round((attendee.socket.sent - attendee.sentBefore) / seconds);
      attendee.sentBefore = attendee.socket.sent;
    }
    const received = this.#options.link?.().received ?? 0;
    this.#linkRate = Math.round((received - this.#receivedBefore) / seconds);
    this.#receivedBefore = received;
    this.#tellAll();
  }

  /** Once for all changes of one turn. */
  #tellAll(): void {
    if (this.#telling) return;
    this.#telling = true;
    setImmediate(() => {
      this.#telling = false;
      const viewers = this.list();
      const link = this.#options.link?.();
      for (const { id, socket } of this.#attendees.values()) {
        const news: ViewerNews = { type: 'viewers', you: id, viewers };
        if (link !== undefined) news.link = { rate: this.#linkRate, quality: link.quality };
        socket.tell(news);
      }
    });
  }

  #now(): number {
    return (this.#options.now ?? (() => performance.now()))();
  }
}
