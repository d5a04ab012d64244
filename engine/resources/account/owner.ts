import { beyond, domainInReach, projectForNew, rulesOf, seesDomain } from '../../access.ts';
import type { Caller, Ctx } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import { withinReach } from '../../contract/role.ts';
import type { AccountRow, DomainRow } from '../../store/identity-rows.ts';

/** `ROOT/sales/north` of `/sales/north/`. */
export const shownPath = (path: string): string => `ROOT${path}`.replace(/\/$/, '');

/** What a thing shows of its owner. */
export interface OwnerView {
  account?: string;
  project?: string;
  projectid?: string;
  domain: string;
  domainid: string;
  domainpath: string;
}

interface Owner {
  accountId: string;
  domainId: string;
}

/** What rows show of their owners. All owners of `rows` are looked up at once, in one statement; those of other rows as they come. */
export function ownerViews(ctx: Ctx, rows: readonly Owner[] = []): (row: Owner) => OwnerView {
  const known = new Map<string, OwnerView>();
  const look = (owners: readonly Owner[]): void => {
    const pairs = new Map(owners.map(({ accountId, domainId }) => [accountId, [accountId, domainId]]));
    const found = ctx.store
      .prepare(
        `SELECT pair.value ->> 0 AS accountId, pair.value ->> 1 AS domainId, account.name AS account, project.id AS projectid, project.name AS project,
           domain.name AS domain, domain.path AS path
           FROM json_each(?) AS pair LEFT JOIN account ON account.id = pair.value ->> 0 LEFT JOIN project ON project.id = account.project_id
           LEFT JOIN domain ON domain.id = pair.value ->> 1`,
      )
      .all(JSON.stringify([...pairs.values()])) as (Owner & {
      account?: string;
      project: string | null;
      projectid: string | null;
      domain?: string;
      path?: string;
    })[];
    for (const { accountId, domainId, account, project, projectid, domain, path } of found)
      known.set(accountId, {
        ...(project === null || projectid === null ? { account: account ?? '' } : { project, projectid }),
        domain: domain ?? '',
        domainid: domainId,
        domainpath: shownPath(path ?? '/'),
      });
  };
  if (rows.length > 0) look(rows);
  return (row) => {
    if (!known.has(row.accountId)) look([row]);
    return known.get(row.accountId) as OwnerView;
  };
}

/** An account by its id, or by its name within a domain. */
export interface WhichAccount {
  id?: string | undefined;
  account?: string | undefined;
  domainid?: string | undefined;
}

/** A domain that the caller sees, and that is not being taken away. Errors: parameter, account, conflict. */
export function domainOf(ctx: Ctx, caller: Caller, id: string | undefined, field = 'domainid'): DomainRow {
  return domainInReach(ctx, caller, id ?? caller.domainId, field);
}

/** Refuses to put anything into a domain that is being deleted, with one above it or by itself. */
export function refuseInactive(ctx: Ctx, domain: DomainRow, field: string): void {
  const going = ctx.store.first(
    'domains',
    "removed IS NULL AND state = 'Inactive' AND substr(?, 1, length(path)) = path",
    domain.path,
  );
  if (going !== undefined)
    throw fail('conflict', say`The domain ${going.name} is being deleted.`, {
      field,
      hint: say`Choose another domain.`,
    });
}

/** The account that an input names, if the caller sees it. Errors: parameter, account. */
export function accountOf(ctx: Ctx, caller: Caller, which: WhichAccount): AccountRow {
  if (which.id !== undefined) {
    const account = ctx.store.need('accounts', which.id);
    if (account.projectId !== undefined)
      throw fail('parameter', say`Invalid parameter ${'id'} value=${account.id}: the entity does not exist.`, {
        field: 'id',
      });
    if (account.id !== caller.accountId && (caller.role === 'User' || !seesDomain(ctx, caller, account.domainId)))
      throw fail('account', say`${caller.username} may not use the account ${account.id}.`, { field: 'id' });
    return account;
  }
  if (which.account === undefined)
    throw fail('parameter', say`Name the account, by id or by account and domainid.`, { field: 'id' });
  const domain = domainOf(ctx, caller, which.domainid);
  const account = ctx.store.first(
    'accounts',
    "removed IS NULL AND id <> 'system' AND project_id IS NULL AND domain_id = ? AND name = ? COLLATE NOCASE",
    domain.id,
    which.account,
  );
  if (account === undefined || (caller.role === 'User' && account.id !== caller.accountId))
    throw fail('parameter', say`The domain ${domain.name} has no account ${which.account}.`, {
      field: 'account',
      hint: say`Look at the list of accounts, or give its domainid.`,
    });
  return account;
}

/** Refuses an account that the caller does not see, or that may do more than he. Errors: account. */
export function checkManaged(ctx: Ctx, caller: Caller, account: AccountRow, field: string): void {
  const seen = caller.role === 'Admin' || seesDomain(ctx, caller, account.domainId);
  const role = { type: account.role, rules: rulesOf(ctx, account.roleId) };
  if (!seen || caller.role === 'User' || account.id === 'system')
    throw fail('account', say`${caller.username} may not use the account ${account.id}.`, { field });
  if (!withinReach(role.type, caller.role) || beyond(ctx, caller, role) !== undefined)
    throw fail(
      'account',
      say`${caller.username} may not manage the account ${account.id}: its role allows more than their own.`,
      {
        field,
      },
    );
}

/** Whether an input says whose a thing is. */
export const namesOwner = (input: {
  account?: string | undefined;
  domainid?: string | undefined;
  projectid?: string | undefined;
}): boolean => (input.account ?? input.domainid ?? input.projectid) !== undefined;

/** For whom something is made: the caller, an account that he names, or a project. Errors: parameter, account, conflict for one that takes nothing new. */
export function ownerOf(
  ctx: Ctx,
  caller: Caller,
  input: { account?: string | undefined; domainid?: string | undefined; projectid?: string | undefined },
): { accountId: string; domainId: string } {
  if (input.projectid !== undefined) {
    if (input.account !== undefined)
      throw fail('parameter', say`A thing belongs to an account or to a project, not to both.`, { field: 'projectid' });
    const project = projectForNew(ctx, caller, input.projectid);
    return { accountId: project.accountId, domainId: project.domainId };
  }
  if (input.account === undefined && input.domainid === undefined)
    return { accountId: caller.accountId, domainId: caller.domainId };
  if (input.account === undefined)
    throw fail('parameter', say`A domain alone owns nothing: name the account too.`, { field: 'account' });
  const account = accountOf(ctx, caller, { account: input.account, domainid: input.domainid });
  if (account.state !== 'enabled')
    throw fail('conflict', say`The account ${account.name} is not enabled.`, {
      field: 'account',
      hint: say`Enable it first.`,
    });
  return { accountId: account.id, domainId: account.domainId };
}
