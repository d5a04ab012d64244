import { existsSync } from 'node:fs';
import path from 'node:path';
import { defineConfig } from '@playwright/test';
import type { ShellOptions } from './fixtures.ts';

const electron = path.join(import.meta.dirname, '../../node_modules/electron');
const electronPath = path.join(electron, 'path.txt');
const standIn = path.join(import.meta.dirname, 'stand-in/electron');
const hasDisplay = process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);

/**
 * The Electron shell's wiring. Where Electron's binary is installed the specs run on it; everywhere they run on the stand-in,
 * a test double, whose results say nothing about Electron itself (README.md).
 */
export default defineConfig<object, ShellOptions>({
  testDir: import.meta.dirname,
  outputDir: path.join(import.meta.dirname, '../../test-results/electron'),
  fullyParallel: false,
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: 'list',
  projects: [
    { name: 'stand-in for Electron (test double)', use: { executable: standIn, standIn: true } },
    ...(existsSync(electronPath) && hasDisplay
      ? [{ name: 'Electron', use: { executable: undefined, standIn: false } }]
      : []),
  ],
});
