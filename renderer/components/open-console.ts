import { paths } from '../paths.ts';

/** The console of an instance in a window of its own; asked for again, the same window comes to the front. */
export function openConsole(instanceId: string): void {
  window
    .open(
      `${location.pathname}#${paths.console(instanceId)}`,
      `console-vnc-${instanceId}`,
      'popup,width=1040,height=820',
    )
    ?.focus();
}
