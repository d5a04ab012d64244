import type { Rectangle } from './rfb-protocol.ts';

/** The broker's copy of a VM's screen: canonical pixels, four bytes each, line by line. */
export class Framebuffer {
  readonly width: number;
  readonly height: number;
  readonly #pixels: Buffer;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#pixels = Buffer.alloc(width * height * 4);
  }

  writeRow(x: number, y: number, pixels: Buffer): void {
    pixels.copy(this.#pixels, (y * this.width + x) * 4);
  }

  /** Moves pixels within the screen; source and destination may overlap. */
  copy(sourceX: number, sourceY: number, area: Rectangle): void {
    const bytes = area.width * 4;
    for (let index = 0; index < area.height; index += 1) {
      // Lines move from the side that the destination lies on, so that none is overwritten before it was read.
      const row = area.y > sourceY ? area.height - 1 - index : index;
      const from = ((sourceY + row) * this.width + sourceX) * 4;
      this.#pixels.copy(this.#pixels, ((area.y + row) * this.width + area.x) * 4, from, from + bytes);
    }
  }

  /** A copy of an area's pixels, its lines one after the other. */
  read(area: Rectangle): Buffer {
    const pixels = Buffer.allocUnsafe(area.width * area.height * 4);
    this.readInto(pixels, 0, area);
    return pixels;
  }

  /** Copies an area's pixels to a place in a buffer. */
  readInto(target: Buffer, at: number, area: Rectangle): void {
    const bytes = area.width * 4;
    const first = (area.y * this.width + area.x) * 4;
    if (area.width === this.width) {
      this.#pixels.copy(target, at, first, first + bytes * area.height);
      return;
    }
    for (let row = 0; row < area.height; row += 1) {
      const from = first + row * this.width * 4;
      this.#pixels.copy(target, at + row * bytes, from, from + bytes);
    }
  }
}
