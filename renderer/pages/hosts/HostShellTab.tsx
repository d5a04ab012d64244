import { lazy, Suspense } from 'react';
import type { HostView } from '../../../engine/contract/views.ts';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';

const HostShell = lazy(async () => ({ default: (await import('../../console/HostShell.tsx')).HostShell }));

/** A shell on a host; the terminal is loaded when its tab is opened. */
export function HostShellTab({ host }: { host: HostView }) {
  return (
    <Suspense fallback={<SkeletonRows count={4} />}>
      <HostShell host={host} />
    </Suspense>
  );
}
