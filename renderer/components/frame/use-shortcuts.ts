import { useEffect } from 'react';
import { useLocation } from 'wouter';
import { paths } from '../../paths.ts';
import { useOverlay } from '../../stores/overlay.ts';

/** `g` and then one of these goes to a page. */
export const goKeys = {
  d: paths.dashboard,
  f: paths.search,
  i: paths.instances,
  v: paths.volumes,
  n: paths.networks,
  t: paths.templates,
  e: paths.events,
  j: paths.jobs,
  s: paths.infrastructure,
  z: paths.zones,
  c: paths.clusters,
  h: paths.hosts,
  o: paths.computeOfferings,
  a: paths.accounts,
} as const;

/** Milliseconds in which the second key of `g …` has to come, by when the keys were pressed and not by when a busy page heard of it. */
const sequencePause = 1200;

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || target.closest('input, textarea, select, [data-keyboard-grab]') !== null;
}

/** The keys of the whole window. They rest while one types, and while a console holds the keyboard. */
export function useShortcuts(): void {
  const [, navigate] = useLocation();
  useEffect(() => {
    let goAt = Number.NEGATIVE_INFINITY;
    const onKey = (event: KeyboardEvent) => {
      const overlay = useOverlay.getState();
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        overlay.set({ paletteOpen: true });
        return;
      }
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isTyping(event.target) || overlay.confirmation || overlay.paletteOpen || overlay.tourOpen) return;
      if (event.timeStamp - goAt < sequencePause) {
        goAt = Number.NEGATIVE_INFINITY;
        const path = goKeys[event.key as keyof typeof goKeys];
        if (path === undefined) return;
        event.preventDefault();
        navigate(path);
      } else if (event.key === 'g') goAt = event.timeStamp;
      else if (event.key === '?') overlay.set({ shortcutsOpen: true });
      else if (event.key === 'j') overlay.set({ drawerOpen: !overlay.drawerOpen });
      else if (event.key === '/') {
        const search = document.querySelector<HTMLInputElement>('main [data-list-search]');
        if (search === null) return;
        event.preventDefault();
        search.focus();
        search.select();
      } else if (event.key === 'c') {
        const create = document.querySelector<HTMLElement>('main [data-create]');
        if (create === null) return;
        event.preventDefault();
        create.click();
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [navigate]);
}
