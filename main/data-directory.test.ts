import { expect, test } from 'vitest';
import { defaultDataDirectory } from './data-directory.ts';

test.skipIf(process.platform === 'win32')('each platform has its own place for data', () => {
  expect(defaultDataDirectory('linux', {}, '/home/ada')).toBe('/home/ada/.local/share/benchtop');
  expect(defaultDataDirectory('linux', { XDG_DATA_HOME: '/data' }, '/home/ada')).toBe('/data/benchtop');
  expect(defaultDataDirectory('linux', { XDG_DATA_HOME: 'relative' }, '/home/ada')).toBe(
    '/home/ada/.local/share/benchtop',
  );
  expect(defaultDataDirectory('darwin', {}, '/Users/ada')).toBe('/Users/ada/Library/Application Support/Benchtop');
});
