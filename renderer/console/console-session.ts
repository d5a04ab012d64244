import {
  type Quality,
  readParting,
  readViewerNews,
  type TypingEnd,
  type ViewerNews,
  type ViewerRequest,
} from '../../engine/contract/console.ts';
import type { Phrase } from '../../engine/contract/phrase.ts';
import { call, toApiError } from '../api/client.ts';
import { said } from '../i18n/said.ts';
import {
  type ConsoleState,
  type ConsoleType,
  heals,
  mayAct,
  pauseBefore,
  type Scaling,
  type Trouble,
  troubleOfClose,
  troubleOfError,
} from './console-state.ts';
import { pasteOnControlShiftV } from './paste-keys.ts';
import { releaseOnControlAlt } from './release-keys.ts';
import type { TypingPlan } from './typing.ts';

/** What shows a console: noVNC or xterm on an element of its own, which moves with its session from place to place. */
export interface Surface {
  /** Loads what is needed; after it `attach` is synchronous, so that no byte of a new socket is missed. */
  load(): Promise<void>;
  attach(socket: WebSocket, events: SurfaceEvents): void;
  /** The socket is closing: keep the last picture. */
  freeze(): void;
  /** Lets go of the connection. */
  detach(): void;
  focus(): void;
  /** The keyboard has gone elsewhere: nothing may stay held down in the VM. */
  releaseKeys(): void;
  setViewOnly(viewOnly: boolean): void;
  setScaling(scaling: Scaling): void;
  /** Records what is shown until it is stopped or gone; undefined where there is nothing to record. */
  record?(vmName: string, ended: () => void): { stop(): void } | undefined;
  /** Writes text as if it were typed, where that is possible; resolves when the line has taken it, false when there is no line. */
  write?(text: string): Promise<boolean>;
  dispose(): void;
}

export interface SurfaceEvents {
  /** The first picture can be shown. */
  connected(): void;
  stale(stale: boolean): void;
  /** The protocol was refused before or after the socket said so. */
  refused(detail: string): void;
}

/** Characters of a serial line's text between two looks at whether it should go on. */
const serialPiece = 128;

interface Options {
  vmId: string;
  type: ConsoleType;
  element: HTMLElement;
  surface: Surface;
  get: () => ConsoleState;
  set: (change: Partial<ConsoleState>) => void;
}

/**
 * One console of one VM, outside of any component. Every connection takes a fresh ticket. A connection that breaks keeps its last
 * picture and is made again with growing pauses, but only while someone looks: a hidden one waits until it is shown.
 */
export class ConsoleSession {
  readonly element: HTMLElement;
  readonly surface: Surface;
  readonly type: ConsoleType;
  readonly vmId: string;
  private readonly get: () => ConsoleState;
  private readonly set: (change: Partial<ConsoleState>) => void;
  /** Grows with every attempt: what comes late from an earlier one is recognised. */
  private generation = 0;
  private attempt = 0;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private socket: WebSocket | undefined;
  private places = 0;
  private focusWanted = false;
  private running = false;
  private recording: { stop(): void } | undefined;
  /** The text typed last: its number, and for strokes when each character is complete. */
  private typed: { id: number; completed: readonly number[] } | undefined;

  constructor({ vmId, type, element, surface, get, set }: Options) {
    this.vmId = vmId;
    this.type = type;
    this.element = element;
    this.surface = surface;
    this.get = get;
    this.set = set;
    element.addEventListener('focusin', () => set({ grabbed: true }));
    element.addEventListener('focusout', () => {
      set({ grabbed: false });
      surface.releaseKeys();
    });
    releaseOnControlAlt(element);
    if (type === 'vnc') pasteOnControlShiftV(element, (pasted) => set({ pasted }));
  }

  get phase(): ConsoleState['phase'] {
    return this.get().phase;
  }

  get visible(): boolean {
    return this.places > 0;
  }

  /** Puts the console into a place on the page; returns how to take it away again. It stays connected then. */
  show(place: HTMLElement): () => void {
    place.append(this.element);
    this.places += 1;
    const { phase } = this.get();
    if (phase === 'idle' || phase === 'waiting') this.connect();
    else if (phase === 'connected' && this.focusWanted) {
      this.focusWanted = false;
      this.surface.focus();
    }
    return () => {
      this.places -= 1;
      if (this.element.parentElement === place) this.element.remove();
      if (this.get().phase === 'waiting') clearTimeout(this.timer);
    };
  }

