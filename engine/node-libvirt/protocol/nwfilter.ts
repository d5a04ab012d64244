/** Packet filters that libvirt puts on a domain’s interfaces. */
import { int, list, string, uint } from '../xdr.ts';
import { LIST_LIMIT, nwfilter } from './objects.ts';
import { procedure } from './procedure.ts';

export const nwfilterProcedures = {
  connectListAllNwfilters: procedure(
    286,
    { needResults: int, flags: uint },
    { filters: list(nwfilter, LIST_LIMIT), ret: uint },
  ),
  nwfilterLookupByName: procedure(175, { name: string }, { nwfilter }),
  nwfilterDefineXml: procedure(180, { xml: string }, { nwfilter }),
  nwfilterUndefine: procedure(181, { nwfilter }, {}),
  nwfilterGetXmlDesc: procedure(177, { nwfilter, flags: uint }, { xml: string }),
};
