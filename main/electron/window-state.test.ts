import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { placeWindow, type Rectangle, readWindowState, writeWindowState } from './window-state.ts';

const laptop: Rectangle = { x: 0, y: 28, width: 1280, height: 772 };
const beside: Rectangle = { x: 1280, y: 0, width: 2560, height: 1440 };

describe('the place of the window', () => {
  test('is the middle of the first display when nothing is known', () => {
    expect(placeWindow(undefined, [beside])).toEqual({
      bounds: { x: 1280 + 560, y: 270, width: 1440, height: 900 },
      maximized: false,
    });
    expect(placeWindow(undefined, [laptop]).bounds).toEqual(laptop);
  });

  test('is where it was, on any display', () => {
    const saved = { bounds: { x: 2000, y: 100, width: 1200, height: 800 }, maximized: true };
    expect(placeWindow(saved, [laptop, beside])).toEqual(saved);
  });

  test('is the first display again when its own was taken away, with its size as far as it fits', () => {
    const saved = { bounds: { x: 2000, y: 100, width: 1200, height: 1400 }, maximized: false };
    expect(placeWindow(saved, [laptop]).bounds).toEqual({ x: 40, y: 28, width: 1200, height: 772 });
  });

  test('is never out of reach, whatever was saved', () => {
    const number = fc.integer({ min: -100_000, max: 100_000 });
    const bounds = fc.record({ x: number, y: number, width: number, height: number });
    fc.assert(
      fc.property(bounds, fc.boolean(), (saved, maximized) => {
        const { bounds: placed } = placeWindow({ bounds: saved, maximized }, [laptop, beside]);
        const seen = [laptop, beside].some((area) => {
          const width = Math.min(placed.x + placed.width, area.x + area.width) - Math.max(placed.x, area.x);
          return width >= 120 && placed.y >= area.y && placed.y + 40 <= area.y + area.height;
        });
        return seen && placed.width >= 480 && placed.height >= 360;
      }),
    );
  });
});

describe('its file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'benchtop-window-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('keeps it', async () => {
    const file = path.join(folder, 'window.json');
    const state = { bounds: { x: -5, y: 7, width: 800, height: 600 }, maximized: true };
    writeWindowState(file, state);
    expect(readWindowState(file)).toEqual(state);
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(state);
  });

  test.each(['', 'null', '{}', '{"bounds":{"x":1e99,"y":0,"width":1,"height":1},"maximized":false}', '[1'])(
    'is worth nothing when it holds %j',
    async (content) => {
      const file = path.join(folder, 'window.json');
      await writeFile(file, content);
      expect(readWindowState(file)).toBeUndefined();
    },
  );

  test('that is not there, or cannot be written, stops nobody', () => {
    expect(readWindowState(path.join(folder, 'none'))).toBeUndefined();
    expect(() =>
      writeWindowState(path.join(folder, 'no', 'such'), {
        bounds: { x: 0, y: 0, width: 1, height: 1 },
        maximized: false,
      }),
    ).not.toThrow();
  });
});
