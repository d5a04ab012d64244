/**
 * Migration of a domain, steered from here: five steps on two hosts that need not know or trust each other. Only QEMU's data goes
 * from host to host. The order and what follows a failure are those of libvirt's own client (protocol version 3).
 *
 *   begin (source) → prepare (destination) → perform (source) → finish (destination) → confirm (source)
 *
 * Each step hands an opaque cookie to the next one on the other side.
 */
import type { LibvirtConnection } from './connection.ts';
import { LibvirtError } from './errors.ts';
import { MigrateFlag } from './protocol/flags.ts';
import type { Domain } from './protocol/objects.ts';
import type { FieldValues } from './typed-params.ts';
import { migrationFields, typedParams } from './typed-params.ts';

export type MigrationPhase = 'begin' | 'prepare' | 'perform' | 'finish' | 'confirm';

export type MigrationRequest = {
  /** From `LibvirtHost.transfer`: calls take as long as the memory takes to copy, so they must have no deadline. */
  readonly source: LibvirtConnection;
  readonly destination: LibvirtConnection;
  readonly dom: Domain;
  /** `MigrateFlag`; not peerToPeer or tunnelled, with which the hosts would steer themselves. */
  readonly flags: number;
  /** `migrate_uri` is where QEMU on the destination listens, such as `tcp://192.0.2.7`; without it the destination chooses. */
  readonly params?: FieldValues<typeof migrationFields>;
  /** Told before each step. */
  readonly onPhase?: (phase: MigrationPhase) => void;
};

/** The destination's libvirt started the domain and says so by an error, since it is gone again already. */
const MIGRATE_FINISH_OK = 93;

const NO_COOKIE = new Uint8Array();

/**
 * Moves a domain and returns it as the destination knows it. To cancel, call domainAbortJob on another connection to the source.
 *
 * Rejects with the first error. What libvirt refused left the domain running at the source and nothing at the destination. With
 * reason `disconnected` or `deadline` and `sent` true, a host was lost on the way: ask both where the domain runs before anything
 * else. It is never resumed at the source while the destination may run it.
 */
export async function migrateDomain(request: MigrationRequest): Promise<Domain> {
  const { source, destination, dom, onPhase } = request;
  const own = MigrateFlag.peerToPeer | MigrateFlag.tunnelled;
  if ((request.flags & own) !== 0)
    throw new LibvirtError({
      reason: 'invalid',
      message: 'a peer-to-peer migration is steered by the hosts, not from here',
    });
  // The source keeps the domain unchangeable between our steps; only it understands that flag, and these two only concern it.
  const sourceFlags = request.flags | MigrateFlag.changeProtection;
  const destinationFlags = request.flags & ~(MigrateFlag.abortOnError | MigrateFlag.autoConverge);
  let values: FieldValues<typeof migrationFields> = { ...request.params };
  const params = () => typedParams(migrationFields, values);

  onPhase?.('begin');
  const begun = await source.call('domainMigrateBegin3Params', { dom, params: params(), flags: sourceFlags });
  values = { ...values, destination_xml: begun.xml };

  /** The source's part of the end. Its own failure cannot be helped any more. */
  const confirm = async (cookieIn: Uint8Array, cancelled: boolean): Promise<void> => {
    onPhase?.('confirm');
    const end = { dom, params: params(), cookieIn, flags: sourceFlags, cancelled: cancelled ? 1 : 0 };
    await source.call('domainMigrateConfirm3Params', end);
  };

  let cookie: Uint8Array;
  try {
    onPhase?.('prepare');
    const prepare = { params: params(), cookieIn: begun.cookieOut, flags: destinationFlags };
    const prepared = await destination.call('domainMigratePrepare3Params', prepare);
    cookie = prepared.cookieOut;
    // The destination names its address unless we did.
    values = { ...values, migrate_uri: prepared.uriOut ?? values.migrate_uri };
  } catch (error) {
    await confirm(NO_COOKIE, true).catch(() => {});
    throw error;
  }

  let failure: unknown;
  let performFailed = false;
  if ((request.flags & MigrateFlag.offline) === 0) {
    try {
      onPhase?.('perform');
      const perform = { dom, dconnuri: null, params: params(), cookieIn: cookie, flags: sourceFlags };
      cookie = (await source.call('domainMigratePerform3Params', perform)).cookieOut;
    } catch (error) {
      failure = error;
      performFailed = true;
      cookie = NO_COOKIE;
    }
  }

  let moved: Domain | undefined;
  let finishedAndGone = false;
  try {
    onPhase?.('finish');
    values = { ...values, destination_name: values.destination_name ?? dom.name };
    const cancelled = performFailed ? 1 : 0;
    const finish = { params: params(), cookieIn: cookie, flags: destinationFlags, cancelled };
    const finished = await destination.call('domainMigrateFinish3Params', finish);
    cookie = finished.cookieOut;
    if (!performFailed) moved = finished.dom;
  } catch (error) {
    failure ??= error;
    cookie = NO_COOKIE;
    finishedAndGone = error instanceof LibvirtError && error.code === MIGRATE_FINISH_OK;
    // Perhaps the domain runs there. Telling the source to resume would then run it twice on the same disks; unconfirmed, the
    // source keeps it paused, which the caller can resolve.
    if (!performFailed && !(error instanceof LibvirtError && error.reason === 'remote')) throw error;
  }

  // A perform that failed has already told the source.
  if (!performFailed) {
    try {
      await confirm(cookie, moved === undefined && !finishedAndGone);
    } catch (error) {
      failure ??= error;
    }
  }
  if (moved === undefined)
    throw failure ?? new LibvirtError({ reason: 'remote', message: 'the migration was cancelled' });
  return moved;
}
