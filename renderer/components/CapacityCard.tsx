import { Stack } from '@mantine/core';
import { useList } from '../api/live.ts';
import { CapacityBar } from '../ui/CapacityBar.tsx';
import { formatCapacity, sumCapacities } from './capacity.ts';
import { useWords, word } from './words.ts';

/** Bars of used and total capacity, of one zone or of all. */
export function ZoneCapacity({ zoneId }: { zoneId: string | undefined }) {
  useWords();
  const { rows } = useList(
    'listCapacity',
    zoneId === undefined ? { pagesize: 500 } : { zoneid: zoneId, pagesize: 500 },
  );
  const capacities = sumCapacities(rows);
  if (capacities.length === 0) return null;
  return (
    <Stack gap="md">
      {capacities.map((capacity) => (
        <CapacityBar
          key={capacity.type}
          label={word('capacity', String(capacity.type))}
          used={capacity.capacityused}
          allocated={capacity.capacityallocated}
          total={capacity.capacitytotal}
          format={(value) => formatCapacity(capacity.type, value)}
        />
      ))}
    </Stack>
  );
}
