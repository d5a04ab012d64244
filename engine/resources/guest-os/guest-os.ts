import type { Caller, Ctx, Handlers } from '../../context.ts';
import type { Output } from '../../contract/contract.ts';
import { fail } from '../../contract/errors.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type { GuestOsMappingRow } from '../../store/guest-os-rows.ts';
import type { OsTypeRow } from '../../store/rows.ts';
import { refuseWhileBusy, startJob } from '../common.ts';

export const osTypeView = (row: OsTypeRow): Output<'listOsTypes'>['ostype'][number] => ({
  id: row.id,
  oscategoryid: row.osCategoryId,
  oscategoryname: row.osCategoryName ?? '',
  name: row.description,
  description: row.description,
  isuserdefined: row.userDefined,
});

export const mappingView = (row: GuestOsMappingRow): Output<'listGuestOsMapping'>['guestosmapping'][number] => ({
  id: row.id,
  hypervisor: row.hypervisor,
  hypervisorversion: 'default',
  ostypeid: row.osTypeId,
  osdisplayname: row.osTypeName ?? '',
  osnameforhypervisor: row.osName,
  isuserdefined: 'true',
});

/** The name by whose rules an instance is run: that of the mapping of its type, or the type's own. */
export function nameForHypervisor(
  ctx: Ctx,
  type: { osTypeId: string; osTypeName?: string },
  hypervisor: string,
): string {
  const mapping = ctx.store.first(
    'guestOsMappings',
    'removed IS NULL AND os_type_id = ? AND hypervisor = ?',
    type.osTypeId,
    hypervisor,
  );
  return mapping?.osName ?? type.osTypeName ?? 'Other (64-bit)';
}

/** Error: parameter for a name that is there already. */
export function refuseTakenType(ctx: Ctx, description: string, exceptId?: string): void {
  const other = ctx.store.first('osTypes', 'removed IS NULL AND description = ? COLLATE NOCASE', description);
  if (other !== undefined && other.id !== exceptId)
    throw fail('parameter', say`There is a guest OS type ${description} already.`, {
      field: 'osdisplayname',
      hint: say`Choose another name.`,
    });
}

/** Error: conflict for types that came with Benchtop. */
function ownType(ctx: Ctx, id: string): OsTypeRow {
  const row = ctx.store.need('osTypes', id);
  if (!row.userDefined)
    throw fail('conflict', say`${row.description} came with Benchtop and stays as it is.`, {
      hint: say`Add a guest OS type of your own, or map this one to another name.`,
    });
  return row;
}

/** Error: inUse for a type that something is of. */
export function refuseUsedType(ctx: Ctx, row: OsTypeRow): void {
  for (const [noun, words] of [
    ['templates', say`templates`],
    ['isos', say`ISOs`],
    ['virtualMachines', say`instances`],
  ] as const)
    if (ctx.store.first(noun, 'removed IS NULL AND os_type_id = ?', row.id) !== undefined)
      throw fail('inUse', say`${row.description} cannot be removed while ${words} are of it.`, {
        hint: say`Give them another guest OS type first.`,
      });
}

/** Error: parameter where the type has a mapping there already. */
export function refuseTakenMapping(ctx: Ctx, osTypeId: string, hypervisor: string): void {
  const known = 'removed IS NULL AND os_type_id = ? AND hypervisor = ?';
  if (ctx.store.first('guestOsMappings', known, osTypeId, hypervisor) !== undefined)
    throw fail('parameter', say`The guest OS type has a mapping on ${hypervisor} already.`, {
      field: 'ostypeid',
      hint: say`Change that one, or remove it first.`,
    });
}

const begin = (ctx: Ctx, caller: Caller, kind: string, input: { id: string }, resourceName: string, said: Phrase) =>
  startJob(ctx, caller, kind, input, { resourceNoun: 'ostype', resourceId: input.id, resourceName, said });

