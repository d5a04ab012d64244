import type { Ctx } from '../../context.ts';
import type { HostRow } from '../../store/rows.ts';

/** What the instances of a host take of it. Instances that are starting, running, stopping or migrating count; stopped ones do not. */
export interface HostLoad {
  hostId: string;
  /** Cores × MHz. */
  cpu: number;
  /** Bytes. */
  memory: number;
  instances: number;
}

const mebibyte = 1024 ** 2;

/** The load of all hosts (or one), of totals that the store keeps. */
export function hostLoads(ctx: Ctx, hostId?: string): Map<string, HostLoad> {
  const rows = ctx.store
    .prepare(
      'SELECT host_id AS hostId, cpu, memory, instances FROM host_load WHERE instances > 0 AND (? IS NULL OR host_id = ?)',
    )
    .all(hostId ?? null, hostId ?? null) as { hostId: string; cpu: number; memory: number; instances: number }[];
  return new Map(rows.map((row) => [row.hostId, { ...row, memory: row.memory * mebibyte }]));
}

export interface HostCapacity {
  /** MHz with over-provisioning. */
  cpuTotal: number;
  /** Bytes with over-provisioning, less what is reserved for the host. */
  memoryTotal: number;
}

/** What a host has to give: its own figures times the cluster's over-provisioning factors, less host.reserved.mem.mb. */
export function hostCapacity(ctx: Ctx, host: HostRow): HostCapacity {
  const scope = { zoneId: host.zoneId, clusterId: host.clusterId };
  const reserved = ctx.settings.number('host.reserved.mem.mb') * mebibyte;
  const extra = ctx.settings.number('host.overcommit.mem.mb') * mebibyte;
  return {
    cpuTotal: host.cpuNumber * host.cpuSpeed * ctx.settings.number('cpu.overprovisioning.factor', scope),
    memoryTotal:
      Math.max(0, host.memoryTotal + extra - reserved) * ctx.settings.number('mem.overprovisioning.factor', scope),
  };
}
