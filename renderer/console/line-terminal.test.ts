import { expect, test } from 'vitest';
import { isFindKey } from './line-terminal.ts';

const none = { ctrlKey: false, shiftKey: false, metaKey: false, altKey: false };

test.each([
  ['Ctrl+Shift+F', { code: 'KeyF', ctrlKey: true, shiftKey: true }, true],
  ['Cmd+F on a Mac', { code: 'KeyF', metaKey: true }, true],
  ['Ctrl+F, which shells and editors know', { code: 'KeyF', ctrlKey: true }, false],
  ['the letter itself', { code: 'KeyF' }, false],
  ['a capital letter', { code: 'KeyF', shiftKey: true }, false],
  ['Ctrl+Alt+Shift+F', { code: 'KeyF', ctrlKey: true, shiftKey: true, altKey: true }, false],
  ['Ctrl+Shift+C', { code: 'KeyC', ctrlKey: true, shiftKey: true }, false],
])('the search of a terminal and %s', (_name, keys, opens) => {
  expect(isFindKey({ ...none, ...keys })).toBe(opens);
});
