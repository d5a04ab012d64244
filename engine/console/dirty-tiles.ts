import type { Rectangle } from './rfb-protocol.ts';

/** Edge of a tile in pixels: fine enough for a blinking text cursor, coarse enough that 8K needs 35 KiB of marks per viewer. */
export const tileEdge = 32;

/**
 * What one viewer has not been shown yet, as a grid of tiles. However slow the viewer, its debt is this grid and no more; it is paid
 * with the pixels of that moment, so a slow viewer sees fewer frames, never older ones in a row.
 */
export class DirtyTiles {
  readonly #width: number;
  readonly #height: number;
  readonly #columns: number;
  readonly #rows: number;
  readonly #marks: Uint8Array;
  #count = 0;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#columns = Math.ceil(width / tileEdge);
    this.#rows = Math.ceil(height / tileEdge);
    this.#marks = new Uint8Array(this.#columns * this.#rows);
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Marks every tile that the area touches; parts outside of the screen are cut off. */
  add(area: Rectangle): void {
    const { left, top, right, bottom } = this.#span(area);
    for (let row = top; row < bottom; row += 1)
      for (let column = left; column < right; column += 1) {
        const index = row * this.#columns + column;
        if (this.#marks[index] === 0) {
          this.#marks[index] = 1;
          this.#count += 1;
        }
      }
  }

  /**
   * Takes marked tiles that the area touches as rectangles, up to about `maximumPixels` (at least one rectangle); the rest stays
   * marked. Equal runs of neighbouring tile rows become one rectangle.
   */
  take(area: Rectangle, maximumPixels: number): Rectangle[] {
    const taken: Rectangle[] = [];
    if (this.#count === 0) return taken;
    const { left, top, right, bottom } = this.#span(area);
    let pixels = 0;
    for (let row = top; row < bottom; row += 1) {
      for (let column = left; column < right; column += 1) {
        if (this.#marks[row * this.#columns + column] === 0) continue;
        let end = column + 1;
        while (end < right && this.#marks[row * this.#columns + end] === 1) end += 1;
        let below = row + 1;
        const lines = Math.max(1, Math.floor((maximumPixels - pixels) / ((end - column) * tileEdge * tileEdge)));
        while (below < bottom && below - row < lines && this.#isRun(below, column, end)) below += 1;
        const rectangle = this.#rectangle(column, row, end, below);
        const size = rectangle.width * rectangle.height;
        if (taken.length > 0 && pixels + size > maximumPixels) return taken;
        pixels += size;
        this.#clear(column, row, end, below);
        taken.push(rectangle);
        column = end;
      }
    }
    return taken;
  }

  #span(area: Rectangle): { left: number; top: number; right: number; bottom: number } {
    const right = Math.min(area.x + area.width, this.#width);
    const bottom = Math.min(area.y + area.height, this.#height);
    if (area.width <= 0 || area.height <= 0 || right <= area.x || bottom <= area.y)
      return { left: 0, top: 0, right: 0, bottom: 0 };
    return {
      left: Math.floor(area.x / tileEdge),
      top: Math.floor(area.y / tileEdge),
      right: Math.ceil(right / tileEdge),
      bottom: Math.ceil(bottom / tileEdge),
    };
  }

  #isRun(row: number, from: number, to: number): boolean {
    for (let column = from; column < to; column += 1) if (this.#marks[row * this.#columns + column] === 0) return false;
    return true;
  }

  #clear(left: number, top: number, right: number, bottom: number): void {
    for (let row = top; row < bottom; row += 1)
      this.#marks.fill(0, row * this.#columns + left, row * this.#columns + right);
    this.#count -= (right - left) * (bottom - top);
  }

  #rectangle(left: number, top: number, right: number, bottom: number): Rectangle {
    const x = left * tileEdge;
    const y = top * tileEdge;
    return {
      x,
      y,
      width: Math.min(right * tileEdge, this.#width) - x,
      height: Math.min(bottom * tileEdge, this.#height) - y,
    };
  }
}
