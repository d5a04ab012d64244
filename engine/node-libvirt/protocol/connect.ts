/** The connection itself: login, features, what the hypervisor can do. */
import { int, list, optional, string, uhyper, uint } from '../xdr.ts';
import { procedure } from './procedure.ts';

export const connectProcedures = {
  authList: procedure(66, {}, { types: list(int, 20) }),
  authPolkit: procedure(70, {}, { complete: int }),
  connectOpen: procedure(1, { name: optional(string), flags: uint }, {}),
  connectClose: procedure(2, {}, {}),
  connectSupportsFeature: procedure(60, { feature: int }, { supported: int }),
  connectGetType: procedure(3, {}, { type: string }),
  connectGetVersion: procedure(4, {}, { hvVer: uhyper }),
  connectGetLibVersion: procedure(157, {}, { libVer: uhyper }),
  connectGetHostname: procedure(59, {}, { hostname: string }),
  connectGetUri: procedure(110, {}, { uri: string }),
  connectGetCapabilities: procedure(7, {}, { capabilities: string }),
  connectGetDomainCapabilities: procedure(
    342,
    {
      emulatorbin: optional(string),
      arch: optional(string),
      machine: optional(string),
      virttype: optional(string),
      flags: uint,
    },
    { capabilities: string },
  ),
  connectBaselineHypervisorCpu: procedure(
    394,
    {
      emulator: optional(string),
      arch: optional(string),
      machine: optional(string),
      virttype: optional(string),
      xmlCPUs: list(string, 256),
      flags: uint,
    },
    { cpu: string },
  ),
  connectCompareHypervisorCpu: procedure(
    393,
    {
      emulator: optional(string),
      arch: optional(string),
      machine: optional(string),
      virttype: optional(string),
      xmlCPU: string,
      flags: uint,
    },
    { result: int },
  ),
  connectGetSysinfo: procedure(203, { flags: uint }, { sysinfo: string }),
  connectRegisterCloseCallback: procedure(360, {}, {}),
};
