import { expect, test } from 'vitest';
import { startedByInstaller } from './squirrel.ts';

const executable = 'C:\\Programs\\benchtop\\app-0.1.0\\benchtop.exe';

test.each([
  ['--squirrel-install', ['C:\\Programs\\benchtop\\Update.exe', '--createShortcut', 'benchtop.exe']],
  ['--squirrel-updated', ['C:\\Programs\\benchtop\\Update.exe', '--createShortcut', 'benchtop.exe']],
  ['--squirrel-uninstall', ['C:\\Programs\\benchtop\\Update.exe', '--removeShortcut', 'benchtop.exe']],
  ['--squirrel-obsolete', []],
])('%s is the installer’s start', (request, expected) => {
  const ran: string[] = [];
  const run = (program: string, args: string[]): void => void ran.push(program, ...args);
  expect(startedByInstaller([executable, request, '0.1.0'], 'win32', run)).toBe(true);
  expect(ran).toEqual(expected);
});

test('any other start is a user’s', () => {
  const run = (): void => {
    throw new Error('nothing is run');
  };
  expect(startedByInstaller([executable], 'win32', run)).toBe(false);
  expect(startedByInstaller([executable, '--squirrel-firstrun'], 'win32', run)).toBe(false);
  expect(startedByInstaller(['/opt/benchtop', '--squirrel-install'], 'linux', run)).toBe(false);
});
