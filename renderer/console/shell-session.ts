import { create } from 'zustand';
import { closeCodes, readParting, readShellNews, type ShellRequest } from '../../engine/contract/console.ts';
import type { Phrase } from '../../engine/contract/phrase.ts';
import { call, toApiError } from '../api/client.ts';
import { said } from '../i18n/said.ts';
import { type Trouble, troubleOfClose, troubleOfError } from './console-state.ts';
import { LineTerminal } from './line-terminal.ts';
import { releaseOnControlAlt } from './release-keys.ts';
import classes from './Surface.module.css';

/** Why a shell is over, or never began; each has its sentence under `shell.trouble` in both languages. */
export type ShellTrouble = Exclude<Trouble, 'notRunning'> | 'exited';

export interface ShellState {
  /** `closed`: none was asked for, or a person closed it. `ended`: it is over; only a person opens another. */
  phase: 'closed' | 'connecting' | 'open' | 'ended';
  trouble: ShellTrouble | undefined;
  /** What the other side said, as it said it. */
  detail: string | undefined;
  /** It has been open, so that its terminal may hold something to read. */
  wasOpen: boolean;
  /** Keys go to the host. */
  grabbed: boolean;
}

const closed: ShellState = { phase: 'closed', trouble: undefined, detail: undefined, wasOpen: false, grabbed: false };

/** Shells that nobody looks at stay open, so that one can look something up on another page; so many of them at most. */
const maximumHidden = 8;

const useShells = create<{ states: Readonly<Record<string, ShellState>> }>()(() => ({ states: {} }));
const sessions = new Map<string, ShellSession>();

/**
 * A shell on a host, outside of any component: it goes on while other pages are shown. It is never opened again by itself, because
 * another shell is not the one that was lost.
 */
export class ShellSession {
  readonly hostId: string;
  readonly terminal: LineTerminal;
  private readonly element: HTMLElement;
  private generation = 0;
  private socket: WebSocket | undefined;
  private places = 0;

  constructor(hostId: string) {
    this.hostId = hostId;
    this.element = document.createElement('div');
    this.element.className = `${classes.surface} ${classes.serial}`;
    this.element.dataset.keyboardGrab = '';
    this.element.addEventListener('focusin', () => this.set({ grabbed: true }));
    this.element.addEventListener('focusout', () => this.set({ grabbed: false }));
    releaseOnControlAlt(this.element);
    this.terminal = new LineTerminal(this.element, {
      typed: (bytes) => this.send(bytes),
      resized: (columns, rows) => this.ask({ type: 'resize', columns, rows }),
    });
  }

  get visible(): boolean {
    return this.places > 0;
  }

  /** Puts the terminal into a place on the page; returns how to take it away again. The shell stays open then. */
  show(place: HTMLElement): () => void {
    place.append(this.element);
    this.places += 1;
    sessions.delete(this.hostId);
    sessions.set(this.hostId, this);
    closeHidden(this);
    return () => {
      this.places -= 1;
      if (this.element.parentElement === place) this.element.remove();
    };
  }

  /** Opens a shell, in place of the one that was. */
  async open(): Promise<void> {
    this.letGo();
    const { generation } = this;
    const current = () => generation === this.generation;
    this.set({ ...closed, phase: 'connecting' });
    let url: string;
    try {
      await this.terminal.load();
      if (!current()) return;
      ({ url } = await call('createHostShellEndpoint', { hostid: this.hostId, ...this.terminal.size }));
    } catch (thrown) {
      const { code, message, hint } = toApiError(thrown);
      if (current()) this.ended(known(troubleOfError(code)), hint === undefined ? message : `${message} ${hint}`);
      return;
    }
    if (!current()) return;
    const socket = new WebSocket(url, ['binary']);
    socket.binaryType = 'arraybuffer';
    this.socket = socket;
    let parting: Phrase | undefined;
    socket.addEventListener('open', () => {
      // The window may have been made larger meanwhile.
      if (current()) this.ask({ type: 'resize', ...this.terminal.size });
    });
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!current()) return;
      if (data instanceof ArrayBuffer) this.terminal.draw(new Uint8Array(data));
      if (typeof data !== 'string') return;
      parting = readParting(data) ?? parting;
      if (readShellNews(data) !== undefined) this.begin();
    });
    socket.addEventListener('close', ({ code, reason }) => {
      if (!current()) return;
      if (code === closeCodes.exited) this.ended('exited', reason);
      else this.ended(known(troubleOfClose(code)), said(parting, reason));
    });
  }

  /** Ends the shell, as closing the window would. */
  close(): void {
    this.letGo();
    this.set(closed);
  }

  dispose(): void {
    this.close();
    this.terminal.dispose();
    this.element.remove();
  }

  private begin(): void {
    this.terminal.reset();
    this.set({ phase: 'open', wasOpen: true });
  }

  private letGo(): void {
    this.generation += 1;
    this.socket?.close();
    this.socket = undefined;
  }

  private ended(trouble: ShellTrouble, detail: string): void {
    this.socket = undefined;
    this.set({ phase: 'ended', trouble, detail: detail === '' ? undefined : detail });
  }

  private send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(bytes);
  }

  private ask(request: ShellRequest): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(request));
  }

  private set(change: Partial<ShellState>): void {
    useShells.setState(({ states }) => ({
      states: { ...states, [this.hostId]: { ...(states[this.hostId] ?? closed), ...change } },
    }));
  }
}

/** A host has no screen that could be missing: what a console calls so is a refusal here. */
const known = (trouble: Trouble): ShellTrouble => (trouble === 'notRunning' ? 'refused' : trouble);

/** The shell of a host, made when it is asked for first. Making it opens nothing. */
export function shellSession(hostId: string): ShellSession {
  const found = sessions.get(hostId);
  if (found !== undefined) return found;
  const session = new ShellSession(hostId);
  sessions.set(hostId, session);
  return session;
}

/** Closes those that nobody has looked at for longest. */
function closeHidden(shown: ShellSession): void {
  const hidden = [...sessions.values()].filter((each) => each !== shown && !each.visible);
  for (const each of hidden.slice(0, Math.max(0, hidden.length - maximumHidden))) {
    sessions.delete(each.hostId);
    each.dispose();
  }
}

/** The state of a host's shell, kept right. */
export function useShellState(hostId: string): ShellState {
  return useShells(({ states }) => states[hostId] ?? closed);
}
