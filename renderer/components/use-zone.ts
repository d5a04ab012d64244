import { useList } from '../api/live.ts';
import { usePreferences } from '../stores/preferences.ts';

/** The zone that lists are narrowed to; a zone that is gone narrows nothing. */
export function useZoneId(): string | undefined {
  const chosen = usePreferences((preferences) => preferences.zoneId);
  const { rows, loading } = useList('listZones', { pagesize: 500 });
  return loading || rows.some((zone) => zone.id === chosen) ? chosen : undefined;
}
