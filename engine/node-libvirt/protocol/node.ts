/** The host that libvirt runs on (libvirt calls it node). */
import { characters, int, list, string, struct, uhyper, uint } from '../xdr.ts';
import { procedure } from './procedure.ts';

export const nodeProcedures = {
  nodeGetInfo: procedure(
    6,
    {},
    { model: characters(32), memory: uhyper, cpus: int, mhz: int, nodes: int, sockets: int, cores: int, threads: int },
  ),
  nodeGetCpuStats: procedure(
    227,
    { cpuNum: int, nparams: int, flags: uint },
    { params: list(struct({ field: string, value: uhyper }), 16), nparams: int },
  ),
  nodeGetMemoryStats: procedure(
    228,
    { nparams: int, cellNum: int, flags: uint },
    { params: list(struct({ field: string, value: uhyper }), 16), nparams: int },
  ),
  nodeGetFreeMemory: procedure(102, {}, { freeMem: uhyper }),
};
