import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/**
 * The renderer as the web shell serves it, into dist/renderer. vite.renderer.config.ts builds the same for Electron.
 * Addresses in the page are relative, because Electron serves it under a scheme of its own.
 */
export default defineConfig({
  root: fileURLToPath(new URL('renderer', import.meta.url)),
  base: './',
  publicDir: false,
  build: {
    outDir: process.env.BENCHTOP_RENDERER_OUT ?? fileURLToPath(new URL('dist/renderer', import.meta.url)),
    emptyOutDir: true,
    target: 'chrome140',
    // Fonts stay files: the page's policy allows data: fonts, but a megabyte of base64 in a stylesheet delays the first paint.
    assetsInlineLimit: 2048,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      output: {
        // What pages share comes in two pieces: by itself it would be dozens, each of them a request before the first picture. Our own
        // components stay where they fall, since the order of their styles comes from it; what has no styles may be moved.
        codeSplitting: {
          groups: [
            { name: 'libraries', test: /node_modules(?!\/lucide-react)/, minShareCount: 4 },
            { name: 'base', test: /lucide-react|engine\/contract\/|renderer\/.*\.(?:ts|json)$/, minShareCount: 2 },
          ],
        },
      },
      // Mantine marks every module for servers that render React; there is none here.
      onwarn: (warning, warn) => warning.code === 'MODULE_LEVEL_DIRECTIVE' || warn(warning),
    },
  },
});
