import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { Caller, Ctx } from '../../../context.ts';
import type { Parsed } from '../../../contract/contract.ts';
import { fail } from '../../../contract/errors.ts';
import { maximumNics } from '../../../contract/nic.ts';
import { say, withSpaces } from '../../../contract/phrase.ts';
import { sizeBounds } from '../../../contract/service-offering.ts';
import { hostName, macAddress } from '../../../contract/virtual-machine.ts';
import type { AdoptedFile, ForeignDisk } from '../../../drivers/looks.ts';
import type { TemplateRow } from '../../../store/image-rows.ts';
import type { DiskOfferingRow, ServiceOfferingRow } from '../../../store/offering-rows.ts';
import type { StoragePoolRow } from '../../../store/rows.ts';
import { ownerOf } from '../../account/owner.ts';
import { driverOf, hostTarget, poolSpec } from '../../common.ts';
import { checkWish } from '../../network/allocation.ts';
import { usableOffering } from '../../offering/reach.ts';
import { type InstanceSize, sizeOf } from '../../offering/sizes.ts';
import { checkImageUse } from '../../template/permissions.ts';
import { sizesOnly } from '../details.ts';
import { type Card, checkMac } from '../nic-rows.ts';
import { type Found, lookAt, networksOf, obstaclesOf, poolsOf } from './look.ts';

type Wish = Parsed<'importUnmanagedInstance'>;
const mebibyte = 1024 ** 2;
const gibibyte = 1024 ** 3;

export interface AdoptedDisk extends AdoptedFile {
  pool: StoragePoolRow;
  path: string;
  size: number;
  physicalSize: number;
  offering: DiskOfferingRow | undefined;
}

/** All that an import needs to know, checked: nothing is written yet, here or on the host. */
export interface ImportPlan {
  found: Found;
  owner: { accountId: string; domainId: string };
  offering: ServiceOfferingRow;
  size: InstanceSize;
  template: TemplateRow | undefined;
  hostName: string;
  displayName: string;
  disks: AdoptedDisk[];
  cards: Card[];
}

/** The one of that name. Errors: parameter where there is none, or several. */
async function find(ctx: Ctx, input: Wish): Promise<Found> {
  const named = (await lookAt(ctx, input)).filter((each) => each.domain.name === input.name);
  const [found, other] = named;
  if (found === undefined)
    throw fail('parameter', say`There is no unmanaged instance named ${input.name.slice(0, 60)}.`, {
      field: 'name',
      hint: say`Look again which there are: it may have been removed, renamed or imported.`,
    });
  if (other !== undefined)
    throw fail(
      'parameter',
      say`Both ${found.host.name} and ${other.host.name} have one named ${input.name.slice(0, 60)}.`,
      {
        field: 'name',
        hint: say`Say which host by hostid.`,
      },
    );
  return found;
}

/** A size for it. Errors: parameter where the offering does not fit what runs. */
function sizeFor({ host, domain }: Found, offering: ServiceOfferingRow, input: Wish): InstanceSize {
  const wish = sizesOnly(input.details);
  const memory = Math.floor(domain.memory / mebibyte);
  const [slowest, fastest] = sizeBounds.cpuSpeed;
  const size = sizeOf(
    offering,
    offering.isCustomized
      ? {
          cpuNumber: wish.cpuNumber ?? domain.cpuNumber,
          memory: wish.memory ?? memory,
          cpuSpeed:
            wish.cpuSpeed ??
            (offering.cpuSpeed > 0 ? offering.cpuSpeed : Math.min(fastest, Math.max(slowest, host.cpuSpeed))),
        }
      : wish,
  );
  if (domain.power !== 'PowerOff' && (size.cpuNumber !== domain.cpuNumber || size.memory !== memory))
    throw fail(
      'parameter',
      say`${domain.name} runs with ${domain.cpuNumber} cores and ${memory} MiB, and ${offering.name} has ${size.cpuNumber} and ${size.memory}.`,
      {
        field: 'serviceofferingid',
        hint: say`Choose an offering of that size, or a custom one. Stopped, it may have any.`,
      },
    );
  return size;
}

