import { useEffect, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { VirtualMachineView } from '../../engine/contract/views.ts';
import { AttendanceStrip } from './AttendanceStrip.tsx';
import { ConsoleBar } from './ConsoleBar.tsx';
import { ConsoleNotice } from './ConsoleNotice.tsx';
import classes from './ConsoleView.module.css';
import { consoleSession, touchConsole, useConsoleState } from './console-pool.ts';
import type { ConsoleType } from './console-state.ts';
import { SerialSurface } from './serial-surface.ts';
import { TerminalSearch, useTerminalSearch } from './TerminalSearch.tsx';
import { TypingStrip } from './TypingStrip.tsx';
import { useBarHiding } from './use-bar-hiding.ts';
import { useFullScreen } from './use-full-screen.ts';

interface Props {
  vm: VirtualMachineView;
  type: ConsoleType;
  /** In a window of its own: takes the keyboard at once, and its bar goes away like in full screen. */
  alone?: boolean;
}

/** A VM's console: thin bar, dark surround, and over the picture why there is no live one. */
export function ConsoleView({ vm, type, alone = false }: Props) {
  const { t } = useTranslation();
  const root = useRef<HTMLElement>(null);
  const place = useRef<HTMLDivElement>(null);
  const state = useConsoleState(vm.id, type);
  const session = consoleSession(vm.id, type);
  const fullScreen = useFullScreen(root);
  const bar = useBarHiding(alone || fullScreen.on);
  const terminal = session.surface instanceof SerialSurface ? session.surface.terminal : undefined;
  const search = useTerminalSearch();

  useLayoutEffect(() => {
    if (place.current === null) return undefined;
    touchConsole(session);
    return session.show(place.current);
  }, [session]);

  useEffect(() => session.expectRunning(vm.state === 'Running'), [session, vm.state]);

  useEffect(() => {
    if (alone) session.requestFocus();
  }, [alone, session]);

  const live = state.phase === 'connected' && !state.stale;
  return (
    <section
      ref={root}
      data-console
      data-mantine-color-scheme="dark"
      data-phase={state.phase}
      className={`${classes.root} ${bar.floating ? classes.floating : ''}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: who has no mouse gets to the console here, and by Enter into it
      tabIndex={0}
      onKeyDown={(event) => {
        if (terminal !== undefined) search.onKeyDown(event);
        if (event.key !== 'Enter' || event.target !== event.currentTarget) return;
        // The guest shall not hear of the key that let one in.
        event.preventDefault();
        session.requestFocus();
      }}
      aria-label={t(type === 'vnc' ? 'console.of' : 'console.serialOf', { name: vm.displayname })}
      onPointerMove={bar.onPointerMove}
    >
      <div className={`${classes.barPlace} ${bar.hidden ? classes.hidden : ''}`}>
        <ConsoleBar vm={vm} session={session} state={state} fullScreen={fullScreen} alone={alone} search={search} />
      </div>
      {state.attendance === undefined ? null : <AttendanceStrip session={session} attendance={state.attendance} />}
      <div className={classes.stage}>
        <div ref={place} className={`${classes.place} ${live ? '' : classes.past}`} />
        <ConsoleNotice state={state} onRetry={() => session.retry()} />
        {terminal !== undefined && search.open ? <TerminalSearch terminal={terminal} control={search} /> : null}
      </div>
      {state.typing === undefined ? null : <TypingStrip session={session} typing={state.typing} />}
    </section>
  );
}
