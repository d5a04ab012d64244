import type { DedicatedKind } from '../contract/dedication.ts';

/** A zone, pod, cluster or host that is for one domain or account alone. */
export interface DedicatedResourceRow {
  id: string;
  kind: DedicatedKind;
  resourceId: string;
  domainId: string;
  /** Absent where the whole domain has it. */
  accountId?: string;
  /** Which instances run there. */
  affinityGroupId: string;
  created: number;
  // From the view.
  resourceName?: string;
  accountName?: string;
  domainPath?: string;
  affinityGroupName?: string;
}
