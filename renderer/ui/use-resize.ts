import { type KeyboardEvent, type PointerEvent, useRef } from 'react';

interface Options {
  /** Size now, in pixels. */
  size: number;
  minimum: number;
  maximum: number;
  /** The edge that is dragged: of a panel on the right it is the left one, of one at the bottom the top one. */
  edge: 'left' | 'top';
  /** The separator's accessible name. */
  label: string;
  onResize: (size: number) => void;
}

/** Properties of a separator that resizes a panel, by pointer and by arrow keys. */
export function useResize({ size, minimum, maximum, edge, label, onResize }: Options) {
  const start = useRef<{ at: number; size: number } | undefined>(undefined);
  const clamp = (value: number) => Math.round(Math.min(maximum, Math.max(minimum, value)));
  const position = (event: PointerEvent) => (edge === 'left' ? event.clientX : event.clientY);
  return {
    role: 'separator',
    'aria-label': label,
    tabIndex: 0,
    'aria-orientation': edge === 'left' ? ('vertical' as const) : ('horizontal' as const),
    'aria-valuenow': size,
    'aria-valuemin': minimum,
    'aria-valuemax': maximum,
    onPointerDown(event: PointerEvent<HTMLElement>) {
      event.currentTarget.setPointerCapture(event.pointerId);
      start.current = { at: position(event), size };
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      if (start.current !== undefined) onResize(clamp(start.current.size + start.current.at - position(event)));
    },
    onPointerUp() {
      start.current = undefined;
    },
    onKeyDown(event: KeyboardEvent) {
      const grow = edge === 'left' ? 'ArrowLeft' : 'ArrowUp';
      const shrink = edge === 'left' ? 'ArrowRight' : 'ArrowDown';
      if (event.key === grow) onResize(clamp(size + 16));
      else if (event.key === shrink) onResize(clamp(size - 16));
      else return;
      event.preventDefault();
    },
  };
}
