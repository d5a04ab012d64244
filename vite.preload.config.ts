import { defineConfig } from 'vite';

/** Preload is one CommonJS file: a sandboxed preload can require nothing but electron. */
export default defineConfig({
  build: { outDir: '.vite/build', emptyOutDir: false, target: 'chrome140', minify: false },
});
