/** Devices and limits of a domain. */
import { typedParam } from '../typed-param.ts';
import { int, list, optional, string, struct, uhyper, uint } from '../xdr.ts';
import { domain } from './objects.ts';
import { procedure } from './procedure.ts';

export const deviceProcedures = {
  domainAttachDeviceFlags: procedure(160, { dom: domain, xml: string, flags: uint }, {}),
  domainDetachDeviceFlags: procedure(161, { dom: domain, xml: string, flags: uint }, {}),
  domainUpdateDeviceFlags: procedure(174, { dom: domain, xml: string, flags: uint }, {}),
  domainDetachDeviceAlias: procedure(392, { dom: domain, alias: string, flags: uint }, {}),
  domainSetVcpusFlags: procedure(199, { dom: domain, nvcpus: uint, flags: uint }, {}),
  domainSetMemoryFlags: procedure(204, { dom: domain, memory: uhyper, flags: uint }, {}),
  domainSetMemoryStatsPeriod: procedure(308, { dom: domain, period: int, flags: uint }, {}),
  domainBlockResize: procedure(251, { dom: domain, disk: string, size: uhyper, flags: uint }, {}),
  domainSetBlockIoTune: procedure(252, { dom: domain, disk: string, params: list(typedParam, 32), flags: uint }, {}),
  domainSetInterfaceParameters: procedure(
    256,
    { dom: domain, device: string, params: list(typedParam, 16), flags: uint },
    {},
  ),
  domainSetSchedulerParametersFlags: procedure(219, { dom: domain, params: list(typedParam, 16), flags: uint }, {}),
  domainSetMetadata: procedure(
    264,
    { dom: domain, type: int, metadata: optional(string), key: optional(string), uri: optional(string), flags: uint },
    {},
  ),
  domainGetMetadata: procedure(
    265,
    { dom: domain, type: int, uri: optional(string), flags: uint },
    { metadata: string },
  ),
  domainMemoryStats: procedure(
    159,
    { dom: domain, maxStats: uint, flags: uint },
    { stats: list(struct({ tag: int, val: uhyper }), 1024) },
  ),
  domainInterfaceAddresses: procedure(
    353,
    { dom: domain, source: uint, flags: uint },
    {
      ifaces: list(
        struct({
          name: string,
          hwaddr: optional(string),
          addrs: list(struct({ type: int, addr: string, prefix: uint }), 2048),
        }),
        2048,
      ),
    },
  ),
  domainSendKey: procedure(
    226,
    { dom: domain, codeset: uint, holdtime: uint, keycodes: list(uint, 16), flags: uint },
    {},
  ),
};
