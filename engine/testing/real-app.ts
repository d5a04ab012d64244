// The app as a process of its own, with its periodic sweeps, until somebody ends it. Argument: folder. Says `ready` once it runs.
import { startTestEngine } from './lab.ts';

const [directory = ''] = process.argv.slice(2);
await startTestEngine({ directory, keep: true, periodic: true });
console.log('ready');
setInterval(() => {}, 60_000);
