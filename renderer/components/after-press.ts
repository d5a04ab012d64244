/**
 * Runs at once, or when the pointer is let go: what leaves a field by pressing a button would move it away with an error that
 * appears above it, and let go somewhere else.
 */
export function afterPress(run: () => void): void {
  if (document.querySelector(':active') === null) run();
  else addEventListener('pointerup', () => setTimeout(run), { once: true });
}
