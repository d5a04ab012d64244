import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import * as v from 'valibot';

export interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface WindowState {
  bounds: Rectangle;
  maximized: boolean;
}

export const minimumSize = { width: 480, height: 360 } as const;
const usualSize = { width: 1440, height: 900 } as const;

/** A window is grabbed by its title: at least so much of it has to be on a display. */
const grip = { width: 120, height: 40 } as const;

const coordinate = v.pipe(v.number(), v.integer(), v.minValue(-100_000), v.maxValue(100_000));
const stateSchema = v.object({
  bounds: v.object({ x: coordinate, y: coordinate, width: coordinate, height: coordinate }),
  maximized: v.boolean(),
});

/** What was saved, or undefined when nothing was or the file is not what we write. */
export function readWindowState(file: string): WindowState | undefined {
  try {
    const parsed = v.safeParse(stateSchema, JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

/** Keeps the place of the window. A place that cannot be kept is no reason to stop. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(`${file}.new`, JSON.stringify(state));
    renameSync(`${file}.new`, file);
  } catch (error) {
    console.error(`The window's place could not be kept: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/**
 * Where a window opens: where it was, as far as the displays of today show it. Displays come and go between two starts, so a
 * window that nobody could see or grab opens in the middle of the first one.
 *
 * @param workAreas each display's room, without panels; the first is the primary one.
 */
export function placeWindow(saved: WindowState | undefined, workAreas: readonly Rectangle[]): WindowState {
  const primary = workAreas[0] ?? { x: 0, y: 0, ...usualSize };
  const fit = (area: Rectangle, wanted: { width: number; height: number }) => ({
    width: Math.min(Math.max(wanted.width, minimumSize.width), area.width),
    height: Math.min(Math.max(wanted.height, minimumSize.height), area.height),
  });
  for (const area of workAreas) {
    if (!saved) break;
    // Fitted first: a window that shrinks may leave the display that it reached into.
    const bounds = { ...fit(area, saved.bounds), x: saved.bounds.x, y: saved.bounds.y };
    if (isGraspable(bounds, area)) return { bounds, maximized: saved.maximized };
  }
  const size = fit(primary, saved?.bounds ?? usualSize);
  return {
    bounds: {
      x: primary.x + Math.round((primary.width - size.width) / 2),
      y: primary.y + Math.round((primary.height - size.height) / 2),
      ...size,
    },
    maximized: saved?.maximized ?? false,
  };
}

/** Whether enough of the window's upper edge lies in the area. */
function isGraspable(bounds: Rectangle, area: Rectangle): boolean {
  const left = Math.max(bounds.x, area.x);
  const right = Math.min(bounds.x + bounds.width, area.x + area.width);
  return right - left >= grip.width && bounds.y >= area.y && bounds.y + grip.height <= area.y + area.height;
}
