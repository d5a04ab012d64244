import type { Caller, Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import {
  adminSettings,
  type InstanceSetting,
  type InstanceSettings,
  instanceSettings,
  settingNamed,
} from '../../contract/instance-setting.ts';
import { say } from '../../contract/phrase.ts';
import type { ResourceDetailRow } from '../../store/detail-rows.ts';

// The details of instances and templates that choose their hardware: what may stand in them, for whom, and how they are kept.

type Details = Readonly<Record<string, string>>;
type Person = Pick<Caller, 'role'>;

const keysIn = (text: string): string[] =>
  text
    .split(',')
    .map((key) => key.trim().toLowerCase())
    .filter((key) => key !== '');

/** What somebody neither sees nor changes. */
export function deniedDetails(ctx: Ctx, caller: Person | undefined): (key: string) => boolean {
  if (caller?.role === 'Admin') return () => false;
  const denied = new Set([
    ...keysIn(ctx.settings.text('user.vm.denied.details')),
    ...adminSettings.map((key) => key.toLowerCase()),
  ]);
  return (key) => denied.has(key.toLowerCase());
}

/** What somebody sees and does not change. */
function readOnlyDetails(ctx: Ctx, caller: Person): (key: string) => boolean {
  if (caller.role === 'Admin') return () => false;
  const fixed = new Set(keysIn(ctx.settings.text('user.vm.readonly.details')));
  return (key) => fixed.has(key.toLowerCase());
}

/** The details that somebody may choose, with their values. */
export function detailOptions(ctx: Ctx, caller: Person): Record<string, string[]> {
  const denied = deniedDetails(ctx, caller);
  return Object.fromEntries(
    Object.entries(instanceSettings)
      .filter(([key]) => !denied(key))
      .map(([key, values]) => [key, [...values]]),
  );
}

const field = 'details';

/** A detail and its value as they are written here. Error: parameter for one that is not known. */
function known(key: string, value: string): [InstanceSetting, string] {
  const name = settingNamed(key);
  if (name === undefined)
    throw fail('parameter', say`details has no ${key.slice(0, 60)}.`, {
      field,
      hint: say`Use one of ${Object.keys(instanceSettings).join(', ')}.`,
    });
  const values: readonly string[] = instanceSettings[name];
  const found = values.find((each) => each.toLowerCase() === value.trim().toLowerCase());
  if (found === undefined)
    throw fail('parameter', say`${name} cannot be ${value.slice(0, 60)}.`, {
      field,
      hint: say`Use one of ${values.join(', ')}.`,
    });
  return [name, found];
}

/** Refuses details that contradict each other, whatever guest has them. */
function refuseContradictions(settings: InstanceSettings): void {
  const { UEFI, 'guest.cpu.mode': mode, 'guest.cpu.model': model } = settings;
  const machine = settings['kvm.guest.os.machine.type'];
  if ((mode === 'custom') !== (model !== undefined))
    throw fail('parameter', say`guest.cpu.mode custom and a guest.cpu.model go together.`, { field });
  if (UEFI === 'SECURE' && machine === 'pc')
    throw fail('parameter', say`Secure boot needs the machine type q35.`, {
      field,
      hint: say`Remove kvm.guest.os.machine.type, or set it to q35.`,
    });
  const q35 = machine === 'q35' || (machine === undefined && UEFI !== undefined);
  if (q35 && (settings.rootDiskController === 'ide' || settings.dataDiskController === 'ide'))
    throw fail('parameter', say`A guest with the machine type q35 or with UEFI has no IDE.`, {
      field,
      hint: say`Choose sata, scsi or virtio as rootDiskController and dataDiskController.`,
    });
}

/**
 * The settings that somebody wishes in place of those that are there. What is denied to a caller stays as it is, and so does what he may
 * only read. Errors: parameter for what is not known or does not go together, account for what the caller may not change.
 */
export function chosenSettings(ctx: Ctx, caller: Person, before: Details, wish: Details): InstanceSettings {
  const denied = deniedDetails(ctx, caller);
  const readOnly = readOnlyDetails(ctx, caller);
  const chosen = new Map(Object.entries(wish).map(([key, value]) => known(key, value)));
  for (const [key, value] of chosen) {
    if (before[key] === value) continue;
    if (denied(key))
      throw fail('account', say`The detail ${key} is an administrator’s to choose.`, {
        field,
        hint: say`Leave it out; the setting user.vm.denied.details names what is denied to users.`,
      });
    if (readOnly(key))
      throw fail('account', say`The detail ${key} can be read and not changed.`, {
        field,
        hint: say`Leave it out; the setting user.vm.readonly.details names what users only read.`,
      });
  }
  for (const [key, value] of Object.entries(before))
    if (!chosen.has(key as InstanceSetting) && (denied(key) || readOnly(key)))
      chosen.set(key as InstanceSetting, value);
  const settings = Object.fromEntries(chosen) as InstanceSettings;
  refuseContradictions(settings);
  return settings;
}

/** The details of a resource. */
export const detailsOf = (ctx: Ctx, resourceId: string): Record<string, string> =>
  Object.fromEntries(
    ctx.store
      .where('resourceDetails', 'resource_id = ? ORDER BY key', resourceId)
      .map(({ key, value }) => [key, value]),
  );

/** The settings of an instance or a template. What an earlier version knew and this one does not is left out. */
export const settingsOf = (ctx: Ctx, resourceId: string): InstanceSettings =>
  Object.fromEntries(
    Object.entries(detailsOf(ctx, resourceId)).filter(([key]) => key in instanceSettings),
  ) as InstanceSettings;

type Owner = Pick<ResourceDetailRow, 'resourceType' | 'resourceId' | 'accountId' | 'domainId'>;

/** The rows of a map of details. Those that are there keep whether they are shown, unless that is said anew. */
export const detailRows = (
  ctx: Ctx,
  owner: Owner,
  details: Details,
  before: readonly ResourceDetailRow[] = [],
  display?: boolean,
): ResourceDetailRow[] =>
  Object.entries(details).map(([key, value]) => {
    const had = before.find((row) => row.key === key);
    return {
      id: had?.id ?? ctx.ids(),
      ...owner,
      key,
      value,
      display: display ?? had?.display ?? true,
      created: had?.created ?? ctx.clock(),
    };
  });

/** Gives a resource these details and no others; call inside `store.write`. */
export function replaceDetails(ctx: Ctx, resourceId: string, rows: readonly ResourceDetailRow[]): void {
  ctx.store.purge('resourceDetails', 'resource_id = ?', resourceId);
  for (const row of rows) ctx.store.insert('resourceDetails', row);
}

/** The same for an instance or a template, by its settings. */
export function giveSettings(
  ctx: Ctx,
  of: { id: string; accountId: string; domainId: string },
  resourceType: 'UserVm' | 'Template',
  settings: InstanceSettings,
): void {
  const owner = { resourceType, resourceId: of.id, accountId: of.accountId, domainId: of.domainId };
  const before = ctx.store.where('resourceDetails', 'resource_id = ?', of.id);
  replaceDetails(ctx, of.id, detailRows(ctx, owner, settings as Record<string, string>, before));
}

/** What the rows of one answer show of their details: all are looked up at once. Without a caller, what anybody may see. */
export function detailViews(
  ctx: Ctx,
  rows: readonly { id: string }[],
  caller?: Person,
): (row: { id: string }) => { details: Record<string, string> } {
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const all =
    rows.length === 0 ? [] : ctx.store.where('resourceDetails', 'resource_id IN (SELECT value FROM json_each(?))', ids);
  if (all.length === 0) return () => ({ details: {} });
  const denied = deniedDetails(ctx, caller);
  const seen = all.filter((row) => caller?.role === 'Admin' || (row.display && !denied(row.key)));
  const byResource = Map.groupBy(seen, (row) => row.resourceId);
  return ({ id }) => ({
    details: Object.fromEntries(
      (byResource.get(id) ?? []).sort((a, b) => (a.key < b.key ? -1 : 1)).map(({ key, value }) => [key, value]),
    ),
  });
}
