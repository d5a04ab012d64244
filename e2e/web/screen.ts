import type { Locator } from '@playwright/test';

/**
 * A text screen of a simulated guest, seen as a person who cannot read sees it: every cell of 9 × 16 pixels becomes a sign, equal for
 * equal pictures, so that a typed word is found by the pattern of its letters. `''` is an empty cell.
 */
export type Cells = string[][];

const cell = { width: 9, height: 16 };

/** The cells that a console shows now; no rows before the first picture. */
export function readCells(console: Locator): Promise<Cells> {
  return console.locator('canvas').evaluate((element, { width, height }) => {
    const canvas = element as HTMLCanvasElement;
    const context = canvas.getContext('2d');
    if (context === null || canvas.width < width || canvas.height < height) return [];
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
    const bright = (x: number, y: number) => {
      const at = (y * canvas.width + x) * 4;
      return Math.max(data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0) > 0x60;
    };
    const rows: string[][] = [];
    for (let top = 0; top + height <= canvas.height; top += height) {
      const row: string[] = [];
      for (let left = 0; left + width <= canvas.width; left += width) {
        let sign = '';
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++) if (bright(left + x, top + y)) sign += `${x.toString(36)}${y.toString(36)}`;
        row.push(sign);
      }
      rows.push(row);
    }
    return rows;
  }, cell);
}

/** The pattern of a word: `level` and `radar` share one, `hello` has another. */
const patternOf = (signs: readonly string[]) => signs.map((sign) => signs.indexOf(sign)).join();

/** How often a word's pattern of letters is on the screen, between two empty cells and with none inside. */
export function countOf(cells: Cells, word: string): number {
  const wanted = patternOf([...word]);
  let found = 0;
  for (const row of cells)
    for (let from = 1; from + word.length < row.length; from++) {
      const signs = row.slice(from, from + word.length);
      const alone = row[from - 1] === '' && signs.every((sign) => sign !== '');
      if (alone && patternOf(signs) === wanted) found++;
    }
  return found;
}
