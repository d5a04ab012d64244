import { lazy, Suspense } from 'react';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';

const LogTerminal = lazy(async () => ({ default: (await import('../../console/LogTerminal.tsx')).LogTerminal }));

/** All that was done on a host, in a terminal that only shows; loaded when its tab is opened. */
export function HostLog({ hostId }: { hostId: string }) {
  return (
    <Suspense fallback={<SkeletonRows count={4} />}>
      <LogTerminal hostid={hostId} />
    </Suspense>
  );
}
