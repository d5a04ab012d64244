// Ends the application with whoever started it: npm does not pass on every death of its own, and an application that nobody
// holds any more would keep its data folder locked.
import { readFileSync } from 'node:fs';

const pollMs = 1000;
const maximumDepth = 4;

/** Calls `gone` once when the process that started us, or npm above it, has ended. */
export function watchParents(gone) {
  const parent = process.ppid;
  const others = ancestorsUpToNpm();
  const timer = setInterval(() => {
    if (process.ppid === parent && others.every((one) => startTime(one.pid) === one.started)) return;
    clearInterval(timer);
    gone();
  }, pollMs);
  timer.unref();
}

/** The processes between us and npm, npm included: a shell in between survives npm. Empty where /proc does not tell. */
function ancestorsUpToNpm() {
  const found = [];
  let pid = process.ppid;
  for (let depth = 0; depth < maximumDepth && pid > 1; depth += 1) {
    const started = startTime(pid);
    if (started === undefined) return [];
    found.push({ pid, started });
    if (/\b(npm|pnpm|yarn)\b/.test(read(`/proc/${pid}/cmdline`))) return found;
    pid = Number(fields(pid)[1]);
  }
  return [];
}

/** Start time in clock ticks since boot: with the pid it names a process for good, although pids are used again. */
function startTime(pid) {
  return fields(pid)[19];
}

/** /proc/<pid>/stat after the name, which may hold spaces and brackets itself: [state, ppid, …]; see proc(5). */
function fields(pid) {
  const stat = read(`/proc/${pid}/stat`);
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
