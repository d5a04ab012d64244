// npm run bench [-- NAME…]: runs the measurements one after the other, each in a process of its own, and prints one table. A measurement
// whose peers are not installed says so and is left out. The exit status is 0 when everything that was asked for ran; figures that miss
// what is wanted of them are marked, because a shared machine is no judge.
import { spawn } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { holds, type Row, rowsIn } from './report.ts';

const measurements = [
  'libvirt',
  'consoles',
  'deploys',
  'real-deploys',
  'memory',
  'lists',
  'api',
  'window',
  'hosts',
] as const;

function run(name: string): Promise<{ rows: Row[]; failed: boolean }> {
  const child = spawn(process.execPath, ['--expose-gc', path.join(import.meta.dirname, `${name}.ts`)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    output += chunk;
  });
  return new Promise((resolve) =>
    child.on('close', (code) => {
      process.stderr.write(output.replace(/^benchtop-bench:.*\n/gm, ''));
      resolve({ rows: rowsIn(output), failed: code !== 0 });
    }),
  );
}

function table(rows: readonly Row[]): string {
  const lines = rows.map((row) => [
    row.what,
    row.ours,
    row.against,
    row.figure.toFixed(2),
    'atMost' in row.wanted ? `≤ ${row.wanted.atMost}` : `≥ ${row.wanted.atLeast}`,
    holds(row) ? 'yes' : 'NO',
  ]);
  const head = ['what', 'ours', 'against', 'figure', 'wanted', 'holds'];
  const widths = head.map((title, column) =>
    Math.max(...[head, ...lines].map((line) => (line[column] ?? title).length)),
  );
  const draw = (line: string[]): string =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  return [draw(head), `|${widths.map((width) => '-'.repeat(width + 2)).join('|')}|`, ...lines.map(draw)].join('\n');
}

const chosen = process.argv.slice(2);
const unknown = chosen.filter((name) => !measurements.some((each) => each === name));
if (unknown.length > 0) {
  console.error(`There is no measurement named ${unknown.join(', ')}: ${measurements.join(', ')}.`);
  process.exit(2);
}
const rows: Row[] = [];
const failed: string[] = [];
for (const name of chosen.length > 0 ? chosen : measurements) {
  console.error(`${name}…`);
  const result = await run(name);
  rows.push(...result.rows);
  if (result.failed) failed.push(name);
}
const load = os.loadavg()[0] ?? 0;
console.log(
  `${os.cpus().length} × ${os.cpus()[0]?.model ?? 'an unknown processor'}, Node ${process.versions.node}, load ${load.toFixed(1)}\n`,
);
console.log(table(rows));
if (failed.length > 0) console.error(`\nDid not run to their end: ${failed.join(', ')}.`);
process.exit(failed.length > 0 ? 1 : 0);
