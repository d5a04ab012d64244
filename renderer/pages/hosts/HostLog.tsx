import { later } from '../../ui/Later.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';

const LogTerminal = later(() => import('../../console/LogTerminal.tsx'), 'LogTerminal', <SkeletonRows count={4} />);

/** All that was done on a host, in a terminal that only shows; loaded when its tab is opened. */
export function HostLog({ hostId }: { hostId: string }) {
  return <LogTerminal hostid={hostId} />;
}
