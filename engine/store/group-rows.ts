import type { AffinityType } from '../contract/groups.ts';

interface GroupRow {
  id: string;
  accountId: string;
  domainId: string;
  name: string;
  created: number;
  removed?: number;
  // From the view.
  accountName?: string;
  domainName?: string;
}

/** Says which instances are to share a host, and which are not. */
export interface AffinityGroupRow extends GroupRow {
  description?: string;
  type: AffinityType;
}

/** Gathers instances under a name, and says nothing about their hosts. */
export type InstanceGroupRow = GroupRow;
