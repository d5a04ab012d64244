/** What the QEMU guest agent does inside the guest. */
import { typedParam } from '../typed-param.ts';
import { int, list, optional, string, uint } from '../xdr.ts';
import { domain } from './objects.ts';
import { procedure } from './procedure.ts';

export const agentProcedures = {
  domainFsfreeze: procedure(335, { dom: domain, mountpoints: list(string, 256), flags: uint }, { filesystems: int }),
  domainFsthaw: procedure(336, { dom: domain, mountpoints: list(string, 256), flags: uint }, { filesystems: int }),
  domainSetUserPassword: procedure(
    357,
    { dom: domain, user: optional(string), password: optional(string), flags: uint },
    {},
  ),
  domainGetGuestInfo: procedure(418, { dom: domain, types: uint, flags: uint }, { params: list(typedParam, 2048) }),
  domainAgentSetResponseTimeout: procedure(420, { dom: domain, timeout: int, flags: uint }, { result: int }),
};
