import type RFB from '@novnc/novnc';
import { reconnectingSuffix } from '../../engine/contract/console.ts';
import type { Surface, SurfaceEvents } from './console-session.ts';
import type { Scaling } from './console-state.ts';
import { type KeyStroke, modifiers } from './keys.ts';
import { type Recording, record } from './recording.ts';
import classes from './Surface.module.css';

type Rfb = typeof RFB;

/** Enlarged by less than this, letters get blurred for little: then one pixel stays one pixel. */
const leastEnlargement = 1.3;

/** A VM's screen by noVNC. It is loaded when the first console is opened. */
export class VncSurface implements Surface {
  private readonly element: HTMLElement;
  private Rfb: Rfb | undefined;
  private rfb: InstanceType<Rfb> | undefined;
  private viewOnly = false;
  private scaling: Scaling = 'fit';
  private frozen: HTMLCanvasElement | undefined;
  private readonly sizes = new MutationObserver(() => this.scale());
  private readonly observer = new ResizeObserver(() => this.scale());

  constructor(element: HTMLElement) {
    this.element = element;
    this.observer.observe(element);
    element.classList.add(classes.vnc ?? '');
  }

  async load(): Promise<void> {
    this.Rfb ??= (await import('@novnc/novnc')).default;
  }

  attach(socket: WebSocket, events: SurfaceEvents): void {
    if (this.Rfb === undefined) throw new Error('noVNC is not loaded yet');
    const rfb = new this.Rfb(this.element, socket, { shared: true });
    this.rfb = rfb;
    rfb.background = 'transparent';
    rfb.showDotCursor = true;
    rfb.viewOnly = this.viewOnly;
    rfb.addEventListener('connect', () => {
      this.thaw();
      this.followSize();
      events.connected();
    });
    rfb.addEventListener('disconnect', () => {
      if (this.rfb === rfb) this.rfb = undefined;
    });
    rfb.addEventListener('desktopname', (event) => events.stale(event.detail.name.endsWith(reconnectingSuffix)));
    rfb.addEventListener('securityfailure', (event) => events.refused(event.detail.reason ?? ''));
  }

  freeze(): void {
    const canvas = this.live();
    if (canvas === null || canvas.width === 0) return;
    this.thaw();
    const copy = document.createElement('canvas');
    copy.width = canvas.width;
    copy.height = canvas.height;
    copy.dataset.frozen = '';
    copy.getContext('2d')?.drawImage(canvas, 0, 0);
    copy.className = classes.frozen ?? '';
    this.frozen = copy;
    this.element.append(copy);
  }

  private thaw(): void {
    this.frozen?.remove();
    this.frozen = undefined;
  }

  detach(): void {
    this.rfb?.disconnect();
    this.rfb = undefined;
  }

  focus(): void {
    this.rfb?.focus({ preventScroll: true });
  }

  releaseKeys(): void {
    for (const key of modifiers) this.rfb?.sendKey(key.keysym, key.code, false);
  }

  setViewOnly(viewOnly: boolean): void {
    this.viewOnly = viewOnly;
    if (this.rfb !== undefined) this.rfb.viewOnly = viewOnly;
  }

  setScaling(scaling: Scaling): void {
    this.scaling = scaling;
    this.element.classList.toggle(classes.actual ?? '', scaling === 'actual');
    this.scale();
  }

  /** The VM may change its screen's size at any time; noVNC tells by its canvas only. */
  private followSize(): void {
    const canvas = this.live();
    this.sizes.disconnect();
    if (canvas !== null) this.sizes.observe(canvas, { attributeFilter: ['width', 'height'] });
    this.scale();
  }

  private scale(): void {
    const canvas = this.live();
    if (this.rfb === undefined || canvas === null || canvas.width === 0) return;
    const factor = Math.min(this.element.clientWidth / canvas.width, this.element.clientHeight / canvas.height);
    const worthwhile = factor < 1 || factor >= leastEnlargement || this.scaling === 'fill';
    const scaled = this.scaling !== 'actual' && worthwhile;
    if (this.rfb.scaleViewport !== scaled) this.rfb.scaleViewport = scaled;
  }

  private live(): HTMLCanvasElement | null {
    return this.element.querySelector<HTMLCanvasElement>('canvas:not([data-frozen])');
  }

  /** Records the live screen; undefined while there is none. */
  record(vmName: string, ended: () => void): Recording | undefined {
    const canvas = this.live();
    return canvas === null || this.rfb === undefined ? undefined : record(canvas, vmName, ended);
  }

  /** Presses keys one after the other and lets them go in reverse order. */
  press(keys: readonly KeyStroke[]): void {
    for (const key of keys) this.rfb?.sendKey(key.keysym, key.code, true);
    for (const key of [...keys].reverse()) this.rfb?.sendKey(key.keysym, key.code, false);
  }

  /** The picture now, or the last one, as PNG; nothing before the first. */
  picture(): Promise<Blob | null> {
    const canvas = this.element.querySelector('canvas');
    if (this.rfb === undefined && canvas === null) return Promise.resolve(null);
    return new Promise((resolve) => {
      if (this.rfb !== undefined) this.rfb.toBlob((blob) => resolve(blob), 'image/png');
      else canvas?.toBlob(resolve, 'image/png');
    });
  }

  dispose(): void {
    this.observer.disconnect();
    this.sizes.disconnect();
    this.thaw();
  }
}
