import { later } from '../../ui/Later.tsx';
import { SkeletonRows } from '../../ui/SkeletonRows.tsx';

/** A shell on a host; the terminal is loaded when its tab is opened. */
export const HostShellTab = later(() => import('../../console/HostShell.tsx'), 'HostShell', <SkeletonRows count={4} />);
