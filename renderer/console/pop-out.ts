import { paths } from '../paths.ts';
import { usePreferences, type WindowPlace } from '../stores/preferences.ts';
import type { ConsoleType } from './console-state.ts';

/** Room for 1024×768 and the bar. */
const first = { width: 1040, height: 820 };
/** Windows whose places are remembered; those used last stay. */
const remembered = 64;

const nameOf = (vmId: string, type: ConsoleType) => `${type}-${vmId}`;

/** Opens a console in a window of its own, where its window was the last time; asked for again, the same window comes to the front. */
export function popOut(vmId: string, type: ConsoleType): void {
  const place = usePreferences.getState().consoleWindows[nameOf(vmId, type)];
  const { width, height } = place ?? first;
  const at = place === undefined ? '' : `,left=${place.left},top=${place.top}`;
  const query = type === 'serial' ? '?type=serial' : '';
  const url = `${location.pathname}#${paths.console(vmId)}${query}`;
  window.open(url, `console-${nameOf(vmId, type)}`, `popup,width=${width},height=${height}${at}`)?.focus();
}

/** Remembers where this window of a console is, whenever it was resized, left or closed. Returns the end of it. */
export function rememberPlace(vmId: string, type: ConsoleType): () => void {
  const save = () => {
    const place: WindowPlace = { left: screenX, top: screenY, width: innerWidth, height: innerHeight };
    if (place.width < 200 || place.height < 150) return;
    const { consoleWindows, set } = usePreferences.getState();
    const { [nameOf(vmId, type)]: _old, ...others } = consoleWindows;
    const kept = Object.entries(others).slice(1 - remembered);
    set({ consoleWindows: Object.fromEntries([...kept, [nameOf(vmId, type), place]]) });
  };
  const events = ['resize', 'blur', 'pagehide'] as const;
  for (const event of events) addEventListener(event, save);
  return () => {
    for (const event of events) removeEventListener(event, save);
  };
}
