import type { Key } from './keysyms.ts';
import type { Terminal } from './text-screen.ts';

const longestLine = 256;

export interface LineEditorOptions {
  terminal: Terminal;
  prompt(): void;
  /** Enter was pressed, and shown. Whether a prompt follows is the shell's business. */
  entered(line: string): void;
  /** Ctrl+C was pressed; a prompt follows. */
  interrupted?(): void;
}

/** One line being typed on a terminal, as simulated shells read it. */
export interface LineEditor {
  key(key: Exclude<Key, 'reset' | 'end-of-input'>): void;
  /** What stands on the line, which is empty from now on. */
  take(): string;
}

export function createLineEditor({ terminal, prompt, entered, interrupted }: LineEditorOptions): LineEditor {
  let typed = '';

  function erase(count: number): void {
    if (count > 0) terminal.write('\b \b'.repeat(count));
    typed = typed.slice(0, typed.length - count);
  }

  function take(): string {
    const line = typed;
    typed = '';
    return line;
  }

  return {
    take,
    key(key) {
      if (key === 'enter') {
        const line = take();
        terminal.write('\n');
        entered(line);
      } else if (key === 'backspace') erase(Math.min(1, typed.length));
      else if (key === 'erase-line') erase(typed.length);
      else if (key === 'interrupt') {
        typed = '';
        interrupted?.();
        terminal.write('^C\n');
        prompt();
      } else if (key === 'clear') {
        terminal.clear();
        prompt();
        terminal.write(typed);
      } else if (typed.length < longestLine) {
        typed += key.char;
        terminal.write(key.char);
      }
    },
  };
}
