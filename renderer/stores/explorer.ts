import { create } from 'zustand';
import type { Format } from '../../engine/contract/serialize.ts';

/** What was filled in in the API explorer, per command, for as long as the window is open; secrets among it too, which is why it is kept nowhere else. */
interface Explorer {
  /** What commands are searched for. */
  search: string;
  /** How answers are shown. */
  format: Format;
  typed: Readonly<Record<string, Readonly<Record<string, string>>>>;
  type: (command: string, values: Readonly<Record<string, string>>) => void;
}

export const useExplorer = create<Explorer>()((set) => ({
  search: '',
  format: 'json',
  typed: {},
  type: (command, values) => set(({ typed }) => ({ typed: { ...typed, [command]: values } })),
}));
