import type { TerminalSize } from '../../../contract/console.ts';
import type { HostShell, HostTarget } from '../../driver.ts';
import { findHost } from '../hosts.ts';
import type { World } from '../world.ts';
import { createLineEditor } from './line-editor.ts';
import { createSerialLine } from './serial-line.ts';
import { duration, unescaped } from './shell.ts';

/** A shell of a simulated host, whose host can go away. */
export interface PracticeShell extends HostShell {
  /** The host has gone: the connection breaks, and nobody says how the shell ended. */
  lose(): void;
}

const help =
  'help        this list\nhostname    the name of this host\nwhoami      who is logged in here\nuname       the system\n' +
  'nproc       its processors\nfree        its memory\nuptime      how long this shell is open\n' +
  'virsh list  the instances on this host\necho        repeats what follows\n' +
  'printf      sends its words to the terminal, \\e and \\x1b for control characters\n' +
  'stty size   rows and columns of this terminal\nclear       clears the terminal\nexit        ends the shell: exit 3\n';

/**
 * A practice shell on a simulated host: it says what it is, knows a few words, reads the practice world and changes nothing. One terminal
 * for each who opens one; nothing that is typed leaves it.
 */
export function createPracticeShell(world: World, host: HostTarget, size: TerminalSize): PracticeShell {
  const { promise: ended, resolve: end } = Promise.withResolvers<{ code?: number }>();
  const began = performance.now();
  const user = host.username || 'root';
  let { columns, rows } = size;
  const terminal = createSerialLine();
  const row = () => findHost(world, host.address);

  function prompt(): void {
    terminal.write(`${user}@${host.name} (practice)# `);
  }

  const editor = createLineEditor({
    terminal,
    prompt,
    entered: (line) => {
      if (run(line.trim()) !== 'over') prompt();
    },
  });
  const stream = terminal.open((key) => {
    if (key === 'reset') return;
    if (key !== 'end-of-input') editor.key(key);
    else if (editor.take() === '') exit(0);
  });
  stream.once('close', () => end({}));

  function exit(code: number): void {
    terminal.write('logout\n');
    end({ code });
    stream.end();
  }

  /** Runs a command line; `over` when the shell has ended with it. */
  function run(entered: string): 'over' | undefined {
    const [command = '', ...words] = entered.split(/\s+/);
    if (command === 'exit' || command === 'logout') {
      exit(/^\d{1,3}$/.test(words[0] ?? '') ? Number(words[0]) & 255 : 0);
      return 'over';
    }
    if (command === 'clear') terminal.clear();
    else if (command === 'printf') terminal.raw(unescaped(words.join(' ')));
    else if (command !== '') terminal.write(answer(command, words));
    return undefined;
  }

  function answer(command: string, words: string[]): string {
    const mebibytes = (bytes = 0) => Math.round(bytes / 1024 ** 2);
    switch (command) {
      case 'help':
        return help;
      case 'hostname':
        return `${host.name}\n`;
      case 'whoami':
        return `${user}\n`;
      case 'uname':
        return `Benchtop practice host ${host.name}\n`;
      case 'nproc':
        return `${row()?.cpu_number ?? 0}\n`;
      case 'free':
        return `Memory: ${mebibytes(row()?.memory_total)} MiB\n`;
      case 'uptime':
        return `up ${duration(performance.now() - began)}\n`;
      case 'echo':
        return `${words.join(' ')}\n`;
      case 'stty':
        return `${rows} ${columns}\n`;
      case 'virsh':
        return words[0] === 'list' ? instances() : 'virsh: only virsh list is known here.\n';
      default:
        return `${command.slice(0, 40)}: command not found. This is a practice shell; type help.\n`;
    }
  }

  function instances(): string {
    const domains = world.all<{ instance_name: string; state: string }>(
      'SELECT instance_name, state FROM domain WHERE host_key = ? ORDER BY instance_name LIMIT 100',
      row()?.key ?? 0,
    );
    return `Name              State\n${domains
      .map(({ instance_name, state }) => `${instance_name.padEnd(17)} ${state === 'defined' ? 'shut off' : state}\n`)
      .join('')}`;
  }

  terminal.write(
    `Practice shell of the simulated host ${host.name}. Nothing here is real:\nno command reaches a machine. Type help.\n\n`,
  );
  prompt();
  return {
    stream,
    ended,
    resize(changed) {
      ({ columns, rows } = changed);
    },
    lose() {
      end({});
      stream.end();
    },
  };
}
