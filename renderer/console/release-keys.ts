/**
 * Control and Alt pressed together and let go, with no other key between, give the keyboard back to the page: a console takes Tab and
 * Esc too, so a person without a mouse needs a way out. It is the way of VMware and virt-manager.
 */
export function releaseOnControlAlt(element: HTMLElement): void {
  let alone = false;
  const isModifier = (key: string) => key === 'Control' || key === 'Alt';
  element.addEventListener(
    'keydown',
    (event) => {
      alone = isModifier(event.key) && event.ctrlKey && event.altKey && !event.shiftKey && !event.metaKey;
    },
    true,
  );
  element.addEventListener(
    'keyup',
    (event) => {
      // Not before both are up: the VM must see both go up.
      if (!alone || event.ctrlKey || event.altKey) return;
      alone = false;
      const view = element.closest<HTMLElement>('[data-console]');
      setTimeout(() => view?.focus());
    },
    true,
  );
}
