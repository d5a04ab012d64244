/** Procedures of QEMU’s own program: raw monitor and guest agent commands. A monitor command taints the domain. */
import { int, optional, string, uint } from '../xdr.ts';
import { domain } from './objects.ts';
import { qemuProcedure } from './procedure.ts';

export const qemuProcedures = {
  qemuDomainMonitorCommand: qemuProcedure(1, { dom: domain, cmd: string, flags: uint }, { result: string }),
  qemuDomainAgentCommand: qemuProcedure(
    3,
    { dom: domain, cmd: string, timeout: int, flags: uint },
    { result: optional(string) },
  ),
};