export const guestOsHandlers = {
  addGuestOs(ctx, caller, input) {
    ctx.store.need('osCategories', input.oscategoryid, 'oscategoryid');
    refuseTakenType(ctx, input.osdisplayname);
    const made = { id: ctx.ids(), osCategoryId: input.oscategoryid, description: input.osdisplayname };
    return ctx.store.write(() =>
      begin(ctx, caller, 'addGuestOs', made, made.description, say`Adding the guest OS type ${made.description}`),
    );
  },

  updateGuestOs(ctx, caller, input) {
    const row = ownType(ctx, input.id);
    refuseWhileBusy(ctx, row.id, row.description);
    if (input.oscategoryid !== undefined) ctx.store.need('osCategories', input.oscategoryid, 'oscategoryid');
    if (input.osdisplayname !== undefined) refuseTakenType(ctx, input.osdisplayname, row.id);
    const before = { osCategoryId: row.osCategoryId, description: row.description };
    const after = {
      osCategoryId: input.oscategoryid ?? row.osCategoryId,
      description: input.osdisplayname ?? row.description,
    };
    const change = { id: row.id, before, after };
    return ctx.store.write(() =>
      begin(ctx, caller, 'updateGuestOs', change, row.description, say`Changing the guest OS type ${row.description}`),
    );
  },

  removeGuestOs(ctx, caller, input) {
    const row = ownType(ctx, input.id);
    refuseWhileBusy(ctx, row.id, row.description);
    refuseUsedType(ctx, row);
    const { id, description } = row;
    return ctx.store.write(() =>
      begin(
        ctx,
        caller,
        'removeGuestOs',
        { id, description } as { id: string },
        description,
        say`Removing the guest OS type ${description}`,
      ),
    );
  },

  listGuestOsMapping(ctx, _caller, input) {
    const page = ctx.store.list('guestOsMappings', input, {
      filters: [
        ['id = ?', input.id],
        ['os_type_id = ?', input.ostypeid],
        ['os_type_name = ?', input.osdisplayname],
        ['os_name = ?', input.osnameforhypervisor],
        ['hypervisor = ? COLLATE NOCASE', input.hypervisor],
        ["'default' = ?", input.hypervisorversion],
      ],
      sortable: { osdisplayname: 'osTypeName', hypervisor: 'hypervisor', osnameforhypervisor: 'osName' },
    });
    return { count: page.count, guestosmapping: page.rows.map(mappingView) };
  },

  addGuestOsMapping(ctx, caller, input) {
    const type =
      input.ostypeid !== undefined
        ? ctx.store.need('osTypes', input.ostypeid, 'ostypeid')
        : ctx.store.first('osTypes', 'removed IS NULL AND description = ?', input.osdisplayname ?? '');
    if (type === undefined)
      throw fail('parameter', say`There is no such guest OS type.`, {
        field: input.osdisplayname === undefined ? 'ostypeid' : 'osdisplayname',
        hint: say`Give ostypeid or osdisplayname: listOsTypes has those that there are.`,
      });
    refuseTakenMapping(ctx, type.id, input.hypervisor);
    const made = {
      id: ctx.ids(),
      osTypeId: type.id,
      hypervisor: input.hypervisor,
      osName: input.osnameforhypervisor,
    };
    return ctx.store.write(() =>
      begin(ctx, caller, 'addGuestOsMapping', made, type.description, say`Mapping ${type.description}`),
    );
  },

  updateGuestOsMapping(ctx, caller, input) {
    const row = ctx.store.need('guestOsMappings', input.id);
    const change = { id: row.id, before: row.osName, after: input.osnameforhypervisor };
    const name = row.osTypeName ?? '';
    refuseWhileBusy(ctx, row.id, name);
    return ctx.store.write(() => begin(ctx, caller, 'updateGuestOsMapping', change, name, say`Mapping ${name}`));
  },

  removeGuestOsMapping(ctx, caller, input) {
    const row = ctx.store.need('guestOsMappings', input.id);
    const name = row.osTypeName ?? '';
    refuseWhileBusy(ctx, row.id, name);
    return ctx.store.write(() =>
      begin(ctx, caller, 'removeGuestOsMapping', { id: row.id }, name, say`Removing the mapping of ${name}`),
    );
  },
} satisfies Partial<Handlers>;