  /**
   * Tells whether the VM is to be running as far as the page knows. While it is, a screen that is not there (the moment of a reset) is
   * tried again; and when it has begun to, so is a console that had ended.
   */
  expectRunning(running: boolean): void {
    this.running = running;
    if (running && this.phase === 'ended') this.retry();
  }

  /** Gives the keyboard to the console: now, or as soon as it is live. */
  requestFocus(): void {
    if (this.phase === 'connected' && this.visible) this.surface.focus();
    else this.focusWanted = true;
  }

  /** Connects now, whatever was before: the button, and a VM that was started. */
  retry(): void {
    this.attempt = 0;
    this.connect();
  }

  setViewOnly(viewOnly: boolean): void {
    this.set({ viewOnly });
    this.surface.setViewOnly(!mayAct(this.get()));
    this.ask({ type: 'watch', on: viewOnly });
  }

  /** Nobody else acts on this console from now on. */
  take(): void {
    this.set({ viewOnly: false });
    this.ask({ type: 'take' });
  }

  /** The one that had it before acts again, or everyone. */
  handBack(): void {
    this.ask({ type: 'handBack' });
  }

  setScaling(scaling: Scaling): void {
    this.set({ scaling });
    this.surface.setScaling(scaling);
  }

  setQuality(quality: Quality): void {
    this.set({ quality });
    this.ask({ type: 'quality', quality });
  }

  /** Records the screen into a file, which all its viewers are told of as long as it lasts. */
  startRecording(vmName: string): void {
    this.recording ??= this.surface.record?.(vmName, () => {
      this.recording = undefined;
      this.set({ recording: false });
      this.ask({ type: 'recording', on: false });
    });
    if (this.recording === undefined) return;
    this.set({ recording: true });
    this.ask({ type: 'recording', on: true });
  }

  stopRecording(): void {
    this.recording?.stop();
  }

  /** Types a text into a screen by strokes of keys, `pause` milliseconds between two key events. */
  typeStrokes({ strokes, completed }: Extract<TypingPlan, { strokes: unknown }>, pause: number): void {
    this.typed = { id: (this.typed?.id ?? 0) + 1, completed };
    this.set({ typing: { done: 0, total: completed.length } });
    this.ask({ type: 'strokes', id: this.typed.id, pause, strokes: strokes.map((keys) => [...keys]) });
  }

  /** Types a text into a serial line, which is as fast as the guest reads it. */
  async typeLine(text: string): Promise<void> {
    const id = (this.typed?.id ?? 0) + 1;
    this.typed = { id, completed: [] };
    const characters = [...text];
    const report = (done: number, end?: TypingEnd) => this.report(done, characters.length, end);
    report(0);
    for (let at = 0; at < characters.length; at += serialPiece) {
      if (this.typed.id !== id) return;
      if (!(await this.surface.write?.(characters.slice(at, at + serialPiece).join('')))) return report(at, 'lost');
      if (this.typed.id === id) report(Math.min(at + serialPiece, characters.length));
    }
    report(characters.length, 'done');
  }

  stopTyping(): void {
    const { typing } = this.get();
    if (this.type === 'vnc') this.ask({ type: 'stop' });
    else if (this.typed !== undefined && typing !== undefined) {
      this.typed = { id: this.typed.id + 1, completed: [] };
      this.report(typing.done, typing.total, 'stopped');
    }
  }

  /** The end of a text was read. */
  forgetTyping(): void {
    this.set({ typing: undefined });
  }

  takePasted(): void {
    this.set({ pasted: undefined });
  }

