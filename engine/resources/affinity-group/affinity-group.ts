import { checkOwner, listOwned } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { affinityTypes } from '../../contract/groups.ts';
import { systemAccountId } from '../../contract/identity.ts';
import type { OwnerFilter } from '../../contract/ownership.ts';
import { say } from '../../contract/phrase.ts';
import type { AffinityGroupView } from '../../contract/views.ts';
import type { AffinityGroupRow } from '../../store/group-rows.ts';
import { pageOf } from '../../store/page.ts';
import { ownerOf, ownerViews } from '../account/owner.ts';
import { refuseWhileBusy, startJob } from '../common.ts';

/** Whether a list asks for the groups of some owners alone. */
const isNarrowed = (input: OwnerFilter): boolean =>
  [input.account, input.domainid, input.projectid, input.listall === false || undefined].some(
    (each) => each !== undefined,
  );

/** So many of a group's instances are named with it; the list of instances finds all. */
const namedMembers = 1000;

/** Groups in their API shape: one query for the instances of all. */
export function affinityGroupViews(ctx: Ctx, rows: readonly AffinityGroupRow[]): AffinityGroupView[] {
  const owner = ownerViews(ctx, rows);
  const members = ctx.store
    .prepare(
      `SELECT value AS id, (SELECT json_group_array(vm) FROM (SELECT virtual_machine_id AS vm FROM affinity_group_member
         JOIN virtual_machine ON virtual_machine.id = virtual_machine_id WHERE affinity_group_id = value AND removed IS NULL
         LIMIT ${namedMembers})) AS vms FROM json_each(?)`,
    )
    .all(JSON.stringify(rows.map((row) => row.id))) as { id: string; vms: string }[];
  const byId = new Map(members.map(({ id, vms }) => [id, JSON.parse(vms) as string[]]));
  const dedicated = dedicatedWith(ctx, rows);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    description: row.description,
    type: row.type,
    virtualmachineIds: byId.get(row.id) ?? [],
    ...(row.type === 'ExplicitDedication' && { dedicatedresources: dedicated.get(row.id) ?? [] }),
    ...owner(row),
    // A whole domain's has no account.
    ...(row.accountId === systemAccountId && { account: undefined }),
  }));
}

/** What is dedicated to those whom groups are for, by one query, and none where no group is of that type. */
function dedicatedWith(ctx: Ctx, rows: readonly AffinityGroupRow[]) {
  const byGroup = new Map<string, NonNullable<AffinityGroupView['dedicatedresources']>>();
  const ids = rows.filter((row) => row.type === 'ExplicitDedication').map((row) => row.id);
  if (ids.length === 0) return byGroup;
  const found = ctx.store.where(
    'dedicatedResources',
    'affinity_group_id IN (SELECT value FROM json_each(?)) ORDER BY created',
    JSON.stringify(ids),
  );
  for (const { affinityGroupId, resourceId, resourceName, kind } of found)
    byGroup.set(affinityGroupId, [
      ...(byGroup.get(affinityGroupId) ?? []),
      { resourceid: resourceId, resourcename: resourceName ?? '', resourcetype: kind },
    ]);
  return byGroup;
}

/** A group by its id, or by its name in an account. Errors: parameter, account. */
function oneGroup(
  ctx: Ctx,
  caller: Caller,
  input: {
    id?: string | undefined;
    name?: string | undefined;
    account?: string | undefined;
    domainid?: string | undefined;
    projectid?: string | undefined;
  },
): AffinityGroupRow {
  if (input.id !== undefined) {
    const group = ctx.store.need('affinityGroups', input.id);
    checkOwner(ctx, caller, group);
    return group;
  }
  if (input.name === undefined)
    throw fail('parameter', say`Name the affinity group, by id or by name.`, { field: 'id' });
  const { accountId } = ownerOf(ctx, caller, input);
  const group = ctx.store.first(
    'affinityGroups',
    'removed IS NULL AND account_id = ? AND name = ?',
    accountId,
    input.name,
  );
  if (group === undefined)
    throw fail('parameter', say`The account has no affinity group named ${input.name}.`, { field: 'name' });
  return group;
}

