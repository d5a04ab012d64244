import { builtinModules } from 'node:module';
import { defineConfig } from 'vite';

/** Modules that stay outside the bundles: Electron and Node themselves, and what has a native part. */
export const external = [
  'electron',
  // Copied into the package beside the bundles, by forge.config.ts.
  'better-sqlite3',
  // Optional native parts of ssh2 and ws, which go on without them; they are not packed.
  'cpu-features',
  'bufferutil',
  'utf-8-validate',
  /\.node$/,
  ...builtinModules,
  /^node:/,
];

/** Electron's main process: one CommonJS file, by Forge's Vite plugin. */
export default defineConfig({
  build: {
    outDir: '.vite/build',
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    rollupOptions: { external, platform: 'node' },
  },
});
