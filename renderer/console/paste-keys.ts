/**
 * Ctrl+Shift+V over a screen: what is in the desktop's clipboard is handed over instead of the keys. The browser's own paste brings the
 * text, so that no permission to read the clipboard at any time is needed.
 */
export function pasteOnControlShiftV(element: HTMLElement, pasted: (text: string) => void): void {
  const isPaste = (event: KeyboardEvent) => event.ctrlKey && event.shiftKey && event.code === 'KeyV';
  for (const type of ['keydown', 'keyup'] as const)
    element.addEventListener(type, (event) => isPaste(event) && event.stopPropagation(), true);
  element.addEventListener('paste', (event) => {
    const text = event.clipboardData?.getData('text/plain') ?? '';
    event.preventDefault();
    if (text !== '') pasted(text);
  });
}
