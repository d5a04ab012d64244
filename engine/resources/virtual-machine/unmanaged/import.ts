import type { Caller, Ctx } from '../../../context.ts';
import type { JobAnswer } from '../../../contract/command.ts';
import { fail } from '../../../contract/errors.ts';
import { say } from '../../../contract/phrase.ts';
import { startJob } from '../../common.ts';
import { reserve } from '../../resource-limit/limits.ts';
import { forgetGuestData } from '../guest-data.ts';
import { anyOsType, osTypeFor } from './guest-os.ts';
import { hardwareOf } from './look.ts';
import { placeholderTemplate } from './placeholder.ts';
import type { ImportPlan } from './plan.ts';

/**
 * What had its id or its name before and is gone makes room: an instance that was let go comes back under the id that its virtual machine
 * always had. Its events and jobs are told by that id still.
 */
function forgetFormer(ctx: Ctx, id: string, instanceName: string): void {
  const { store } = ctx;
  const former = store.get('virtualMachines', id);
  if (former?.removed !== undefined) {
    forgetGuestData(ctx, id);
    store.purge('nicSecondaryIps', 'virtual_machine_id = ?', id);
    store.purge('nics', 'virtual_machine_id = ?', id);
    store.prepare('DELETE FROM affinity_group_member WHERE virtual_machine_id = ?').run(id);
    store
      .prepare(
        'DELETE FROM vm_schedule_run WHERE schedule_id IN (SELECT id FROM vm_schedule WHERE virtual_machine_id = ?)',
      )
      .run(id);
    store.purge('vmSchedules', 'virtual_machine_id = ?', id);
    store.purge('virtualMachines', 'id = ?', id);
  }
  store
    .prepare('UPDATE virtual_machine SET instance_name = id WHERE instance_name = ? AND removed IS NOT NULL')
    .run(instanceName);
  // Names of ours are numbered: none that comes later may be this one's.
  const number = Number(/^i-2-(\d{1,9})-VM$/.exec(instanceName)?.[1] ?? 0);
  store.prepare('UPDATE instance_number SET next = max(next, ? + 1)').run(number);
}

/** Writes the rows of an import and starts its job; call inside `store.write`. Errors: allocation, conflict. */
export function beginImport(ctx: Ctx, caller: Caller, plan: ImportPlan): JobAnswer {
  const { found, owner, offering, size, disks, cards } = plan;
  const { host, domain } = found;
  const { id } = domain;
  // What was true when the host was asked may not be so any more.
  const taken =
    ctx.store.first('virtualMachines', 'removed IS NULL AND (id = ? OR instance_name = ?)', id, domain.name) ??
    ctx.store.first('virtualMachines', 'removed IS NULL AND name = ?', plan.hostName);
  if (taken !== undefined)
    throw fail('conflict', say`There is an instance named ${taken.displayName} already.`, { field: 'name' });
  reserve(ctx, owner, {
    user_vm: 1,
    cpu: size.cpuNumber,
    memory: size.memory,
    volume: disks.length,
    primary_storage: disks.reduce((sum, disk) => sum + disk.size, 0),
  });
  forgetFormer(ctx, id, domain.name);
  const osType = osTypeFor(ctx, domain.os) ?? anyOsType(ctx);
  const runs = domain.power === 'PowerOn';
  ctx.store.insert('virtualMachines', {
    id,
    ...owner,
    name: plan.hostName,
    displayName: plan.displayName,
    instanceName: domain.name,
    state: runs ? 'Running' : 'Stopped',
    powerState: runs ? 'PowerOn' : 'PowerOff',
    powerStateTime: ctx.clock(),
    zoneId: host.zoneId,
    clusterId: host.clusterId,
    ...(runs && { hostId: host.id }),
    lastHostId: host.id,
    templateId: plan.template?.id ?? placeholderTemplate(ctx, host.zoneId, host.hypervisor, osType.id, owner),
    serviceOfferingId: offering.id,
    osTypeId: osType.id,
    hypervisor: host.hypervisor,
    ...size,
    haEnabled: offering.offerHa,
    hardware: hardwareOf(domain),
    created: ctx.clock(),
  });
  for (const [deviceId, disk] of disks.entries())
    ctx.store.insert('volumes', {
      id: ctx.ids(),
      ...owner,
      zoneId: host.zoneId,
      poolId: disk.pool.id,
      virtualMachineId: id,
      name: `${deviceId === 0 ? 'ROOT' : `DATA-${deviceId}`}-${plan.hostName}`,
      type: deviceId === 0 ? 'ROOT' : 'DATADISK',
      state: 'Ready',
      size: disk.size,
      physicalSize: disk.physicalSize,
      deviceId,
      path: disk.path,
      file: disk.file,
      format: disk.format,
      diskOfferingId: deviceId === 0 ? offering.diskOfferingId : disk.offering?.id,
      created: ctx.clock(),
    });
  const answer = startJob(
    ctx,
    caller,
    'importUnmanagedInstance',
    { id, hostId: host.id, cards },
    {
      resourceNoun: 'virtualmachine',
      resourceId: id,
      resourceName: plan.displayName,
      hostId: host.id,
      said: say`Importing ${plan.displayName} from ${host.name}`,
    },
  );
  ctx.store.update('virtualMachines', id, { jobId: answer.jobid });
  return answer;
}
