// In this order: instances are made in the cloud that the first file's samples leave.
import './samples-infrastructure.ts';
import './samples-networks.ts';
import './samples-instances.ts';
import './samples-moves.ts';
import './samples-statistics.ts';
import './samples-settings.ts';
import './samples-guest-os.ts';
import './samples-nics.ts';
import './samples-schedules.ts';
import './samples-accounts.ts';
import './samples-limits.ts';
import './samples-guest-data.ts';
import './samples-details.ts';
import './samples-offerings.ts';
import './samples-groups.ts';
import './samples-dedication.ts';
import './samples-permissions.ts';
import './samples-unmanaged.ts';
import './samples-image-copies.ts';
import './samples-assign.ts';

import './samples-operations.ts';
import './samples-projects.ts';

export { samples } from './sample.ts';
