// What may be skipped, and what a skipped test needs.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { root } from '../runtime.mjs';

const file = 'e2e/expected-skips';

/** What whole groups of tests need; the first that fits a skipped test's name tells how to get it. */
const needs = [
  [/\.lab\.test\.ts|^e2e\/hosts\//, 'root on Debian 12: npm test -- --only lab (it installs Debian packages)'],
  [/^engine\/ssh\//, 'root on Linux with openssh-server and sudo (Debian: apt-get install openssh-server sudo fish)'],
  [
    /^engine\/node-libvirt\//,
    'root on Linux with libvirt and QEMU (Debian: apt-get install libvirt-daemon-system libvirt-clients qemu-system-x86)',
  ],
  [/^engine\/(console|bootstrap)\/.*(qemu|boot)/i, 'Linux with QEMU (Debian: apt-get install qemu-system-x86)'],
  [
    /^engine\/drivers\/kvm\//,
    'Linux with the programs that hosts use (Debian: apt-get install libvirt-clients libxml2-utils dnsmasq-base)',
  ],
  [/^main\/web\//, 'root on Linux'],
  [/^e2e\/outbound/, 'root on Linux with iproute2 and nftables (Debian: apt-get install nftables)'],
  [/^e2e\/packaging/, 'Linux with dpkg, fakeroot and rpmbuild (Debian: apt-get install fakeroot rpm)'],
];

/** How to get a skipped test, in words. */
export function howToGet(test) {
  const found = needs.find(([pattern]) => pattern.test(test));
  return found ? found[1] : 'on a Debian machine as root, .ci/run installs what every test needs';
}

/**
 * The list of e2e/expected-skips: a JSON object per line, {test, reason, probe}; `test` is a test's whole name or, ending in `*`, how
 * it begins; `probe` is a shell command that ends with 0 where the test would be possible.
 */
export function parseExpectedSkips(text) {
  return text.split('\n').flatMap((line, index) => {
    if (line.trim() === '' || line.startsWith('#')) return [];
    let entry;
    try {
      entry = JSON.parse(line);
    } catch (error) {
      throw new Error(`${file}, line ${index + 1}: ${error.message}`);
    }
    for (const key of ['test', 'reason', 'probe'])
      if (typeof entry[key] !== 'string' || entry[key] === '') throw new Error(`${file}, line ${index + 1}: no ${key}`);
    return [entry];
  });
}

const isMeant = (entry, test) =>
  entry.test.endsWith('*') ? test.startsWith(entry.test.slice(0, -1)) : entry.test === test;

/** Compares skips with the list; resolves with one sentence per disagreement. `possible` runs a probe. */
export function compareSkips(skipped, expected, possible) {
  const complaints = [];
  for (const test of skipped)
    if (!expected.some((entry) => isMeant(entry, test))) complaints.push(`skipped, and not in ${file}: ${test}`);
  for (const entry of expected)
    if (skipped.some((test) => isMeant(entry, test)) && possible(entry.probe))
      complaints.push(`skipped although it is possible here (${entry.probe}): ${entry.test}`);
  return complaints;
}

function listed() {
  return parseExpectedSkips(readFileSync(path.join(root, file), 'utf8'));
}

/** Why a test is skipped, where the list knows it. */
export function listedReason(test) {
  return listed().find((entry) => isMeant(entry, test))?.reason;
}

export function unexpectedSkips(results) {
  const skipped = results.flatMap((part) => [...part.skipped, ...(part.leftOut || [])].map(({ test }) => test));
  const possible = (probe) => spawnSync('sh', ['-c', probe], { cwd: root, stdio: 'ignore' }).status === 0;
  return compareSkips(skipped, listed(), possible);
}
