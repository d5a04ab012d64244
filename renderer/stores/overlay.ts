import type { ReactNode } from 'react';
import { create } from 'zustand';

export interface PanelContent {
  title: string;
  /** For tables: as much of the window as there is. */
  wide?: boolean;
  content: ReactNode;
}

export interface Confirmation {
  title: string;
  /** What will happen, in one or two sentences. */
  message: ReactNode;
  /** The verb on the button. */
  action: string;
  danger?: boolean;
  /** There is nothing to say yes to: the message says why, and what to do first. */
  refused?: boolean;
  /** Set only when data dies: the name that has to be typed. */
  typeName?: string;
}

interface Overlay {
  panel: PanelContent | undefined;
  /** True while the panel's form holds unsaved changes; Esc and closing then ask first. */
  panelDirty: boolean;
  confirmation: (Confirmation & { resolve: (yes: boolean) => void }) | undefined;
  drawerOpen: boolean;
  /** The job whose log the drawer shows. */
  drawerJob: string | undefined;
  shortcutsOpen: boolean;
  paletteOpen: boolean;
  tourOpen: boolean;
  set: (change: Partial<Omit<Overlay, 'set'>>) => void;
}

/** What lies over or beside the page: side panel, question, jobs drawer, sheet of shortcuts. */
export const useOverlay = create<Overlay>()((set) => ({
  panel: undefined,
  panelDirty: false,
  confirmation: undefined,
  drawerOpen: false,
  drawerJob: undefined,
  shortcutsOpen: false,
  paletteOpen: false,
  tourOpen: false,
  set: (change) => set(change),
}));

/** Opens the side panel on the right, in place of what was in it. */
export function openPanel(panel: PanelContent): void {
  useOverlay.getState().set({ panel, panelDirty: false });
}

/** The same for a table that needs room. */
export function openWidePanel(panel: PanelContent): void {
  openPanel({ ...panel, wide: true });
}

export function closePanel(): void {
  useOverlay.getState().set({ panel: undefined, panelDirty: false });
}

/** Asks a question in the middle of the window; resolves with the answer. */
export function confirm(confirmation: Confirmation): Promise<boolean> {
  useOverlay.getState().confirmation?.resolve(false);
  return new Promise((resolve) => {
    const answer = (yes: boolean) => {
      useOverlay.getState().set({ confirmation: undefined });
      resolve(yes);
    };
    useOverlay.getState().set({ confirmation: { ...confirmation, resolve: answer } });
  });
}

/** Shows a job in the drawer. */
export function showJob(jobid: string): void {
  useOverlay.getState().set({ drawerOpen: true, drawerJob: jobid });
}
