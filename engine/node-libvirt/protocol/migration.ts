/** Migration in five steps, and the job that a domain is busy with. */
import { typedParam } from '../typed-param.ts';
import { int, list, opaque, optional, string, uhyper, uint } from '../xdr.ts';
import { domain } from './objects.ts';
import { procedure } from './procedure.ts';

// Hosts with many disks or much storage to copy send cookies of megabytes (REMOTE_MIGRATE_COOKIE_MAX).
const COOKIE_LIMIT = 4_194_304;

export const migrationProcedures = {
  domainMigrateBegin3Params: procedure(
    302,
    { dom: domain, params: list(typedParam, 64), flags: uint },
    { cookieOut: opaque(COOKIE_LIMIT), xml: string },
  ),
  domainMigratePrepare3Params: procedure(
    303,
    { params: list(typedParam, 64), cookieIn: opaque(COOKIE_LIMIT), flags: uint },
    { cookieOut: opaque(COOKIE_LIMIT), uriOut: optional(string) },
  ),
  domainMigratePerform3Params: procedure(
    305,
    {
      dom: domain,
      dconnuri: optional(string),
      params: list(typedParam, 64),
      cookieIn: opaque(COOKIE_LIMIT),
      flags: uint,
    },
    { cookieOut: opaque(COOKIE_LIMIT) },
  ),
  domainMigrateFinish3Params: procedure(
    306,
    { params: list(typedParam, 64), cookieIn: opaque(COOKIE_LIMIT), flags: uint, cancelled: int },
    { dom: domain, cookieOut: opaque(COOKIE_LIMIT) },
  ),
  domainMigrateConfirm3Params: procedure(
    307,
    { dom: domain, params: list(typedParam, 64), cookieIn: opaque(COOKIE_LIMIT), flags: uint, cancelled: int },
    {},
  ),
  domainGetJobStats: procedure(298, { dom: domain, flags: uint }, { type: int, params: list(typedParam, 64) }),
  domainAbortJob: procedure(164, { dom: domain }, {}),
  domainMigrateSetMaxDowntime: procedure(166, { dom: domain, downtime: uhyper, flags: uint }, {}),
  domainMigrateSetMaxSpeed: procedure(207, { dom: domain, bandwidth: uhyper, flags: uint }, {}),
  domainMigrateStartPostCopy: procedure(364, { dom: domain, flags: uint }, {}),
};
