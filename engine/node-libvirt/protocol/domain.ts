/** Virtual machines, which libvirt calls domains: find, define, start, stop, read. */
import { typedParam } from '../typed-param.ts';
import { int, list, string, struct, uhyper, uint, uuid } from '../xdr.ts';
import { domain, LIST_LIMIT } from './objects.ts';
import { procedure } from './procedure.ts';

export const domainProcedures = {
  connectListAllDomains: procedure(
    273,
    { needResults: int, flags: uint },
    { domains: list(domain, LIST_LIMIT), ret: uint },
  ),
  connectGetAllDomainStats: procedure(
    344,
    { doms: list(domain, LIST_LIMIT), stats: uint, flags: uint },
    { retStats: list(struct({ dom: domain, params: list(typedParam, 262144) }), LIST_LIMIT) },
  ),
  domainLookupByName: procedure(23, { name: string }, { dom: domain }),
  domainLookupByUuid: procedure(24, { uuid }, { dom: domain }),
  domainDefineXmlFlags: procedure(350, { xml: string, flags: uint }, { dom: domain }),
  domainCreateXml: procedure(10, { xmlDesc: string, flags: uint }, { dom: domain }),
  domainCreateWithFlags: procedure(196, { dom: domain, flags: uint }, { dom: domain }),
  domainShutdownFlags: procedure(258, { dom: domain, flags: uint }, {}),
  domainReboot: procedure(27, { dom: domain, flags: uint }, {}),
  domainReset: procedure(245, { dom: domain, flags: uint }, {}),
  domainDestroyFlags: procedure(234, { dom: domain, flags: uint }, {}),
  domainUndefineFlags: procedure(231, { dom: domain, flags: uint }, {}),
  domainSuspend: procedure(34, { dom: domain }, {}),
  domainResume: procedure(28, { dom: domain }, {}),
  domainSetAutostart: procedure(29, { dom: domain, autostart: int }, {}),
  domainGetInfo: procedure(
    16,
    { dom: domain },
    { state: int, maxMem: uhyper, memory: uhyper, nrVirtCpu: int, cpuTime: uhyper },
  ),
  domainGetState: procedure(212, { dom: domain, flags: uint }, { state: int, reason: int }),
  domainGetXmlDesc: procedure(14, { dom: domain, flags: uint }, { xml: string }),
  domainGetBlockInfo: procedure(
    194,
    { dom: domain, path: string, flags: uint },
    { allocation: uhyper, capacity: uhyper, physical: uhyper },
  ),
};
