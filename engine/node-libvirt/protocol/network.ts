/** Virtual networks. */
import { int, list, string, uint } from '../xdr.ts';
import { LIST_LIMIT, network } from './objects.ts';
import { procedure } from './procedure.ts';

export const networkProcedures = {
  connectListAllNetworks: procedure(
    283,
    { needResults: int, flags: uint },
    { nets: list(network, LIST_LIMIT), ret: uint },
  ),
  networkLookupByName: procedure(46, { name: string }, { net: network }),
  networkDefineXml: procedure(41, { xml: string }, { net: network }),
  networkCreate: procedure(39, { net: network }, {}),
  networkDestroy: procedure(42, { net: network }, {}),
  networkUndefine: procedure(49, { net: network }, {}),
  networkGetXmlDesc: procedure(43, { net: network, flags: uint }, { xml: string }),
  networkUpdate: procedure(
    291,
    { net: network, command: uint, section: uint, parentIndex: int, xml: string, flags: uint },
    {},
  ),
  networkSetAutostart: procedure(48, { net: network, autostart: int }, {}),
};
