import { bootText, type GuestFacts, isWindows, systemName } from './boot-text.ts';
import { keymapNames } from './keyboard.ts';
import type { Key } from './keysyms.ts';
import { createLineEditor } from './line-editor.ts';
import { largestMode, smallestMode, type Terminal } from './text-screen.ts';

/** The machine around a shell: what it can ask and do. */
export interface Machine {
  facts(): GuestFacts;
  uptime(): number;
  /** By the reservations of the guest networks, as DHCP would give them. */
  addresses(): { mac: string; address: string }[];
  /** False where the machine is paused: then nobody reads the keyboard. */
  runs(): boolean;
  reboot(): void;
  powerOff(): void;
  /** What was written on either terminal, until the next boot. */
  files: Map<string, string>;
  /** Gives the screen's keyboard another layout; false for one that is not known. */
  loadKeys(layout: string): boolean;
}

export interface Shell {
  /** Prints what boots, from however long ago the guest was started; `elapsed` in milliseconds, Infinity for all at once. */
  boot(elapsed: number): void;
  key(key: Key): void;
  stop(): void;
}

const longestFile = 16_384;
const maximumFiles = 16;
const help =
  'help      this list\nhostname  the name of this guest\nip        its network addresses\nuptime    how long it has run\n' +
  'echo      repeats what follows\nmode      changes the size of the screen: mode 100x37\nclear     clears the screen\n' +
  'printf    sends its words to the serial line, \\e and \\x1b for control characters\n' +
  'cat       shows a file; cat > name writes one, to Ctrl+D\nloadkeys  the keyboard layout: ' +
  `${keymapNames.join(' ')}\n` +
  'exit      back to the login\nreboot    restarts the guest\npoweroff  switches it off\n';

