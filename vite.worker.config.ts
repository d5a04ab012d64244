import { defineConfig, type Plugin } from 'vite';
import { external } from './vite.main.config.ts';

/** The worker threads: one module each, side by side, so that one finds the other by its name. */
export default defineConfig({
  plugins: [workerFiles()],
  build: {
    outDir: '.vite/build',
    emptyOutDir: false,
    target: 'node24',
    minify: false,
    lib: {
      entry: { 'engine-worker': 'main/engine-worker.ts', 'console-worker': 'engine/console-worker.ts' },
      formats: ['es'],
      fileName: (_format, name) => `${name}.mjs`,
    },
    rollupOptions: {
      external,
      platform: 'node',
      output: {
        chunkFileNames: 'worker-parts/[name]-[hash].mjs',
        // CommonJS libraries that end up inside look for their own place.
        intro: 'const __filename = import.meta.filename;\nconst __dirname = import.meta.dirname;',
      },
    },
  },
  resolve: { conditions: ['node'], mainFields: ['module', 'main'] },
});

/** The source starts a thread by its TypeScript file; in the bundle that is a module beside it. */
function workerFiles(): Plugin {
  const workerUrl = /new URL\('\.{1,2}\/(?:[\w-]+\/)*([\w-]+-worker)\.ts', import\.meta\.url\)/g;
  return {
    name: 'benchtop:worker-files',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('.ts') || !code.includes('-worker.ts')) return undefined;
      return code.replace(workerUrl, (_all, name: string) => `new URL(import.meta.resolve('./${name}.mjs'))`);
    },
  };
}
