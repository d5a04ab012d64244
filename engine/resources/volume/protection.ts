import type { Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { VolumeRow } from '../../store/rows.ts';

/** The volumes of an instance that are protected from being deleted. */
export const protectedVolumes = (ctx: Ctx, virtualMachineId: string): VolumeRow[] =>
  ctx.store.where(
    'volumes',
    'removed IS NULL AND virtual_machine_id = ? AND delete_protection = 1 ORDER BY device_id',
    virtualMachineId,
  );

/** Refuses what would delete a volume that is protected from it. Error: conflict. */
export function refuseProtectedVolumes(volumes: readonly Pick<VolumeRow, 'name' | 'deleteProtection'>[]): void {
  const found = volumes.find((volume) => volume.deleteProtection === true);
  if (found !== undefined)
    throw fail('conflict', say`The volume ${found.name} is protected from being deleted.`, {
      hint: say`Take the protection away first: its menu, or updateVolume with deleteprotection=false.`,
    });
}
