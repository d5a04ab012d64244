import { create } from 'zustand';
import { createJSONStorage, persist } from 'zustand/middleware';
import { preferenceStorage } from './preference-storage.ts';

export type ThemeChoice = 'light' | 'dark' | 'auto';
export type Language = 'en' | 'zh-CN';

/** Pixels of the screen, as window.open counts them. */
export interface WindowPlace {
  left: number;
  top: number;
  width: number;
  height: number;
}

export type ConsoleLayout = 'us' | 'gb' | 'de' | 'fr' | 'frWindows' | 'es' | 'esWindows' | 'jp';

/** What a person chose about the face of the application; kept beside the window, never in the engine. */
export interface Preferences {
  theme: ThemeChoice;
  language: Language;
  navigationCollapsed: boolean;
  /** Zone that lists are narrowed to; undefined means all zones. */
  zoneId: string | undefined;
  /** Project that lists and forms act in; undefined means none in particular. */
  projectId: string | undefined;
  /** Shown columns per list id, where they differ from the list's own. */
  columns: Record<string, string[]>;
  /** Searches and filters under names of one's own, per list id, as query strings. */
  savedFilters: Record<string, readonly { name: string; query: string }[]>;
  /** Ids of the lists that are shown as tiles instead of a table. */
  tiledLists: readonly string[];
  pageSize: number;
  sidePanelWidth: number;
  drawerHeight: number;
  /** The keyboard layout that guests are taken to have when a text is typed into their screens, and how fast it is typed. */
  consoleLayout: ConsoleLayout;
  consolePace: 'fast' | 'normal' | 'slow';
  /** Where the windows of consoles were last, by `type-vm`, the one used last at the end. */
  consoleWindows: Record<string, WindowPlace>;
  /** The user has read that nothing but its file's mode guards the key of the stored passwords. */
  unguardedKeyAccepted: boolean;
  /** The question of the first run was answered here, and the tour that follows it was neither begun nor declined yet. */
  tourOffered: boolean;
  set: (change: Partial<Omit<Preferences, 'set'>>) => void;
}

export const usePreferences = create<Preferences>()(
  persist(
    (set) => ({
      theme: 'auto',
      language: navigator.language.toLowerCase().startsWith('zh') ? 'zh-CN' : 'en',
      navigationCollapsed: false,
      zoneId: undefined,
      projectId: undefined,
      columns: {},
      savedFilters: {},
      tiledLists: [],
      pageSize: 100,
      sidePanelWidth: 440,
      drawerHeight: 280,
      consoleLayout: 'us',
      consolePace: 'normal',
      consoleWindows: {},
      unguardedKeyAccepted: false,
      tourOffered: false,
      set: (change) => set(change),
    }),
    { name: 'benchtop-preferences', version: 1, storage: createJSONStorage(() => preferenceStorage) },
  ),
);

/** Console windows follow what is chosen in the main one. */
export function followOtherWindows(): void {
  addEventListener('storage', (event) => {
    if (event.key === 'benchtop-preferences') void usePreferences.persist.rehydrate();
  });
}
