import { fileURLToPath } from 'node:url';
import { build, type InlineConfig, mergeConfig, preview } from 'vite';
import mainConfig from '../../vite.main.config.ts';
import preloadConfig from '../../vite.preload.config.ts';
import workerConfig from '../../vite.worker.config.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** The bundles of the Electron shell as Forge's Vite plugin makes them for `electron-forge start`, without starting anything. */
export async function buildElectronShell(outDir: string, developmentUrl: string | undefined): Promise<void> {
  const common: InlineConfig = { root, configFile: false, logLevel: 'error', build: { outDir, copyPublicDir: false } };
  await build(
    mergeConfig(mergeConfig(mainConfig, common), {
      build: { lib: { entry: 'main/electron/main.ts', fileName: () => '[name].cjs', formats: ['cjs'] } },
      resolve: { conditions: ['node'], mainFields: ['module', 'jsnext:main', 'jsnext'] },
      define: { MAIN_WINDOW_VITE_DEV_SERVER_URL: JSON.stringify(developmentUrl) },
    }),
  );
  await build(mergeConfig(workerConfig, common));
  await build(
    mergeConfig(mergeConfig(preloadConfig, common), {
      build: {
        rollupOptions: {
          external: ['electron'],
          input: 'preload/preload.ts',
          output: { format: 'cjs', codeSplitting: false, entryFileNames: '[name].cjs' },
        },
      },
    }),
  );
}

/** Serves dist/renderer as the development server would; the stand-in has no schemes of its own. */
export async function servePages(): Promise<{ url: string; close(): Promise<void> }> {
  const server = await preview({
    root,
    configFile: false,
    logLevel: 'error',
    build: { outDir: 'dist/renderer' },
    preview: { host: '127.0.0.1', port: 0 },
  });
  const url = server.resolvedUrls?.local[0];
  if (url === undefined) throw new Error('The preview server has no address.');
  return { url, close: () => server.close() };
}
