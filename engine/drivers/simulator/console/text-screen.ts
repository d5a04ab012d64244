import { cellHeight, cellWidth, firstCode, glyphs, lastCode } from './font.ts';
import type { Pixels } from './pixel-format.ts';

/** Where a shell writes: a screen, or a serial line. Colours are 0–15; text is printable, `\n`, `\b` and nothing else. */
export interface Terminal {
  write(text: string, colour?: number): void;
  clear(): void;
  /** Bytes as a program of the guest wrote them, control sequences and all; only a line carries them. */
  raw(text: string): void;
  /** Another size in characters; a line without a size ignores it. */
  resize(columns: number, rows: number): void;
}

/** A rectangle of character cells. */
export interface Cells {
  column: number;
  row: number;
  columns: number;
  rows: number;
}

/** A text mode: cells with a colour each, a cursor, and for every cell the version in which it last looked different. */
export interface TextScreen extends Terminal {
  readonly columns: number;
  readonly rows: number;
  /** Rises with every change. */
  readonly version: number;
  /** Rises when the size changes. */
  readonly modeVersion: number;
  /** What looks different since a version: at most one run per row. */
  changedSince(version: number): Cells[];
  /** Draws cells into pixels, `cells.columns × 9` wide; what lies outside the screen is blank. */
  draw(cells: Cells, colours: readonly number[], pixels: Pixels): void;
  onChange(listener: () => void): () => void;
}

const defaultColour = 7;
const blank = 0x20 | (defaultColour << 8);
const tabWidth = 8;
/** What the font has no picture of becomes a question mark. */
const drawable = (code: number) => (code >= 0xa0 ? 0x3f : code);
/** Lines of the cursor's bar; one more than an underscore has, to be told from it. */
export const cursorLines = 3;

export const smallestMode = { columns: 80, rows: 25 };
export const largestMode = { columns: 160, rows: 60 };

export function createTextScreen(): TextScreen {
  let { columns, rows } = smallestMode;
  let cells = new Uint16Array(columns * rows).fill(blank);
  let versions = new Uint32Array(columns * rows);
  let version = 1;
  let modeVersion = 1;
  let x = 0;
  let y = 0;
  const listeners = new Set<() => void>();

  const touch = (at: number) => {
    versions[at] = version;
  };
  const put = (at: number, value: number) => {
    if (cells[at] === value) return;
    cells[at] = value;
    touch(at);
  };
  /** Runs a change as one version; the cursor's old and new cells look different too. */
  const change = (work: () => void) => {
    version += 1;
    touch(y * columns + x);
    work();
    touch(y * columns + x);
    for (const listener of listeners) listener();
  };

  function newLine(): void {
    x = 0;
    if (y < rows - 1) {
      y += 1;
      return;
    }
    for (let at = 0; at < columns * rows; at++)
      put(at, at < columns * (rows - 1) ? (cells[at + columns] as number) : blank);
    // The cursor's line moved up from under it.
    for (let at = columns * (rows - 2); at < columns * rows; at++) touch(at);
  }

  function writeCode(code: number, colour: number): void {
    if (code === 10) newLine();
    else if (code === 8) {
      if (x > 0) x -= 1;
      else if (y > 0) {
        y -= 1;
        x = columns - 1;
      }
    } else if (code === 9) {
      do writeCode(0x20, colour);
      while (x % tabWidth !== 0);
    } else if (code >= firstCode && code <= lastCode) {
      put(y * columns + x, code | (colour << 8));
      if (x < columns - 1) x += 1;
      else newLine();
    }
  }

  return {
    get columns() {
      return columns;
    },
    get rows() {
      return rows;
    },
    get version() {
      return version;
    },
    get modeVersion() {
      return modeVersion;
    },
    write(text, colour = defaultColour) {
      change(() => {
        for (let at = 0; at < text.length; at++) writeCode(drawable(text.charCodeAt(at)), colour & 15);
      });
    },
    raw() {},
    clear() {
      change(() => {
        for (let at = 0; at < columns * rows; at++) put(at, blank);
        x = 0;
        y = 0;
      });
    },
    resize(newColumns, newRows) {
      if (newColumns === columns && newRows === rows) return;
      columns = newColumns;
      rows = newRows;
      cells = new Uint16Array(columns * rows).fill(blank);
      versions = new Uint32Array(columns * rows);
      x = 0;
      y = 0;
      modeVersion += 1;
      change(() => versions.fill(version));
    },
    changedSince(since) {
      const runs: Cells[] = [];
      for (let row = 0; row < rows; row++) {
        let first = -1;
        let last = -1;
        for (let column = 0; column < columns; column++) {
          if ((versions[row * columns + column] as number) <= since) continue;
          if (first < 0) first = column;
          last = column;
        }
        if (first >= 0) runs.push({ column: first, row, columns: last - first + 1, rows: 1 });
      }
      return runs;
    },
    draw(area, colours, pixels) {
      const background = colours[0] as number;
      const stride = area.columns * cellWidth;
      pixels.fill(background);
      for (let row = 0; row < area.rows; row++) {
        for (let column = 0; column < area.columns; column++) {
          const cellX = area.column + column;
          const cellY = area.row + row;
          if (cellX >= columns || cellY >= rows) continue;
          const cell = cells[cellY * columns + cellX] as number;
          const foreground = colours[cell >> 8] as number;
          const glyph = ((cell & 255) - firstCode) * cellHeight;
          const hasCursor = cellX === x && cellY === y;
          for (let line = 0; line < cellHeight; line++) {
            // The cursor is a steady bar: one that blinks would keep idle consoles busy.
            const bits = hasCursor && line >= cellHeight - cursorLines ? 0xff : (glyphs[glyph + line] as number);
            if (bits === 0) continue;
            const at = (row * cellHeight + line) * stride + column * cellWidth;
            for (let bit = 0; bit < 8; bit++) if (bits & (0x80 >> bit)) pixels[at + bit] = foreground;
          }
        }
      }
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
