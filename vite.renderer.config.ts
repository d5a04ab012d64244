import { fileURLToPath } from 'node:url';
import { defineConfig, mergeConfig } from 'vite';
import web from './vite.config.ts';

/** The renderer for Electron: the web shell's build, put where Forge packs it from. */
export default defineConfig(
  mergeConfig(web, {
    build: { outDir: fileURLToPath(new URL('.vite/renderer/main_window', import.meta.url)) },
  }),
);
