import type { FitAddon } from '@xterm/addon-fit';
import type { Terminal } from '@xterm/xterm';
import type { Surface, SurfaceEvents } from './console-session.ts';
import { makeInert } from './inert-terminal.ts';
import classes from './Surface.module.css';

/** Output that waits to be drawn; what a guest sends faster than a terminal can draw is skipped, and said so. */
const maximumWaiting = 2 * 1024 * 1024;
const scrollbackLines = 5000;
/** Milliseconds between two looks at what a line has not taken yet. */
const lookAgain = 20;

/**
 * A VM's serial line by xterm.js. What the guest sends is drawn and nothing else (see `makeInert`).
 */
export class SerialSurface implements Surface {
  private readonly element: HTMLElement;
  private terminal: Terminal | undefined;
  private fitAddon: FitAddon | undefined;
  private socket: WebSocket | undefined;
  private viewOnly = false;
  private waiting = 0;
  private skipped = false;
  private readonly observer = new ResizeObserver(() => this.resize());
  private readonly encoder = new TextEncoder();

  constructor(element: HTMLElement) {
    this.element = element;
    element.classList.add(classes.serial ?? '');
  }

  async load(): Promise<void> {
    if (this.terminal !== undefined) return;
    const [{ Terminal }, { FitAddon }] = await Promise.all([
      import('@xterm/xterm'),
      import('@xterm/addon-fit'),
      import('@xterm/xterm/css/xterm.css'),
    ]);
    if (this.terminal !== undefined) return;
    const terminal = new Terminal({
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mantine-font-family-monospace'),
      fontSize: 14,
      scrollback: scrollbackLines,
      theme: { background: '#0d0e11', foreground: '#d6d7de', cursor: '#a8a1f2', selectionBackground: '#453ba6' },
      linkHandler: { activate: () => {} },
    });
    this.terminal = terminal;
    this.fitAddon = new FitAddon();
    terminal.loadAddon(this.fitAddon);
    makeInert(terminal);
    terminal.attachCustomKeyEventHandler((event) => {
      const copy = event.ctrlKey && event.shiftKey && event.code === 'KeyC';
      if (!copy) return true;
      if (event.type === 'keydown') void this.copy();
      event.preventDefault();
      return false;
    });
    terminal.onData((text) => this.send(this.encoder.encode(text)));
    terminal.onBinary((text) => this.send(Uint8Array.from(text, (character) => character.charCodeAt(0))));
    terminal.open(this.element);
    terminal.options.disableStdin = this.viewOnly;
    this.observer.observe(this.element);
    this.resize();
  }

  attach(socket: WebSocket, events: SurfaceEvents): void {
    this.socket = socket;
    socket.addEventListener('open', () => {
      if (socket !== this.socket) return;
      // The line's scrollback is sent again.
      this.terminal?.reset();
      events.connected();
    });
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (socket === this.socket && event.data instanceof ArrayBuffer) this.draw(new Uint8Array(event.data));
    });
  }

  freeze(): void {}

  detach(): void {
    this.socket = undefined;
  }

  focus(): void {
    this.terminal?.focus();
  }

  releaseKeys(): void {}

  setViewOnly(viewOnly: boolean): void {
    this.viewOnly = viewOnly;
    if (this.terminal !== undefined) this.terminal.options.disableStdin = viewOnly;
  }

  setScaling(): void {}

  async write(text: string): Promise<boolean> {
    this.send(this.encoder.encode(text.replaceAll('\n', '\r')));
    const { socket } = this;
    while (socket?.readyState === WebSocket.OPEN && socket.bufferedAmount > 0)
      await new Promise((resolve) => setTimeout(resolve, lookAgain));
    return socket?.readyState === WebSocket.OPEN;
  }

  /** Copies the selection, or without one all that the terminal holds. */
  async copy(): Promise<void> {
    const terminal = this.terminal;
    if (terminal === undefined) return;
    const all = !terminal.hasSelection();
    if (all) terminal.selectAll();
    const text = terminal.getSelection();
    if (all) terminal.clearSelection();
    await navigator.clipboard.writeText(text.trimEnd());
  }

  dispose(): void {
    this.observer.disconnect();
    this.terminal?.dispose();
  }

  private draw(bytes: Uint8Array): void {
    if (this.waiting + bytes.length > maximumWaiting) {
      this.skipped = true;
      return;
    }
    if (this.skipped) {
      this.skipped = false;
      this.terminal?.write('\r\n[…]\r\n');
    }
    this.waiting += bytes.length;
    this.terminal?.write(bytes, () => {
      this.waiting -= bytes.length;
    });
  }

  private send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.viewOnly || this.socket?.readyState !== WebSocket.OPEN) return;
    this.socket.send(bytes);
  }

  private resize(): void {
    if (this.element.clientWidth > 0 && this.element.clientHeight > 0) this.fitAddon?.fit();
  }
}
