/** Secrets that storage needs, such as Ceph keys. */
import { int, list, opaque, string, uint, uuid } from '../xdr.ts';
import { LIST_LIMIT, secret } from './objects.ts';
import { procedure } from './procedure.ts';

export const secretProcedures = {
  connectListAllSecrets: procedure(
    287,
    { needResults: int, flags: uint },
    { secrets: list(secret, LIST_LIMIT), ret: uint },
  ),
  secretLookupByUuid: procedure(141, { uuid }, { secret }),
  secretLookupByUsage: procedure(147, { usageType: int, usageID: string }, { secret }),
  secretDefineXml: procedure(142, { xml: string, flags: uint }, { secret }),
  secretSetValue: procedure(144, { secret, value: opaque(65536), flags: uint }, {}),
  secretUndefine: procedure(146, { secret }, {}),
};
