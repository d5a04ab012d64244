import { checkOwner, listOwned } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { rootDomainId, systemAccountId } from '../../contract/identity.ts';
import { adminSettings, type InstanceSettings, settingNamed, settingTypes } from '../../contract/instance-setting.ts';
import { fixed, say } from '../../contract/phrase.ts';
import { type DetailType, detailLimit, detailTypes } from '../../contract/resource-detail.ts';
import { saga } from '../../jobs/saga.ts';
import type { ResourceDetailRow } from '../../store/detail-rows.ts';
import type { VirtualMachineRow } from '../../store/rows.ts';
import type { TableName } from '../../store/tables.ts';
import { ownerViews } from '../account/owner.ts';
import { refuseWhileBusy, startJob } from '../common.ts';
import { chosenSettings, deniedDetails, detailOptions, detailRows, detailsOf, replaceDetails } from './settings.ts';

const tableOf: Readonly<Record<DetailType, TableName>> = {
  UserVm: 'virtualMachines',
  Template: 'templates',
  ISO: 'isos',
  Volume: 'volumes',
  Network: 'networks',
  Zone: 'zones',
};
/** Other words that clients have for the same types. */
const alsoCalled: Readonly<Record<string, DetailType>> = { virtualmachine: 'UserVm' };

/** A type in any case. Error: parameter. */
function typeOf<T extends DetailType>(given: string, types: readonly T[]): T {
  const lower = given.toLowerCase();
  const found = types.find((type) => type === alsoCalled[lower] || type.toLowerCase() === lower);
  if (found === undefined)
    throw fail('parameter', say`What is of the type ${given} has no details here.`, {
      field: 'resourcetype',
      hint: say`Use one of ${types.join(', ')}.`,
    });
  return found;
}

const isSetting = (type: DetailType): type is (typeof settingTypes)[number] =>
  (settingTypes as readonly DetailType[]).includes(type);

/** A resource whose details a caller may see, or with `change` may change. Errors: parameter, account, conflict. */
function resourceOf(ctx: Ctx, caller: Caller, type: DetailType, id: string, change: boolean) {
  const row = ctx.store.need(tableOf[type], id, 'resourceid') as { id: string; accountId?: string; domainId?: string };
  if (row.accountId === undefined || row.domainId === undefined) {
    if (caller.role !== 'Admin')
      throw fail('account', say`${caller.username} may not use the resource ${id}.`, { field: 'resourceid' });
    return { resourceType: type, resourceId: id, accountId: systemAccountId, domainId: rootDomainId };
  }
  const owner = { accountId: row.accountId, domainId: row.domainId };
  checkOwner(ctx, caller, { id, ...owner });
  if (change && type === 'UserVm') refuseUnlessStopped(ctx, row as VirtualMachineRow, 'resourceid');
  return { resourceType: type, resourceId: id, ...owner };
}

/** The hardware of a guest is what it was started with. Error: conflict. */
export function refuseUnlessStopped(ctx: Ctx, vm: VirtualMachineRow, field: string): void {
  if (vm.state !== 'Stopped')
    throw fail('conflict', say`${vm.displayName} is ${fixed(vm.state)}: its hardware is chosen while it is stopped.`, {
      field,
      hint: say`Stop it first.`,
    });
  refuseWhileBusy(ctx, vm.id, vm.displayName);
}

interface SettingsWish {
  details?: Readonly<Record<string, string>> | undefined;
  cleanupdetails?: boolean | undefined;
}

/** The settings that a change of an instance asks for in place of its own; undefined where it changes none. Errors: parameter, account, conflict. */
export function changedSettings(
  ctx: Ctx,
  caller: Caller,
  vm: VirtualMachineRow,
  wish: SettingsWish,
): InstanceSettings | undefined {
  const after = wishedSettings(ctx, caller, vm.id, wish);
  if (after !== undefined) refuseUnlessStopped(ctx, vm, 'details');
  return after;
}

/** The same for whatever has settings. */
export function wishedSettings(ctx: Ctx, caller: Caller, id: string, wish: SettingsWish): InstanceSettings | undefined {
  if (wish.details === undefined && wish.cleanupdetails !== true) return undefined;
  if (wish.details !== undefined && wish.cleanupdetails === true)
    throw fail('parameter', say`Details are given or cleaned up, not both.`, { field: 'cleanupdetails' });
  const before = detailsOf(ctx, id);
  const after = chosenSettings(ctx, caller, before, wish.details ?? {});
  const same = (one: object, other: object) =>
    JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort());
  return same(before, after) ? undefined : after;
}

const rowsOf = (ctx: Ctx, resourceId: string): ResourceDetailRow[] =>
  ctx.store.where('resourceDetails', 'resource_id = ? ORDER BY key', resourceId);

const mapOf = (rows: readonly ResourceDetailRow[]): Record<string, string> =>
  Object.fromEntries(rows.map(({ key, value }) => [key, value]));

