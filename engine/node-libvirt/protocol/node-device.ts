/** Devices of the host, for passing through to domains. */
import { int, list, optional, string, uint } from '../xdr.ts';
import { nodeDevice } from './objects.ts';
import { procedure } from './procedure.ts';

export const nodeDeviceProcedures = {
  connectListAllNodeDevices: procedure(
    285,
    { needResults: int, flags: uint },
    { devices: list(nodeDevice, 65536), ret: uint },
  ),
  nodeDeviceLookupByName: procedure(113, { name: string }, { dev: nodeDevice }),
  nodeDeviceGetXmlDesc: procedure(114, { name: string, flags: uint }, { xml: string }),
  nodeDeviceDetachFlags: procedure(301, { name: string, driverName: optional(string), flags: uint }, {}),
  nodeDeviceReAttach: procedure(119, { name: string }, {}),
};
