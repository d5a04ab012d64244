// The last screen of a test run.
import os from 'node:os';
import { howToGet, listedReason } from './skips.mjs';

/** More tests than these that needed a second try are no chance: the run fails. */
const unsteadyLimit = 3;

/** `results` are the parts' with name and seconds; `complaints` are skips that may not be. */
export function summarize(results, complaints, seconds) {
  const lines = ['', '== summary', row('part', 'passed', 'failed', 'skipped', 'time')];
  let passed = 0;
  let skipped = 0;
  const failures = [];
  for (const part of results) {
    const left = part.leftOut || [];
    lines.push(
      row(part.name, part.passed, part.failures.length, part.skipped.length + left.length, `${part.seconds} s`),
    );
    passed += part.passed;
    skipped += part.skipped.length + left.length;
    failures.push(...part.failures.map((name) => `${part.name}: ${name}`));
  }
  failures.push(...complaints);
  const unsteady = results.flatMap((part) => (part.unsteady || []).map((name) => `${part.name}: ${name}`));
  if (unsteady.length > unsteadyLimit)
    failures.push(`${unsteady.length} tests needed a second try, and at most ${unsteadyLimit} may`);
  const left = results.flatMap((part) => part.leftOut || []);
  const skips = [
    ...left.map(({ test, reason, get }) => `  ${test}\n      why: ${reason}\n      to get it: ${get}`),
    ...groups(results.flatMap((part) => part.skipped)),
  ];
  if (skips.length > 0) lines.push('', 'Skipped:', ...skips);
  if (unsteady.length > 0)
    lines.push('', 'Unsteady, failed first and passed at the second try:', ...unsteady.map((name) => `  ${name}`));
  if (failures.length > 0) lines.push('', 'Failed:', ...failures.map((name) => `  ${name}`));
  lines.push(
    '',
    `Took ${Math.floor(seconds / 60)} min ${seconds % 60} s: ${os.cpus().length} cores, Node ${process.version}, ${os.type()} ${os.arch()}`,
    `${passed} passed, ${failures.length} failed, ${skipped} skipped`,
  );
  return { text: lines.join('\n'), failed: failures.length > 0 };
}

function row(name, ...cells) {
  return `  ${String(name).padEnd(12)}${cells.map((cell) => String(cell).padStart(9)).join('')}`;
}

/** Skips of one file with one reason are one entry. */
function groups(skipped) {
  const found = new Map();
  for (const { test, reason } of skipped) {
    const [where] = test.split(' > ');
    const key = `${where}\n${reason || listedReason(test) || ''}`;
    found.set(key, [...(found.get(key) || []), test]);
  }
  return [...found].map(([key, tests]) => {
    const [where, reason] = key.split('\n');
    const what = tests.length === 1 ? tests[0] : `${where}: ${tests.length} tests`;
    return `  ${what}${reason ? `\n      why: ${reason}` : ''}\n      to get it: ${howToGet(where)}`;
  });
}
