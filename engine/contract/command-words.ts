import { fixed, type Phrase } from './phrase.ts';

/** What is written in capitals. */
const initials: ReadonlySet<string> = new Set(['ssh', 'iso', 'nic', 'ip', 'os']);

/**
 * What a command does, for people: `stopVirtualMachine` is "stop instance". The words are those of its name; windows in other languages show
 * the word that they have for the command.
 */
export function commandWords(name: string): Phrase {
  const spaced = name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/([A-Z]{2,})([A-Z][a-z])/g, '$1 $2');
  const words = spaced.toLowerCase().replace(/\b(virtual machine|vm\b)/g, 'instance');
  return fixed(
    words
      .split(' ')
      .map((word) => (initials.has(word) ? word.toUpperCase() : word))
      .join(' '),
  );
}
