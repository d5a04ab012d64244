import type { ViewerInput } from './rfb-client-messages.ts';

/** More keys than hands hold; beyond it the oldest is forgotten. */
const maximumKeys = 64;

/** Which keys and buttons one viewer holds down, so that they can be let go when it vanishes. */
export class HeldInput {
  readonly #keys = new Map<string, { keysym: number; scanCode?: number }>();
  #pointer: { buttons: number; x: number; y: number } | undefined;

  note(input: ViewerInput): void {
    if (input.type === 'pointer') this.#pointer = input.buttons === 0 ? undefined : input;
    if (input.type !== 'key') return;
    const { keysym, scanCode } = input;
    const name = scanCode === undefined ? `keysym ${keysym}` : `scan code ${scanCode}`;
    this.#keys.delete(name);
    if (!input.down) return;
    this.#keys.set(name, scanCode === undefined ? { keysym } : { keysym, scanCode });
    const oldest = this.#keys.keys().next().value;
    if (this.#keys.size > maximumKeys && oldest !== undefined) this.#keys.delete(oldest);
  }

  /** The events that let everything go, the last pressed first. */
  releases(): ViewerInput[] {
    const keys = [...this.#keys.values()].reverse().map((key): ViewerInput => ({ type: 'key', down: false, ...key }));
    if (this.#pointer !== undefined) keys.push({ type: 'pointer', ...this.#pointer, buttons: 0 });
    this.clear();
    return keys;
  }

  clear(): void {
    this.#keys.clear();
    this.#pointer = undefined;
  }
}
