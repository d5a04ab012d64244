import { create } from 'zustand';

/** A list of machines that was dropped somewhere, until the page that reads such lists has taken it. */
export const useDroppedList = create<{ text: string | undefined }>()(() => ({ text: undefined }));

export function takeDroppedList(): string | undefined {
  const { text } = useDroppedList.getState();
  if (text !== undefined) useDroppedList.setState({ text: undefined });
  return text;
}