  private ask(request: ViewerRequest): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(request));
    else if (request.type === 'strokes') this.report(0, this.get().typing?.total ?? 0, 'lost');
  }

  private hear(text: string): void {
    const news = readViewerNews(text);
    if (news?.type === 'viewers') this.attend(news);
    else if (news !== undefined && news.id === this.typed?.id) {
      const { completed } = this.typed;
      const { strokes, end } = news;
      this.report(completed.filter((count) => count <= strokes).length, completed.length, end);
    }
  }

  private attend({ you, viewers, link }: Extract<ViewerNews, { type: 'viewers' }>): void {
    const own = viewers.find((viewer) => viewer.id === you);
    if (own === undefined) return;
    this.set({ attendance: { you: own, others: viewers.filter((viewer) => viewer.id !== you), link } });
    this.surface.setViewOnly(!mayAct(this.get()));
  }

  private report(done: number, total: number, end?: TypingEnd): void {
    this.set({ typing: end === 'done' ? undefined : { done, total, end } });
  }

  dispose(): void {
    this.stopRecording();
    this.generation += 1;
    clearTimeout(this.timer);
    this.surface.detach();
    this.socket?.close();
    this.surface.dispose();
    this.element.remove();
  }

  private connect(): void {
    this.stopRecording();
    this.generation += 1;
    const generation = this.generation;
    clearTimeout(this.timer);
    this.surface.detach();
    this.socket?.close();
    this.socket = undefined;
    this.set({ phase: 'connecting', stale: false, retryAt: undefined });
    void this.open(generation);
  }

  private async open(generation: number): Promise<void> {
    const current = () => generation === this.generation;
    let url: string;
    try {
      await this.surface.load();
      if (!current()) return;
      const endpoint = await call('createConsoleEndpoint', { virtualmachineid: this.vmId, type: this.type });
      url = endpoint.url;
    } catch (thrown) {
      const error = toApiError(thrown);
      if (current()) this.ended(troubleOfError(error.code), error.message);
      return;
    }
    if (!current()) return;
    const socket = new WebSocket(url, ['binary']);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    let parting: Phrase | undefined;
    // Texts beside the bytes are ours and no part of the screen's protocol: noVNC and xterm never see them.
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (typeof event.data !== 'string') return;
      event.stopImmediatePropagation();
      if (!current()) return;
      parting = readParting(event.data) ?? parting;
      this.hear(event.data);
    });
    // At once, before the host has been asked for a better picture.
    socket.addEventListener('open', () => {
      const { quality } = this.get();
      if (current() && quality !== 'best') this.ask({ type: 'quality', quality });
    });
    // Before the surface listens, so that the last picture is kept before noVNC takes its canvas away.
    socket.addEventListener('close', (event) => {
      if (!current()) return;
      this.surface.freeze();
      this.ended(troubleOfClose(event.code), said(parting, event.reason));
    });
    try {
      this.surface.attach(socket, this.eventsOf(socket, current));
    } catch (thrown) {
      this.generation += 1;
      socket.close();
      this.ended('internal', thrown instanceof Error ? thrown.message : String(thrown));
    }
  }

  private eventsOf(socket: WebSocket, current: () => boolean): SurfaceEvents {
    return {
      connected: () => {
        if (!current()) return;
        this.attempt = 0;
        this.set({ phase: 'connected', trouble: undefined, detail: undefined });
        if (this.get().viewOnly) this.ask({ type: 'watch', on: true });
        if (this.focusWanted && this.visible) this.surface.focus();
        this.focusWanted = false;
      },
      stale: (stale) => current() && this.set({ stale }),
      refused: (detail) => {
        if (!current()) return;
        this.generation += 1;
        socket.close();
        this.ended('refused', detail);
      },
    };
  }

  private ended(trouble: Trouble, detail: string): void {
    this.socket = undefined;
    this.stopRecording();
    const { typing } = this.get();
    if (typing !== undefined && typing.end === undefined) this.report(typing.done, typing.total, 'lost');
    const what = { trouble, detail: detail === '' ? undefined : detail, stale: false, attendance: undefined };
    if (!heals(trouble) && !(trouble === 'notRunning' && this.running)) {
      this.set({ ...what, phase: 'ended', retryAt: undefined });
      return;
    }
    const pause = pauseBefore(this.attempt) * 1000;
    this.attempt += 1;
    this.set({ ...what, phase: 'waiting', retryAt: Date.now() + pause });
    if (this.visible) this.timer = setTimeout(() => this.connect(), pause);
  }
}