/** A map's values by its keys. Errors: parameter for a key that is named twice, or that is not there. */
function mapped<T>(pairs: readonly (readonly [string, T])[] | undefined, known: readonly string[], field: string) {
  const map = new Map<string, T>();
  for (const [key, value] of pairs ?? []) {
    if (map.has(key)) throw fail('parameter', say`${field} names ${key} twice.`, { field });
    if (!known.includes(key))
      throw fail('parameter', say`${field} names ${key}, and there are ${known.join(', ') || '–'}.`, { field });
    map.set(key, value);
  }
  return map;
}

/** By what a disk and a card are named in maps. */
export const diskKey = (disk: ForeignDisk): string => disk.device;
export const nicKey = (position: number): string => String(position);

function cardsFor(ctx: Ctx, { host, domain }: Found, input: Wish): Card[] {
  const keys = domain.nics.map((_, index) => nicKey(index));
  const networks = mapped(
    input.nicnetworklist?.map((each) => [each.nic, each.network] as const),
    keys,
    'nicnetworklist',
  );
  const addresses = mapped(
    input.nicipaddresslist?.map((each) => [each.nic, each.ip4address] as const),
    keys,
    'nicipaddresslist',
  );
  if (domain.nics.length > maximumNics)
    throw fail('parameter', say`An instance has at most ${maximumNics} NICs.`, { field: 'name' });
  const reach = networksOf(ctx, host.zoneId);
  const used = new Set(networks.values());
  if (used.size !== networks.size)
    throw fail('parameter', say`An instance has one NIC in each network.`, { field: 'nicnetworklist' });
  return domain.nics.map((nic, index) => {
    const key = nicKey(index);
    const asked = networks.get(key);
    if (asked !== undefined) ctx.store.need('networks', asked, 'nicnetworklist');
    const choice =
      asked === undefined
        ? reach.find((each) => each.bridge === nic.bridge && !used.has(each.network.id))
        : reach.find((each) => each.network.id === asked);
    if (choice === undefined)
      throw fail(
        'parameter',
        asked === undefined
          ? say`No network is left for the card ${nic.mac} on ${nic.bridge}.`
          : say`That network is in another zone.`,
        { field: 'nicnetworklist' },
      );
    if (choice.bridge !== nic.bridge)
      throw fail(
        'parameter',
        say`The card ${nic.mac} is on ${nic.bridge}, and ${choice.network.name} is on ${choice.bridge}.`,
        { field: 'nicnetworklist', hint: say`Choose a network of its own bridge.` },
      );
    used.add(choice.network.id);
    if (!v.is(macAddress, nic.mac))
      throw fail('parameter', say`${nic.mac || '?'} is no address that a card can have.`, { field: 'name' });
    checkMac(ctx, nic.mac);
    if (domain.nics.findIndex((each) => each.mac === nic.mac) !== index)
      throw fail('parameter', say`Two NICs cannot have the same MAC address.`, { field: 'name' });
    const address = addresses.get(key);
    const ipAddress = address === 'auto' ? undefined : address;
    if (ipAddress !== undefined) checkWish(ctx, choice.network, ipAddress);
    return { networkId: choice.network.id, macAddress: nic.mac, ipAddress };
  });
}

async function disksFor(
  ctx: Ctx,
  { host, domain }: Found,
  input: Wish,
  owner: { accountId: string; domainId: string },
): Promise<AdoptedDisk[]> {
  const offerings = mapped(
    input.datadiskofferinglist?.map((each) => [each.disk, each.diskoffering] as const),
    domain.disks.slice(1).map(diskKey),
    'datadiskofferinglist',
  );
  const pools = poolsOf(ctx, host);
  const disks: AdoptedDisk[] = [];
  for (const [position, disk] of domain.disks.entries()) {
    const pool = pools.find((each) => each.id === disk.poolId);
    if (pool === undefined || disk.name === undefined) continue;
    const adopted: AdoptedFile = { file: disk.name, format: disk.format as AdoptedFile['format'] };
    refuseOwned(ctx, pool, disk);
    if (disks.some((each) => each.pool.id === pool.id && each.file === disk.name))
      throw fail('inUse', say`Two disks are the one file ${disk.source}.`, { field: 'name' });
    const facts = await driverOf(ctx, host).inspectVolume(hostTarget(host), poolSpec(pool), adopted);
    const id = offerings.get(diskKey(disk));
    if (position > 0 && id === undefined)
      throw fail('parameter', say`The data disk ${disk.device} needs a disk offering.`, {
        field: 'datadiskofferinglist',
      });
    const use = { ...owner, zoneId: host.zoneId };
    const offering =
      id === undefined ? undefined : usableOffering(ctx, 'diskOfferings', id, use, 'datadiskofferinglist');
    if (offering !== undefined && !offering.isCustomized && offering.diskSize < facts.size)
      throw fail(
        'parameter',
        say`The disk ${disk.device} has ${Math.ceil(facts.size / gibibyte)} GiB, and ${offering.name} has ${offering.diskSize / gibibyte}.`,
        { field: 'datadiskofferinglist', hint: say`Choose a larger one, or one whose size is chosen.` },
      );
    disks.push({ ...adopted, ...facts, pool, offering });
  }
  return disks;
}

