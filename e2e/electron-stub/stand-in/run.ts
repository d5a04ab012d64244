import { createRequire } from 'node:module';
import path from 'node:path';

// Electron's command line: switches for Chromium and Node, then the application, then its own arguments, all seen by it.
const args = process.argv.slice(2);
const entry = args.find((word) => !word.startsWith('-'));
if (entry === undefined) throw new Error('The stand-in needs the path of a main process bundle.');
process.argv = [path.join(import.meta.dirname, 'electron'), ...args];
createRequire(import.meta.url)(path.resolve(entry));