export const resourceDetailHandlers = {
  listDetailOptions(ctx, caller, input) {
    const type = typeOf(input.resourcetype, settingTypes);
    if (input.resourceid !== undefined) resourceOf(ctx, caller, type, input.resourceid, false);
    return { details: detailOptions(ctx, caller) };
  },

  addResourceDetail(ctx, caller, input) {
    const type = typeOf(input.resourcetype, detailTypes);
    if (Object.keys(input.details).length === 0)
      throw fail('parameter', say`Name at least one detail.`, { field: 'details' });
    if (input.fordisplay === false && caller.role !== 'Admin')
      throw fail('account', say`Only Root Admin hides a detail.`, { field: 'fordisplay' });
    const owner = resourceOf(ctx, caller, type, input.resourceid, true);
    const before = rowsOf(ctx, owner.resourceId);
    const own = mapOf(before);
    const wish = { ...own };
    for (const [key, value] of Object.entries(input.details)) {
      const name = isSetting(type) ? (settingNamed(key) ?? key) : key;
      wish[name] = value;
    }
    const details = isSetting(type) ? (chosenSettings(ctx, caller, own, wish) as Record<string, string>) : wish;
    if (Object.keys(details).length > detailLimit)
      throw fail('parameter', say`A resource has at most ${detailLimit} details.`, { field: 'details' });
    const given = new Set(Object.keys(input.details).map((key) => key.toLowerCase()));
    const after = detailRows(ctx, owner, details, before).map((row) =>
      input.fordisplay !== undefined && given.has(row.key.toLowerCase()) ? { ...row, display: input.fordisplay } : row,
    );
    return begin(ctx, caller, 'addResourceDetail', owner, before, after);
  },

  removeResourceDetail(ctx, caller, input) {
    const type = typeOf(input.resourcetype, detailTypes);
    const owner = resourceOf(ctx, caller, type, input.resourceid, true);
    const before = rowsOf(ctx, owner.resourceId);
    const kept =
      input.key === undefined ? [] : before.filter((row) => row.key.toLowerCase() !== input.key?.toLowerCase());
    if (input.key !== undefined && kept.length === before.length)
      throw fail('parameter', say`The resource ${owner.resourceId} has no detail ${input.key}.`, { field: 'key' });
    const details = isSetting(type)
      ? (chosenSettings(ctx, caller, mapOf(before), mapOf(kept)) as Record<string, string>)
      : mapOf(kept);
    if (input.key !== undefined && input.key in details)
      throw fail('account', say`The detail ${input.key} is not ${caller.username}’s to remove.`, { field: 'key' });
    return begin(ctx, caller, 'removeResourceDetail', owner, before, detailRows(ctx, owner, details, before));
  },

  listResourceDetails(ctx, caller, input) {
    const type = typeOf(input.resourcetype, detailTypes);
    const hidden = isSetting(type) && caller.role !== 'Admin';
    const denied = deniedDetails(ctx, caller);
    const keys = hidden ? [...adminSettings, ...ctx.settings.text('user.vm.denied.details').split(',')] : [];
    const page = listOwned(ctx, caller, 'resourceDetails', input, {
      filters: [
        ['resource_type = ?', type],
        ['resource_id = ?', input.resourceid],
        ['key = ?', input.key],
        ['value = ?', input.value],
        ['display = ?', caller.role === 'Admin' ? asNumber(input.fordisplay) : 1],
        ['display = ?', caller.role === 'Admin' ? undefined : asNumber(input.fordisplay)],
        [
          'lower(key) NOT IN (SELECT value FROM json_each(?))',
          hidden ? JSON.stringify(keys.map((key) => key.trim().toLowerCase()).filter((key) => denied(key))) : undefined,
        ],
      ],
      sortable: { key: 'key', value: 'value', created: 'created' },
    });
    const owner = ownerViews(ctx, page.rows);
    return {
      count: page.count,
      resourcedetail: page.rows.map((row) => ({
        id: row.id,
        key: row.key,
        value: row.value,
        resourcetype: row.resourceType,
        resourceid: row.resourceId,
        fordisplay: row.display,
        ...owner(row),
      })),
    };
  },
} satisfies Partial<Handlers>;

const asNumber = (wish: boolean | undefined): number | undefined => (wish === undefined ? undefined : Number(wish));

type Owner = ReturnType<typeof resourceOf>;

/** Starts the job that puts the details of a resource in the place of those that are there. */
function begin(
  ctx: Ctx,
  caller: Caller,
  kind: 'addResourceDetail' | 'removeResourceDetail',
  owner: Owner,
  before: ResourceDetailRow[],
  after: ResourceDetailRow[],
) {
  const { resourceType: type, resourceId } = owner;
  return ctx.store.write(() =>
    startJob(ctx, caller, kind, { type, resourceId, before, after }, { said: say`Changing the details of a resource` }),
  );
}

/** The resource is another now, to whoever looks at it. */
function put(ctx: Ctx, type: DetailType, resourceId: string, rows: readonly ResourceDetailRow[]): void {
  ctx.store.write(() => {
    const resource = ctx.store.tables[tableOf[type]].stored(resourceId) as
      | { removed?: number; accountId?: string }
      | undefined;
    if (resource === undefined || resource.removed !== undefined) return;
    replaceDetails(ctx, resourceId, rows);
    ctx.store.changed({
      noun: ctx.store.tables[tableOf[type]].declaration.noun,
      id: resourceId,
      change: 'updated',
      ...(resource.accountId !== undefined && { accountid: resource.accountId }),
    });
  });
}

interface DetailInput {
  type: DetailType;
  resourceId: string;
  before: ResourceDetailRow[];
  after: ResourceDetailRow[];
}

const sagaOf = (kind: 'addResourceDetail' | 'removeResourceDetail') =>
  saga<Ctx, DetailInput>(kind)
    .step('write', {
      do: (ctx, so) => put(ctx, so.input.type, so.input.resourceId, so.input.after),
      undo: (ctx, so) => put(ctx, so.input.type, so.input.resourceId, so.input.before),
    })
    .end({ result: () => ({ success: true }) });

export const resourceDetailSagas = [sagaOf('addResourceDetail'), sagaOf('removeResourceDetail')];
