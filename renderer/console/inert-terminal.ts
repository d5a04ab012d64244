import type { Terminal } from '@xterm/xterm';

/**
 * Makes a terminal show what it is sent and do nothing else. The other side of it (a guest's line, a host's greeting) may be hostile:
 * it names no window, fills no clipboard, makes no links, moves nothing, and above all gets no answers. A terminal answers requests
 * for its state by bytes that look typed, and what looks typed is run by a shell, also when the one who asked has gone by then.
 */
export function makeInert(terminal: Terminal): void {
  const { parser } = terminal;
  const swallow = () => true;
  // Titles and icon names, links, colours that are asked for, the clipboard.
  for (const command of [0, 1, 2, 4, 8, 10, 11, 12, 52]) parser.registerOscHandler(command, swallow);
  for (const sequence of requests) parser.registerCsiHandler(sequence, swallow);
  // DECRQSS and XTGETTCAP ask by strings, DECID by a letter.
  parser.registerDcsHandler({ intermediates: '$', final: 'q' }, swallow);
  parser.registerDcsHandler({ intermediates: '+', final: 'q' }, swallow);
  parser.registerEscHandler({ final: 'Z' }, swallow);
  // Reports of the focus are answers too: coming and going would type.
  parser.registerCsiHandler({ prefix: '?', final: 'h' }, (parameters) => parameters.includes(1004));
}

/** Device status and attributes, modes, window reports, keyboard protocol and version: all of them ask for an answer. */
const requests = [
  { final: 'n' },
  { prefix: '?', final: 'n' },
  { final: 'c' },
  { prefix: '>', final: 'c' },
  { prefix: '=', final: 'c' },
  { final: 't' },
  { final: 'x' },
  { intermediates: '$', final: 'p' },
  { prefix: '?', intermediates: '$', final: 'p' },
  { prefix: '?', final: 'u' },
  { prefix: '>', final: 'q' },
];
