import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import classes from './TipLayer.module.css';

interface Shown {
  element: HTMLElement;
  label: string;
  side: 'top' | 'bottom' | 'right';
}

/** Long enough that a pointer on its way elsewhere shows nothing. */
const delay = 300;

const carrier = (target: EventTarget | null): HTMLElement | undefined =>
  (target instanceof Element ? target.closest<HTMLElement>('[data-tip]') : undefined) ?? undefined;

function read(element: HTMLElement): Shown | undefined {
  const label = element.dataset.tip;
  if (label === undefined || !element.isConnected) return undefined;
  const side = element.dataset.tipSide;
  return { element, label, side: side === 'bottom' || side === 'right' ? side : 'top' };
}

/** The one tip of a window: of what the pointer rests on, or of what the keyboard came to. Escape, a click and leaving take it away. */
export function TipLayer() {
  const [shown, setShown] = useState<Shown>();
  useEffect(() => {
    let wanted: HTMLElement | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const want = (element: HTMLElement | undefined, wait: number): void => {
      if (element === wanted) return;
      clearTimeout(timer);
      wanted = element;
      setShown(undefined);
      if (element !== undefined) timer = setTimeout(() => setShown(read(element)), wait);
    };
    const hide = (): void => {
      clearTimeout(timer);
      setShown(undefined);
    };
    const listeners: [keyof DocumentEventMap, (event: Event) => void][] = [
      [
        'pointerover',
        (event) => want((event as PointerEvent).pointerType === 'touch' ? undefined : carrier(event.target), delay),
      ],
      ['pointerleave', () => want(undefined, 0)],
      [
        'focusin',
        ({ target }) =>
          target instanceof Element && target.matches(':focus-visible') ? want(carrier(target), 0) : undefined,
      ],
      ['focusout', () => want(undefined, 0)],
      ['pointerdown', hide],
      ['keydown', (event) => ((event as KeyboardEvent).key === 'Escape' ? hide() : undefined)],
      ['scroll', () => want(undefined, 0)],
    ];
    for (const [type, listener] of listeners)
      document.addEventListener(type, listener, { capture: true, passive: true });
    return () => {
      clearTimeout(timer);
      for (const [type, listener] of listeners) document.removeEventListener(type, listener, { capture: true });
    };
  }, []);

  const element = shown?.element;
  // Its words may change while they are shown: "Copy" becomes "Copied".
  useEffect(() => {
    if (element === undefined) return undefined;
    const observer = new MutationObserver(() => setShown(read(element)));
    observer.observe(element, { attributeFilter: ['data-tip'] });
    return () => observer.disconnect();
  }, [element]);

  if (shown === undefined) return null;
  return (
    <Tooltip
      key={shown.label}
      opened
      target={shown.element}
      label={shown.label}
      position={shown.side}
      multiline
      className={classes.tip}
      // In full screen only what is inside the shown element is to be seen.
      portalProps={{
        target: document.fullscreenElement instanceof HTMLElement ? document.fullscreenElement : document.body,
      }}
    />
  );
}
