/** Asking for events. The registration, not the connection, has the callback id that messages carry. */
import { int, optional } from '../xdr.ts';
import { domain, network, storagePool } from './objects.ts';
import { procedure } from './procedure.ts';

export const eventRegistrationProcedures = {
  connectDomainEventCallbackRegisterAny: procedure(316, { eventID: int, dom: optional(domain) }, { callbackID: int }),
  connectDomainEventCallbackDeregisterAny: procedure(317, { callbackID: int }, {}),
  connectStoragePoolEventRegisterAny: procedure(
    368,
    { eventID: int, pool: optional(storagePool) },
    { callbackID: int },
  ),
  connectStoragePoolEventDeregisterAny: procedure(369, { callbackID: int }, {}),
  connectNetworkEventRegisterAny: procedure(313, { eventID: int, net: optional(network) }, { callbackID: int }),
  connectNetworkEventDeregisterAny: procedure(314, { callbackID: int }, {}),
};
