/**
 * Messages that libvirt sends by itself, and how each is asked for.
 *
 * Events are hints to read again, never state: their order against replies is not fixed, starting a domain announces RESUMED
 * before STARTED, and nothing that happens while no connection is registered is ever announced later.
 */
import { typedParam } from '../typed-param.ts';
import type { Codec, Fields, Shape } from '../xdr.ts';
import { int, list, optional, string, struct, uhyper, uint } from '../xdr.ts';
import { domain, network, storagePool } from './objects.ts';

/** The three registries of libvirt's event ids, and the close callback, which has no id. */
export type EventFamily = 'domain' | 'storagePool' | 'network' | 'connection';

export type EventKind<Payload> = {
  /** Number of the message. */
  readonly number: number;
  readonly family: EventFamily;
  /** Number to register with (virDomainEventID and its kin); not the message's number. */
  readonly eventID: number;
  readonly payload: Codec<Payload>;
};

function kind<S extends Shape>(number: number, family: EventFamily, eventID: number, shape: S): EventKind<Fields<S>> {
  return { number, family, eventID, payload: struct(shape) };
}

const domainEvent = { callbackID: int, dom: domain };

export const eventKinds = {
  domainLifecycle: kind(318, 'domain', 0, { ...domainEvent, event: int, detail: int }),
  domainReboot: kind(319, 'domain', 1, domainEvent),
  domainWatchdog: kind(321, 'domain', 3, { ...domainEvent, action: int }),
  domainIoError: kind(324, 'domain', 6, {
    ...domainEvent,
    srcPath: string,
    devAlias: string,
    action: int,
    reason: string,
  }),
  domainControlError: kind(325, 'domain', 7, domainEvent),
  domainDeviceRemoved: kind(333, 'domain', 15, { ...domainEvent, devAlias: string }),
  domainBlockJob: kind(339, 'domain', 16, { ...domainEvent, dst: string, type: int, status: int }),
  domainTunable: kind(346, 'domain', 17, { ...domainEvent, params: list(typedParam, 2048) }),
  domainAgentLifecycle: kind(348, 'domain', 18, { ...domainEvent, state: int, reason: int }),
  domainDeviceAdded: kind(354, 'domain', 19, { ...domainEvent, devAlias: string }),
  domainMigrationIteration: kind(359, 'domain', 20, { ...domainEvent, iteration: int }),
  domainJobCompleted: kind(363, 'domain', 21, { ...domainEvent, params: list(typedParam, 64) }),
  domainDeviceRemovalFailed: kind(367, 'domain', 22, { ...domainEvent, devAlias: string }),
  domainMetadataChange: kind(379, 'domain', 23, { ...domainEvent, type: int, nsuri: optional(string) }),
  domainBlockThreshold: kind(385, 'domain', 24, {
    ...domainEvent,
    dev: string,
    path: optional(string),
    threshold: uhyper,
    excess: uhyper,
  }),
  domainMemoryFailure: kind(423, 'domain', 25, { ...domainEvent, recipient: int, action: int, flags: uint }),
  storagePoolLifecycle: kind(370, 'storagePool', 0, { callbackID: int, pool: storagePool, event: int, detail: int }),
  storagePoolRefresh: kind(373, 'storagePool', 1, { callbackID: int, pool: storagePool }),
  networkLifecycle: kind(315, 'network', 0, { callbackID: int, net: network, event: int, detail: int }),
  /** The hypervisor driver behind the connection went away, although the connection itself stands. */
  connectionClosed: kind(362, 'connection', 0, { reason: int }),
};

export type EventName = keyof typeof eventKinds;

type PayloadOf<K extends EventName> = (typeof eventKinds)[K] extends EventKind<infer Payload> ? Payload : never;

/** An event as listeners get it: discriminated by `name`, with the fields of that kind. */
export type LibvirtEvent = { [K in EventName]: { readonly name: K } & Readonly<PayloadOf<K>> }[EventName];

const byNumber = new Map<number, readonly [EventName, EventKind<unknown>]>(
  Object.entries(eventKinds).map(([name, entry]) => [entry.number, [name as EventName, entry]]),
);

/** Name and layout of the event message with this number, or undefined: newer daemons have more. */
export function eventKindByNumber(number: number): readonly [EventName, EventKind<unknown>] | undefined {
  return byNumber.get(number);
}
