import type { Surface, SurfaceEvents } from './console-session.ts';
import { LineTerminal } from './line-terminal.ts';
import classes from './Surface.module.css';

/** Milliseconds between two looks at what a line has not taken yet. */
const lookAgain = 20;

/** A VM's serial line in a terminal. */
export class SerialSurface implements Surface {
  readonly terminal: LineTerminal;
  private socket: WebSocket | undefined;
  private viewOnly = false;
  private readonly encoder = new TextEncoder();

  constructor(element: HTMLElement) {
    element.classList.add(classes.serial ?? '');
    this.terminal = new LineTerminal(element, { typed: (bytes) => this.send(bytes) });
  }

  load(): Promise<void> {
    return this.terminal.load();
  }

  attach(socket: WebSocket, events: SurfaceEvents): void {
    this.socket = socket;
    socket.addEventListener('open', () => {
      if (socket !== this.socket) return;
      // The line's scrollback is sent again.
      this.terminal.reset();
      events.connected();
    });
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      if (socket === this.socket && event.data instanceof ArrayBuffer) this.terminal.draw(new Uint8Array(event.data));
    });
  }

  freeze(): void {}

  detach(): void {
    this.socket = undefined;
  }

  focus(): void {
    this.terminal.focus();
  }

  releaseKeys(): void {}

  setViewOnly(viewOnly: boolean): void {
    this.viewOnly = viewOnly;
    this.terminal.silence(viewOnly);
  }

  setScaling(): void {}

  async write(text: string): Promise<boolean> {
    this.send(this.encoder.encode(text.replaceAll('\n', '\r')));
    const { socket } = this;
    while (socket?.readyState === WebSocket.OPEN && socket.bufferedAmount > 0)
      await new Promise((resolve) => setTimeout(resolve, lookAgain));
    return socket?.readyState === WebSocket.OPEN;
  }

  dispose(): void {
    this.terminal.dispose();
  }

  private send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.viewOnly || this.socket?.readyState !== WebSocket.OPEN) return;
    this.socket.send(bytes);
  }
}
