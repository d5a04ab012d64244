import { create } from 'zustand';

/** What was filled in in the API explorer, per command, for as long as the window is open; secrets among it too, which is why it is kept nowhere else. */
interface Explorer {
  /** What commands are searched for. */
  search: string;
  typed: Readonly<Record<string, Readonly<Record<string, string>>>>;
  type: (command: string, values: Readonly<Record<string, string>>) => void;
}

export const useExplorer = create<Explorer>()((set) => ({
  search: '',
  typed: {},
  type: (command, values) => set(({ typed }) => ({ typed: { ...typed, [command]: values } })),
}));
