/** Long operations on a running domain’s disks. */
import { typedParam } from '../typed-param.ts';
import { int, list, optional, string, uhyper, uint } from '../xdr.ts';
import { domain } from './objects.ts';
import { procedure } from './procedure.ts';

export const blockJobProcedures = {
  domainBlockCommit: procedure(
    290,
    { dom: domain, disk: string, base: optional(string), top: optional(string), bandwidth: uhyper, flags: uint },
    {},
  ),
  domainBlockCopy: procedure(
    345,
    { dom: domain, path: string, destxml: string, params: list(typedParam, 16), flags: uint },
    {},
  ),
  domainBlockPull: procedure(240, { dom: domain, path: string, bandwidth: uhyper, flags: uint }, {}),
  domainBlockJobAbort: procedure(237, { dom: domain, path: string, flags: uint }, {}),
  domainGetBlockJobInfo: procedure(
    238,
    { dom: domain, path: string, flags: uint },
    { found: int, type: int, bandwidth: uhyper, cur: uhyper, end: uhyper },
  ),
  domainBlockJobSetSpeed: procedure(239, { dom: domain, path: string, bandwidth: uhyper, flags: uint }, {}),
};
