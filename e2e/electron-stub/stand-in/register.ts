import Module, { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

// Makes `electron` mean the stand-in, for imports and requires alike.
const standIn = new URL('./electron.ts', import.meta.url).href;

registerHooks({
  resolve(specifier, context, next) {
    if (specifier !== 'electron') return next(specifier, context);
    return { url: standIn, format: 'module-typescript', shortCircuit: true };
  },
});

// The debugger's own `require`, by which Playwright reaches the application, resolves without those hooks.
type Resolve = (request: string, ...rest: unknown[]) => string;
const internals = Module as unknown as { _resolveFilename: Resolve };
const resolve = internals._resolveFilename;
internals._resolveFilename = function resolveFilename(request, ...rest) {
  return request === 'electron' ? fileURLToPath(standIn) : resolve.call(this, request, ...rest);
};