/** Refuses a file that a volume here has already: two instances would write to it. */
function refuseOwned(ctx: Ctx, pool: StoragePoolRow, disk: ForeignDisk): void {
  const name = disk.name ?? '';
  const id = /^([0-9a-f-]{36})(\.qcow2|\.raw)?$/i.exec(name)?.[1] ?? '';
  const owner = ctx.store.first(
    'volumes',
    'removed IS NULL AND pool_id = ? AND (file = ? OR (file IS NULL AND id = ?))',
    pool.id,
    name,
    id.toLowerCase(),
  );
  if (owner !== undefined)
    throw fail('inUse', say`The disk ${disk.source} is the volume ${owner.name} already.`, { field: 'name' });
  if (/(^|\/)\.?template-[0-9a-f-]{36}\./i.test(name))
    throw fail('inUse', say`The disk ${disk.source} is a template, on which others rest.`, { field: 'name' });
}

/** The name of its guest: what was asked for, its name on the host if that can be one, or one of its id. */
function guestName(ctx: Ctx, { domain }: Found, wish: string | undefined): string {
  const own = v.is(hostName, domain.name)
    ? domain.name
    : `VM-${createHash('sha256').update(domain.id).digest('hex').slice(0, 12)}`;
  const name = wish ?? own;
  if (ctx.store.first('virtualMachines', 'removed IS NULL AND name = ?', name) === undefined) return name;
  throw fail('parameter', say`There is an instance named ${name} already.`, {
    field: 'hostname',
    hint: say`Choose another name.`,
  });
}

/** Looks at the host and checks what an import asks for. Errors: parameter at the field, inUse, conflict for what cannot be imported. */
export async function planImport(ctx: Ctx, caller: Caller, input: Wish): Promise<ImportPlan> {
  const owner = ownerOf(ctx, caller, input);
  const found = await find(ctx, input);
  const { host, domain } = found;
  const offering = usableOffering(
    ctx,
    'serviceOfferings',
    input.serviceofferingid,
    { ...owner, zoneId: host.zoneId },
    'serviceofferingid',
  );
  const obstacles = obstaclesOf(ctx, host.zoneId, [found]).get(found) ?? [];
  if (obstacles.length > 0)
    throw fail('conflict', say`${domain.name} cannot be imported. ${withSpaces(obstacles.slice(0, 4))}`, {
      hint: say`Change that on the host, then look again.`,
    });
  const size = sizeFor(found, offering, input);
  const template =
    input.templateid === undefined ? undefined : ctx.store.need('templates', input.templateid, 'templateid');
  if (template !== undefined) {
    checkImageUse(ctx, caller, template, owner.accountId);
    if (template.format === 'ISO' || template.zoneId !== host.zoneId || template.hypervisor !== host.hypervisor)
      throw fail('parameter', say`${template.name} is no template of this zone and hypervisor.`, {
        field: 'templateid',
      });
  }
  const name = guestName(ctx, found, input.hostname);
  const cards = cardsFor(ctx, found, input);
  const disks = await disksFor(ctx, found, input, owner);
  const displayName = input.displayname ?? domain.name;
  return { found, owner, offering, size, template, hostName: name, displayName, disks, cards };
}
