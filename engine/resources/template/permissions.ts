import { checkOwner, projectInReach } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import type { Output, Parsed } from '../../contract/contract.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { TemplateRow } from '../../store/image-rows.ts';
import { addEvent } from '../common.ts';
import { type ImageKind, imageKinds, needImage } from './image.ts';

/** Refuses an image that is neither for all, nor the caller's to see, nor shared with him or with the account that it is used for. Error: account. */
export function checkImageUse(ctx: Ctx, caller: Caller, row: TemplateRow, forAccount?: string): void {
  if (row.isPublic) return;
  const shared = ctx.store
    .prepare('SELECT 1 FROM template_permission WHERE template_id = ? AND account_id IN (?, ?)')
    .get(row.id, caller.accountId, forAccount ?? caller.accountId);
  if (shared === undefined) checkOwner(ctx, caller, row);
}

/** The accounts that an input names, by their ids: those of the owner's domain, and the accounts of projects. Errors: parameter, account. */
function namedAccounts(
  ctx: Ctx,
  caller: Caller,
  row: TemplateRow,
  input: Parsed<'updateTemplatePermissions'>,
): string[] {
  const accounts = (input.accounts ?? []).map((name) => {
    const account = ctx.store.first(
      'accounts',
      "removed IS NULL AND id <> 'system' AND domain_id = ? AND name = ? COLLATE NOCASE",
      row.domainId,
      name,
    );
    if (account === undefined)
      throw fail('parameter', say`The domain of ${row.name} has no account ${name}.`, {
        field: 'accounts',
        hint: say`It is shared with accounts of its owner’s domain.`,
      });
    return account.id;
  });
  const projects = (input.projectids ?? []).map((id) => projectInReach(ctx, caller, id, 'projectids').accountId);
  return [...accounts, ...projects];
}

function update(ctx: Ctx, caller: Caller, kind: ImageKind, input: Parsed<'updateTemplatePermissions'>) {
  const row = needImage(ctx, kind, input.id);
  checkOwner(ctx, caller, row);
  if (input.isfeatured !== undefined && caller.role !== 'Admin')
    throw fail('account', say`Only Root Admin recommends templates and ISOs.`, { field: 'isfeatured' });
  const ids = namedAccounts(ctx, caller, row, input);
  if (ids.length > 0 && (input.op === undefined || input.op === 'reset'))
    throw fail('parameter', say`Say by op whether accounts and projects are added or removed.`, { field: 'op' });
  if ((input.op === 'add' || input.op === 'remove') && ids.length === 0)
    throw fail('parameter', say`Name the accounts or projects that it is about.`, { field: 'accounts' });
  return ctx.store.write(() => {
    if (input.op === 'reset') ctx.store.prepare('DELETE FROM template_permission WHERE template_id = ?').run(row.id);
    for (const id of ids)
      ctx.store
        .prepare(
          input.op === 'add'
            ? 'INSERT OR IGNORE INTO template_permission VALUES (?, ?)'
            : 'DELETE FROM template_permission WHERE template_id = ? AND account_id = ?',
        )
        .run(row.id, id);
    ctx.store.update(kind.table, row.id, {
      isPublic: input.ispublic ?? (input.op === 'reset' ? false : row.isPublic),
      isFeatured: input.isfeatured ?? (input.op === 'reset' ? false : row.isFeatured),
      isExtractable: input.isextractable ?? row.isExtractable,
    });
    addEvent(ctx, caller, {
      type: `${kind.event}.UPDATE`,
      description: kind.changed(row.name),
      resourceId: row.id,
      resourceType: kind.type,
      resourceName: row.name,
    });
    return { success: true };
  });
}

function permissionsOf(ctx: Ctx, caller: Caller, kind: ImageKind, id: string): Output<'listTemplatePermissions'> {
  const row = needImage(ctx, kind, id);
  checkOwner(ctx, caller, row);
  const shared = ctx.store
    .prepare(
      `SELECT account.name AS name, project.id AS project FROM template_permission JOIN account ON account.id = template_permission.account_id
       LEFT JOIN project ON project.account_id = account.id
       WHERE template_id = ? AND account.removed IS NULL ORDER BY account.name COLLATE NOCASE`,
    )
    .all(row.id) as { name: string; project: string | null }[];
  return {
    id: row.id,
    ispublic: row.isPublic,
    domainid: row.domainId,
    account: shared.filter(({ project }) => project === null).map(({ name }) => name),
    projectids: shared.flatMap(({ project }) => project ?? []),
  };
}

export const imagePermissionHandlers = {
  updateTemplatePermissions: (ctx, caller, input) => update(ctx, caller, imageKinds.template, input),
  listTemplatePermissions: (ctx, caller, input) => permissionsOf(ctx, caller, imageKinds.template, input.id),
  updateIsoPermissions: (ctx, caller, input) => update(ctx, caller, imageKinds.iso, input),
  listIsoPermissions: (ctx, caller, input) => permissionsOf(ctx, caller, imageKinds.iso, input.id),
} satisfies Partial<Handlers>;
