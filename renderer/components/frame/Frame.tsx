import { Loader } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useConnection } from '../../stores/connection.ts';
import { closePanel, useOverlay } from '../../stores/overlay.ts';
import { usePreferences } from '../../stores/preferences.ts';
import { SidePanel } from '../../ui/SidePanel.tsx';
import { closePanelAsking } from '../side-panel.ts';
import { UploadBar } from '../uploads/UploadBar.tsx';
import classes from './Frame.module.css';
import { JobsDrawer } from './JobsDrawer.tsx';
import { Navigation } from './Navigation.tsx';
import { Palette } from './Palette.tsx';
import { SecretsBar } from './SecretsBar.tsx';
import { ShortcutSheet } from './ShortcutSheet.tsx';
import { TopBar } from './TopBar.tsx';
import { Tour } from './Tour.tsx';
import { useShortcuts } from './use-shortcuts.ts';

/** A bar that says when the engine does not answer; what is on screen is then of the past. */
export function ConnectionBar() {
  const { t } = useTranslation();
  const state = useConnection((connection) => connection.state);
  if (state !== 'lost') return null;
  return (
    <div className={classes.lost} role="alert">
      <Loader size={14} color="orange" />
      {t('frame.connectionLost')}
    </div>
  );
}

function focusPage(): void {
  document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true });
}

/** What is the same on every page: navigation, top bar, side panel, jobs drawer, shortcuts. */
export function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [path] = useLocation();
  const { panel, drawerOpen, paletteOpen, shortcutsOpen, tourOpen } = useOverlay();
  const { sidePanelWidth, set } = usePreferences();
  useShortcuts();
  // Leaving the page closes its panel, unless work would be lost.
  useEffect(() => {
    if (!useOverlay.getState().panelDirty) closePanel();
    // A question that leads elsewhere by a link was not answered with yes.
    useOverlay.getState().confirmation?.resolve(false);
    // What was pressed has gone with its page: Tab goes on in the new one, not at the top of the window.
    if (document.activeElement === document.body) focusPage();
  }, [path]);
  return (
    <div className={classes.frame}>
      <button type="button" className={classes.skip} onClick={focusPage}>
        {t('frame.skip')}
      </button>
      <Navigation />
      <div className={classes.column}>
        <ConnectionBar />
        <SecretsBar />
        <TopBar />
        <div className={classes.middle}>
          {children}
          {panel === undefined ? null : (
            <SidePanel
              key={panel.title}
              title={panel.title}
              over={panel.wide ?? false}
              width={panel.wide ? Math.max(sidePanelWidth, Math.round(innerWidth * 0.74)) : sidePanelWidth}
              onResize={(width) => set({ sidePanelWidth: width })}
              onClose={() => void closePanelAsking()}
            >
              {panel.content}
            </SidePanel>
          )}
        </div>
        <UploadBar />
        {drawerOpen ? <JobsDrawer /> : null}
      </div>
      {paletteOpen ? <Palette /> : null}
      {shortcutsOpen ? <ShortcutSheet /> : null}
      {tourOpen ? <Tour /> : null}
    </div>
  );
}
