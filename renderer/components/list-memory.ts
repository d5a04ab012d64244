/** Where a list was left: going back finds the same place and the same rows selected. Lives as long as the window. */
interface Place {
  scrollTop: number;
  selected: ReadonlySet<string>;
}

const places = new Map<string, Place>();

export const rememberedPlace = (key: string): Place => places.get(key) ?? { scrollTop: 0, selected: new Set() };

export function rememberPlace(key: string, change: Partial<Place>): void {
  places.set(key, { ...rememberedPlace(key), ...change });
}