export const affinityGroupHandlers = {
  createAffinityGroup(ctx, caller, input) {
    if (input.type === 'ExplicitDedication')
      throw fail('parameter', say`A group of this type comes with what is dedicated, and is not made by itself.`, {
        field: 'type',
        hint: say`An administrator dedicates a zone, a pod, a cluster or a host.`,
      });
    const owner = ownerOf(ctx, caller, input);
    refuseTaken(ctx, owner.accountId, input.name);
    return ctx.store.write(() => {
      const id = ctx.ids();
      return startJob(
        ctx,
        caller,
        'createAffinityGroup',
        { id, ...owner, name: input.name, description: input.description, type: input.type },
        {
          resourceNoun: 'affinitygroup',
          resourceId: id,
          resourceName: input.name,
          said: say`Creating the affinity group ${input.name}`,
        },
      );
    });
  },

  deleteAffinityGroup(ctx, caller, input) {
    const group = oneGroup(ctx, caller, input);
    if (ctx.store.count('dedicatedResources', 'affinity_group_id = ?', group.id) > 0)
      throw fail('inUse', say`${group.name} says whose instances run on what is dedicated.`, {
        hint: say`It goes with the last of that: release it.`,
      });
    refuseWhileBusy(ctx, group.id, group.name);
    return ctx.store.write(() =>
      startJob(
        ctx,
        caller,
        'deleteAffinityGroup',
        { id: group.id },
        {
          resourceNoun: 'affinitygroup',
          resourceId: group.id,
          resourceName: group.name,
          said: say`Deleting the affinity group ${group.name}`,
        },
      ),
    );
  },

  listAffinityGroups(ctx, caller, input) {
    if (input.virtualmachineid !== undefined)
      checkOwner(ctx, caller, ctx.store.need('virtualMachines', input.virtualmachineid, 'virtualmachineid'));
    const page = listOwned(ctx, caller, 'affinityGroups', input, {
      filters: [
        ['id = ?', input.id],
        ['name = ?', input.name],
        ['type = ?', input.type],
        [
          'id IN (SELECT affinity_group_id FROM affinity_group_member WHERE virtual_machine_id = ?)',
          input.virtualmachineid,
        ],
      ],
      // What is dedicated to a domain is for all accounts in it and below.
      everybody: isNarrowed(input)
        ? undefined
        : {
            condition: `(account_id = ? AND EXISTS (SELECT 1 FROM domain AS top JOIN domain AS mine
              ON substr(mine.path, 1, length(top.path)) = top.path WHERE top.id = domain_id AND mine.id = ?))`,
            values: [systemAccountId, caller.domainId],
          },
      sortable: { name: 'name', type: 'type', account: 'accountName' },
      defaultSort: 'name COLLATE NOCASE',
    });
    return { count: page.count, affinitygroup: affinityGroupViews(ctx, page.rows) };
  },

  listAffinityGroupTypes(_ctx, _caller, input) {
    const rows = affinityTypes.map((type) => ({ type }));
    const page = pageOf(rows, input, { keyword: (row) => row.type, sortable: ['type'] });
    return { count: page.count, affinityGroupType: page.rows };
  },
} satisfies Partial<Handlers>;

/** Refuses a name that the account has already. Error: parameter. */
export function refuseTaken(ctx: Ctx, accountId: string, name: string): void {
  if (
    ctx.store.first('affinityGroups', 'removed IS NULL AND account_id = ? AND name = ?', accountId, name) !== undefined
  )
    throw fail('parameter', say`There is an affinity group named ${name} already.`, {
      field: 'name',
      hint: say`Choose another name.`,
    });
}
