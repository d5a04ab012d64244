import { Camera, Circle, CircleStop, Eye, EyeOff, Maximize2, Minimize2, PictureInPicture2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { virtualMachineBadge } from '../../engine/contract/states.ts';
import type { VirtualMachineView } from '../../engine/contract/views.ts';
import { StateOf } from '../components/StateOf.tsx';
import { BarButton, GrabSign } from './BarParts.tsx';
import classes from './ConsoleBar.module.css';
import type { ConsoleSession } from './console-session.ts';
import { type ConsoleState, mayAct } from './console-state.ts';
import { KeysMenu } from './KeysMenu.tsx';
import { popOut } from './pop-out.ts';
import { QualityMenu } from './QualityMenu.tsx';
import { ScalingMenu } from './ScalingMenu.tsx';
import { saveScreenshot } from './screenshot.ts';
import { SerialSurface } from './serial-surface.ts';
import { TerminalButtons } from './TerminalButtons.tsx';
import type { TerminalSearchControl } from './TerminalSearch.tsx';
import { TypeText } from './TypeText.tsx';
import type { FullScreen } from './use-full-screen.ts';
import { ViewersMenu } from './ViewersMenu.tsx';
import { VncSurface } from './vnc-surface.ts';

interface Props {
  vm: VirtualMachineView;
  session: ConsoleSession;
  state: ConsoleState;
  fullScreen: FullScreen;
  alone: boolean;
  search: TerminalSearchControl;
}

/** The thin bar over a console: which VM (where no page around it says so), where the keys go, and what can be done with its screen. */
export function ConsoleBar({ vm, session, state, fullScreen, alone, search }: Props) {
  const { t } = useTranslation();
  const { surface } = session;
  const live =
    state.phase === 'connected' && !state.stale && (state.typing === undefined || state.typing.end !== undefined);
  const may = mayAct(state);
  return (
    <div className={classes.bar} role="toolbar" aria-label={t('console.bar')}>
      {alone || fullScreen.on ? (
        <>
          <strong className={classes.name}>{vm.displayname}</strong>
          <span className={classes.state}>
            <StateOf badge={virtualMachineBadge(vm)} />
          </span>
        </>
      ) : null}
      <GrabSign grabbed={state.grabbed} may={may} />
      <span className={classes.grow} />
      {surface instanceof VncSurface ? <KeysMenu surface={surface} disabled={!may} /> : null}
      <TypeText session={session} state={state} disabled={!may || !live} />
      {state.attendance === undefined ? null : <ViewersMenu session={session} attendance={state.attendance} />}
      <span className={classes.divider} aria-hidden />
      {surface instanceof VncSurface ? (
        <>
          <ScalingMenu session={session} scaling={state.scaling} />
          <QualityMenu session={session} quality={state.quality} />
        </>
      ) : null}
      {surface instanceof SerialSurface ? <TerminalButtons terminal={surface.terminal} search={search} /> : null}
      <BarButton
        icon={state.viewOnly ? EyeOff : Eye}
        label={t('console.viewOnly')}
        pressed={state.viewOnly}
        onClick={() => session.setViewOnly(!state.viewOnly)}
      />
      {surface instanceof VncSurface ? (
        <>
          <BarButton
            icon={Camera}
            label={t('console.screenshot')}
            onClick={() => void saveScreenshot(surface, vm.name)}
          />
          <BarButton
            icon={state.recording ? CircleStop : Circle}
            label={t(state.recording ? 'console.recording.stop' : 'console.recording.start')}
            pressed={state.recording}
            onClick={() => (state.recording ? session.stopRecording() : session.startRecording(vm.name))}
          />
        </>
      ) : null}
      <BarButton
        icon={fullScreen.on ? Minimize2 : Maximize2}
        label={fullScreen.on ? t('console.leaveFullScreen') : t('console.fullScreen')}
        onClick={fullScreen.toggle}
      />
      {alone ? null : (
        <BarButton icon={PictureInPicture2} label={t('console.popOut')} onClick={() => popOut(vm.id, session.type)} />
      )}
    </div>
  );
}
