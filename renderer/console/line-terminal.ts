import type { FitAddon } from '@xterm/addon-fit';
import type { ISearchOptions, SearchAddon } from '@xterm/addon-search';
import type { Terminal } from '@xterm/xterm';
import { makeInert } from './inert-terminal.ts';

/** Output that waits to be drawn; what comes faster than a terminal can draw is skipped, and said so. */
const maximumWaiting = 2 * 1024 * 1024;
const scrollbackLines = 5000;
/** As many matches are counted and marked; a word that is everywhere is no search. */
export const maximumMatches = 1000;
const marks = {
  matchBackground: '#4a3b14',
  matchOverviewRuler: '#e8aa47',
  activeMatchBackground: '#8a5f0c',
  activeMatchBorder: '#f2c67d',
  activeMatchColorOverviewRuler: '#f2c67d',
};

export interface LineTerminalOptions {
  typed(bytes: Uint8Array<ArrayBuffer>): void;
  /** Told when the terminal has another size in characters. */
  resized?(columns: number, rows: number): void;
}

/** How many matches the terminal holds, and which of them, from 0, is shown; -1 for none, and for one beyond those counted. */
export interface Matches {
  index: number;
  count: number;
}

/**
 * A terminal by xterm.js on an element of its own, loaded when it is needed first. What it is sent is drawn and nothing else (see
 * `makeInert`); what is typed is handed on.
 */
export class LineTerminal {
  private readonly element: HTMLElement;
  private readonly options: LineTerminalOptions;
  private terminal: Terminal | undefined;
  private fitAddon: FitAddon | undefined;
  private searchAddon: SearchAddon | undefined;
  private readonly listeners = new Set<(matches: Matches) => void>();
  private matchedCase = false;
  private silent = false;
  private waiting = 0;
  private skipped = false;
  private readonly observer = new ResizeObserver(() => this.fit());
  private readonly encoder = new TextEncoder();

  constructor(element: HTMLElement, options: LineTerminalOptions) {
    this.element = element;
    this.options = options;
  }

  async load(): Promise<void> {
    if (this.terminal !== undefined) return;
    const [{ Terminal }, { FitAddon }, { SearchAddon }] = await Promise.all([
      import('@xterm/xterm'),
      import('@xterm/addon-fit'),
      import('@xterm/addon-search'),
      import('@xterm/xterm/css/xterm.css'),
    ]);
    if (this.terminal !== undefined) return;
    const terminal = new Terminal({
      fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--mantine-font-family-monospace'),
      fontSize: 14,
      scrollback: scrollbackLines,
      theme: { background: '#0d0e11', foreground: '#d6d7de', cursor: '#a8a1f2', selectionBackground: '#453ba6' },
      linkHandler: { activate: () => {} },
      // Marks of matches are one.
      allowProposedApi: true,
    });
    this.terminal = terminal;
    this.fitAddon = new FitAddon();
    this.searchAddon = new SearchAddon({ highlightLimit: maximumMatches });
    terminal.loadAddon(this.fitAddon);
    terminal.loadAddon(this.searchAddon);
    makeInert(terminal);
    terminal.attachCustomKeyEventHandler((event) => {
      // Not for the other side: it goes on to the page, which opens the search.
      if (isFindKey(event)) return false;
      const copy = event.ctrlKey && event.shiftKey && event.code === 'KeyC';
      if (!copy) return true;
      if (event.type === 'keydown') void this.copy();
      event.preventDefault();
      return false;
    });
    this.searchAddon.onDidChangeResults(({ resultIndex, resultCount }) =>
      this.tellMatches({ index: resultIndex, count: resultCount }),
    );
    terminal.onData((text) => this.options.typed(this.encoder.encode(text)));
    terminal.onBinary((text) => this.options.typed(Uint8Array.from(text, (character) => character.charCodeAt(0))));
    terminal.onResize(({ cols, rows }) => this.options.resized?.(cols, rows));
    terminal.open(this.element);
    terminal.options.disableStdin = this.silent;
    this.observer.observe(this.element);
    this.fit();
  }

  /** Columns and rows; those of a terminal that is not there yet are the usual ones. */
  get size(): { columns: number; rows: number } {
    return { columns: this.terminal?.cols ?? 80, rows: this.terminal?.rows ?? 24 };
  }

  draw(bytes: Uint8Array): void {
    if (this.waiting + bytes.length > maximumWaiting) {
      this.skipped = true;
      return;
    }
    if (this.skipped) {
      this.skipped = false;
      this.terminal?.write('\r\n[…]\r\n');
    }
    this.waiting += bytes.length;
    this.terminal?.write(bytes, () => {
      this.waiting -= bytes.length;
    });
  }

  /** Begins anew: nothing is left of what was drawn. */
  reset(): void {
    this.terminal?.reset();
  }

  focus(): void {
    this.terminal?.focus();
  }

  /** Takes no keys, or takes them again. */
  silence(silent: boolean): void {
    this.silent = silent;
    if (this.terminal !== undefined) this.terminal.options.disableStdin = silent;
  }

  /** Copies the selection, or without one all that the terminal holds. */
  async copy(): Promise<void> {
    const terminal = this.terminal;
    if (terminal === undefined) return;
    const all = !terminal.hasSelection();
    if (all) terminal.selectAll();
    const text = terminal.getSelection();
    if (all) terminal.clearSelection();
    await navigator.clipboard.writeText(text.trimEnd());
  }

  /**
   * Looks for a text in all that the terminal holds, from the newest line up, and marks every match. The match that was found stays when
   * the text grows.
   */
  search(text: string, matchCase: boolean): void {
    // The addon takes the same word in another case for a step to the next match, and counts what it had found before.
    if (matchCase !== this.matchedCase) {
      this.endSearch();
      this.terminal?.clearSelection();
    }
    this.matchedCase = matchCase;
    this.searchAddon?.findPrevious(text, this.searchOptions(matchCase));
    if (text === '') this.tellMatches({ index: -1, count: 0 });
  }

  /** Goes to the match above or below; after the last one comes the first. */
  step(text: string, matchCase: boolean, where: 'up' | 'down'): void {
    const options = this.searchOptions(matchCase);
    if (where === 'up') this.searchAddon?.findPrevious(text, options);
    else this.searchAddon?.findNext(text, options);
  }

  /** Takes the marks away; the match that was shown last stays selected. */
  endSearch(): void {
    this.searchAddon?.clearDecorations();
  }

  onMatches(listener: (matches: Matches) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  dispose(): void {
    this.observer.disconnect();
    this.terminal?.dispose();
  }

  private searchOptions(matchCase: boolean): ISearchOptions {
    return { caseSensitive: matchCase, decorations: marks };
  }

  private tellMatches(matches: Matches): void {
    for (const listener of this.listeners) listener(matches);
  }

  private fit(): void {
    if (this.element.clientWidth > 0 && this.element.clientHeight > 0) this.fitAddon?.fit();
  }
}

/** Ctrl+Shift+F, or Cmd+F on a Mac: Ctrl+F alone is a key that shells and editors know. */
export function isFindKey(event: Pick<KeyboardEvent, 'code' | 'ctrlKey' | 'shiftKey' | 'metaKey' | 'altKey'>): boolean {
  if (event.code !== 'KeyF' || event.altKey) return false;
  return event.ctrlKey ? event.shiftKey && !event.metaKey : event.metaKey && !event.shiftKey;
}
