import { create } from 'zustand';
import { ConsoleSession } from './console-session.ts';
import { type ConsoleState, type ConsoleType, initialConsoleState } from './console-state.ts';
import classes from './Surface.module.css';
import { SerialSurface } from './serial-surface.ts';
import { VncSurface } from './vnc-surface.ts';

/** Consoles that nobody looks at stay connected, so that going back shows them at once; so many of them at most. */
const maximumHidden = 4;

/** What is known of each console, by `type id`. The live things themselves are not state and stand beside it. */
export const useConsoles = create<{ states: Readonly<Record<string, ConsoleState>> }>()(() => ({ states: {} }));

const sessions = new Map<string, ConsoleSession>();

const keyOf = (vmId: string, type: ConsoleType) => `${type} ${vmId}`;

function publish(key: string, change: Partial<ConsoleState>): void {
  useConsoles.setState(({ states }) => ({
    states: { ...states, [key]: { ...(states[key] ?? initialConsoleState), ...change } },
  }));
}

/** The console of a VM, made when it is asked for first. Making it connects nothing: showing it does. */
export function consoleSession(vmId: string, type: ConsoleType): ConsoleSession {
  const key = keyOf(vmId, type);
  const known = sessions.get(key);
  if (known !== undefined) return known;
  const element = document.createElement('div');
  element.className = classes.surface ?? '';
  element.dataset.keyboardGrab = '';
  const session = new ConsoleSession({
    vmId,
    type,
    element,
    surface: type === 'vnc' ? new VncSurface(element) : new SerialSurface(element),
    get: () => useConsoles.getState().states[key] ?? initialConsoleState,
    set: (change) => publish(key, change),
  });
  sessions.set(key, session);
  return session;
}

/** Marks a console as the one looked at last, and closes those that nobody has looked at for longest. */
export function touchConsole(session: ConsoleSession): void {
  const own = keyOf(session.vmId, session.type);
  sessions.delete(own);
  sessions.set(own, session);
  const hidden = [...sessions].filter(([, each]) => each !== session && !each.visible);
  for (const [key, each] of hidden.slice(0, Math.max(0, hidden.length - maximumHidden))) {
    sessions.delete(key);
    each.dispose();
    useConsoles.setState(({ states: { [key]: _closed, ...states } }) => ({ states }));
  }
}

/** The state of a console, kept right. */
export function useConsoleState(vmId: string, type: ConsoleType): ConsoleState {
  return useConsoles(({ states }) => states[keyOf(vmId, type)] ?? initialConsoleState);
}