/** A login prompt and a small shell on a terminal. Nothing that is typed leaves it. */
export function createShell(terminal: Terminal, machine: Machine, line: string): Shell {
  let phase: 'boot' | 'login' | 'shell' = 'boot';
  let user = '';
  /** The name of the file that is being written. */
  let writing: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  const editor = createLineEditor({
    terminal,
    prompt,
    entered: enter,
    interrupted: () => {
      writing = undefined;
    },
  });

  const windows = () => isWindows(machine.facts().guestOs);

  function prompt(): void {
    const { hostName, guestOs } = machine.facts();
    if (phase === 'login' && windows()) terminal.write(`\n${systemName(guestOs)} on ${hostName}\nUser name: `, 15);
    else if (phase === 'login') terminal.write(`\n${systemName(guestOs)} ${hostName} ${line}\n\n${hostName} login: `);
    else if (windows()) terminal.write(`C:\\Users\\${user}> `);
    else terminal.write(`${user}@${hostName}:~$ `, 10);
  }

  function boot(elapsed: number): void {
    clearTimeout(timer);
    phase = 'boot';
    editor.take();
    writing = undefined;
    terminal.clear();
    const began = performance.now() - Math.max(0, elapsed);
    const lines = bootText(machine.facts());
    const go = (from: number): void => {
      let index = from;
      for (; index < lines.length; index++) {
        const next = lines[index];
        if (next === undefined) break;
        const wait = next.at - (performance.now() - began);
        if (wait > 0) {
          timer = setTimeout(go, wait, index);
          timer.unref();
          return;
        }
        terminal.write(next.text, next.colour);
      }
      phase = 'login';
      prompt();
    };
    go(0);
  }

  function enter(line: string): void {
    const entered = line.trim();
    if (writing !== undefined) {
      append(`${line}\n`);
      return;
    }
    if (phase === 'login') {
      if (entered !== '') {
        user = entered.slice(0, 32);
        phase = 'shell';
        terminal.write('A simulated guest; no password is asked for. Type help.\n', 8);
      }
    } else if (run(entered) === 'gone') return;
    if (writing === undefined) prompt();
  }

  /** Ctrl+D: the file is complete, with what stands on its last line. */
  function endOfInput(): void {
    if (writing === undefined) return;
    append(editor.take());
    writing = undefined;
    terminal.write('\n');
    prompt();
  }

  function append(text: string): void {
    if (writing !== undefined)
      machine.files.set(writing, ((machine.files.get(writing) ?? '') + text).slice(0, longestFile));
  }

  function cat([first = '', second = '']: string[]): void {
    const name = (first === '>' ? second : first.replace(/^>/, '')).slice(0, 64);
    if (!first.startsWith('>')) terminal.write(machine.files.get(name) ?? `cat: ${name}: no such file\n`);
    else if (name === '' || (machine.files.size >= maximumFiles && !machine.files.has(name)))
      terminal.write('cat: no room for this file\n');
    else {
      writing = name;
      machine.files.set(name, '');
    }
  }

  /** Runs a command line; `gone` when no prompt shall follow. */
  function run(entered: string): 'gone' | undefined {
    const [command = '', ...words] = entered.split(/\s+/);
    switch (command.toLowerCase()) {
      case '':
        return undefined;
      case 'help':
        terminal.write(help);
        return undefined;
      case 'hostname':
        terminal.write(`${machine.facts().hostName}\n`);
        return undefined;
      case 'ip':
      case 'ipconfig':
        terminal.write(addressText(machine.addresses()));
        return undefined;
      case 'uptime':
        terminal.write(`up ${duration(machine.uptime())}\n`);
        return undefined;
      case 'echo':
        terminal.write(`${words.join(' ')}\n`);
        return undefined;
      case 'cat':
        cat(words);
        return undefined;
      case 'loadkeys':
        if (!machine.loadKeys(words[0] ?? '')) terminal.write(`loadkeys: one of ${keymapNames.join(' ')}\n`);
        return undefined;
      case 'printf':
        terminal.raw(unescaped(words.join(' ')));
        return undefined;
      case 'mode':
        changeMode(words[0] ?? '');
        return undefined;
      case 'clear':
      case 'cls':
        terminal.clear();
        return undefined;
      case 'exit':
      case 'logout':
        phase = 'login';
        return undefined;
      case 'reboot':
        terminal.write('The system is going down for reboot.\n');
        phase = 'boot';
        machine.reboot();
        return 'gone';
      case 'poweroff':
      case 'shutdown':
      case 'halt':
        terminal.write('The system is going down.\nPower off.\n');
        phase = 'boot';
        machine.powerOff();
        return 'gone';
      default:
        terminal.write(`${command.slice(0, 40)}: command not found. Type help.\n`);
        return undefined;
    }
  }

  function changeMode(word: string): void {
    const size = /^(\d{2,3})x(\d{2})$/.exec(word);
    const columns = Number(size?.[1]);
    const rows = Number(size?.[2]);
    const fits = (value: number, from: number, to: number) => value >= from && value <= to;
    if (fits(columns, smallestMode.columns, largestMode.columns) && fits(rows, smallestMode.rows, largestMode.rows))
      terminal.resize(columns, rows);
    else
      terminal.write(
        `usage: mode COLUMNSxROWS, from ${smallestMode.columns}x${smallestMode.rows} to ${largestMode.columns}x${largestMode.rows}\n`,
      );
  }

  return {
    boot,
    key(key) {
      if (!machine.runs()) return;
      if (key === 'reset') machine.reboot();
      else if (phase === 'boot') return;
      else if (key === 'end-of-input') endOfInput();
      else editor.key(key);
    },
    stop: () => clearTimeout(timer),
  };
}

/** `\\e`, `\\a`, `\\n` and `\\x1b` of printf; a guest may send what it likes to its line. */
export function unescaped(text: string): string {
  const named: Readonly<Record<string, string>> = { e: '\x1b', a: '\x07', n: '\r\n' };
  return text.replace(/\\(?:x([0-9a-f]{2})|([ean]))/g, (_whole, hex?: string, letter?: string) =>
    hex === undefined ? (named[letter ?? ''] ?? '') : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function addressText(addresses: { mac: string; address: string }[]): string {
  const own = addresses.map(({ mac, address }, index) => `eth${index}  ${mac}  ${address}\n`).join('');
  return `lo    00:00:00:00:00:00  127.0.0.1\n${own || 'eth0  no address: no DHCP server answered\n'}`;
}

export function duration(milliseconds: number): string {
  const seconds = Math.floor(Math.max(0, milliseconds) / 1000);
  const days = Math.floor(seconds / 86_400);
  const two = (value: number) => String(value).padStart(2, '0');
  const clock = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return days === 0 ? clock : `${days} day${days === 1 ? '' : 's'}, ${clock}`;
}
