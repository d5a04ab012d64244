import { type RefObject, useEffect, useState } from 'react';

export interface FullScreen {
  on: boolean;
  toggle: () => void;
}

/** Keys that a desktop or browser would keep for itself; only Chromium can give them to a page, and only in full screen. */
interface KeyboardLock {
  lock?: () => Promise<void>;
  unlock?: () => void;
}

/** Full screen of an element; meanwhile Esc, Alt-Tab and the like go to the console too. */
export function useFullScreen(element: RefObject<HTMLElement | null>): FullScreen {
  const [on, setOn] = useState(false);
  useEffect(() => {
    const changed = () => {
      const now = document.fullscreenElement !== null && document.fullscreenElement === element.current;
      const keyboard = (navigator as { keyboard?: KeyboardLock }).keyboard;
      if (now) keyboard?.lock?.().catch(() => {});
      else keyboard?.unlock?.();
      setOn(now);
    };
    document.addEventListener('fullscreenchange', changed);
    return () => document.removeEventListener('fullscreenchange', changed);
  }, [element]);
  return {
    on,
    toggle() {
      if (document.fullscreenElement === null) void element.current?.requestFullscreen();
      else void document.exitFullscreen();
    },
  };
}
