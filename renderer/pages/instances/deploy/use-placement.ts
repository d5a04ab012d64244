import type { Input, Output } from '../../../../engine/contract/contract.ts';
import { useQuery } from '../../../api/live.ts';
import type { DeployDraft } from './deploy-draft.ts';

type Refusal = Output<'explainPlacement'>['refusals'][number];

export interface Placement {
  /** How many hosts would take it, of those that may be chosen. */
  able: number;
  refusals: readonly Refusal[];
  /** Set when the host that was asked for by name refuses. */
  chosenHost: Refusal | undefined;
}

/** The question as the engine takes it, with the disks as they were chosen. Undefined while it cannot be asked. */
export function placementInput(
  { zoneid, diskofferingid, size, rootdisksize, cpunumber, cpuspeed, memory, affinitygroupids }: DeployDraft,
  templateid: string | undefined,
  serviceofferingid: string | undefined,
): Input<'explainPlacement'> | undefined {
  if (zoneid === undefined || serviceofferingid === undefined || templateid === undefined) return undefined;
  return {
    zoneid,
    serviceofferingid,
    templateid,
    ...(diskofferingid !== undefined && { diskofferingid }),
    ...(size !== undefined && { size }),
    ...(rootdisksize !== undefined && { rootdisksize }),
    ...(cpunumber !== undefined && { cpunumber }),
    ...(cpuspeed !== undefined && { cpuspeed }),
    ...(memory !== undefined && { memory }),
    ...(affinitygroupids !== undefined && affinitygroupids.length > 0 && { affinitygroupids: [...affinitygroupids] }),
  };
}

/** Which hosts would take the instance, and why the others would not. Undefined until known, and for those who may not ask. */
export function usePlacement(draft: DeployDraft): Placement | undefined {
  const { data } = useQuery('explainPlacement', placementInput(draft, draft.templateid, draft.serviceofferingid));
  if (data === undefined) return undefined;
  const chosenHost = data.refusals.find((refusal) => refusal.hostid === draft.hostid);
  const able = draft.hostid === undefined ? data.hostids.length : chosenHost === undefined ? 1 : 0;
  return { able, refusals: data.refusals, chosenHost };
}
