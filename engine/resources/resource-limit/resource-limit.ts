import { domainInReach, projectInReach } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { rootDomainId } from '../../contract/identity.ts';
import { say } from '../../contract/phrase.ts';
import { type ResourceType, resourceTypes } from '../../contract/resource-limit.ts';
import { pageOf } from '../../store/page.ts';
import { accountOf, checkManaged, type OwnerView, ownerViews, shownPath } from '../account/owner.ts';
import { addEvent } from '../common.ts';
import { accountOwner, domainOwner, type LimitOwner, limitOf, recount, setLimit } from './limits.ts';

interface Which {
  account?: string | undefined;
  domainid?: string | undefined;
  projectid?: string | undefined;
}

/** An owner of limits and what an answer shows of him. */
interface Chosen extends LimitOwner {
  noun: 'account' | 'domain' | 'project';
  /** Of changes and events: the project's own id, where limits are its account's. */
  shownId: string;
  view: Partial<OwnerView>;
}

/** Whose limits are meant: a project, an account by its name in a domain, a domain alone, or the caller's own account. Errors: parameter, account. */
function chosen(ctx: Ctx, caller: Caller, input: Which): Chosen {
  if (input.projectid !== undefined) {
    const project = projectInReach(ctx, caller, input.projectid);
    const owner = { id: project.accountId, kind: 'project', free: false } as const;
    return { ...owner, noun: 'project', shownId: project.id, view: ownerViews(ctx)(project) };
  }
  if (input.account === undefined && input.domainid !== undefined) {
    const domain = domainInReach(ctx, caller, input.domainid);
    const view = { domain: domain.name, domainid: domain.id, domainpath: shownPath(domain.path) };
    return { ...domainOwner(domain.id), noun: 'domain', shownId: domain.id, view };
  }
  const account =
    input.account === undefined
      ? ctx.store.need('accounts', caller.accountId)
      : accountOf(ctx, caller, { account: input.account, domainid: input.domainid });
  return {
    ...accountOwner(account),
    noun: 'account',
    shownId: account.id,
    view: ownerViews(ctx)({ accountId: account.id, domainId: account.domainId }),
  };
}

const typesOf = (
  input: { resourcetype?: number | undefined; resourcetypename?: string | undefined },
  owner: LimitOwner,
) =>
  resourceTypes.filter(
    ({ number, name }) =>
      (input.resourcetype === undefined || number === input.resourcetype) &&
      (input.resourcetypename === undefined || name === input.resourcetypename) &&
      !(owner.kind === 'project' && name === 'project'),
  );

const limitView = (
  ctx: Ctx,
  { view, noun: _noun, shownId: _shown, ...owner }: Chosen,
  type: { number: number; name: ResourceType },
) => ({
  ...view,
  resourcetype: String(type.number),
  resourcetypename: type.name,
  max: limitOf(ctx, owner, type.name),
});

/** Refuses a limit that is not the caller's to set: nobody sets his own, and none is wider than the one above. Errors: parameter, account. */
function checkChangeable(ctx: Ctx, caller: Caller, owner: Chosen, type: ResourceType, max: number): void {
  if (owner.id === rootDomainId) throw fail('parameter', say`ROOT has no limits.`, { field: 'domainid' });
  if (owner.free) throw fail('parameter', say`Accounts of root admins have no limits.`, { field: 'account' });
  if (owner.noun === 'account') checkManaged(ctx, caller, ctx.store.need('accounts', owner.id), 'account');
  // Not by who is only in it: a limit is set from above.
  if (owner.noun === 'project') domainInReach(ctx, caller, owner.view.domainid ?? '', 'projectid');
  if (caller.role !== 'Admin' && (owner.id === caller.accountId || owner.id === caller.domainId))
    throw fail('account', say`${caller.username} may not set limits of their own.`, {
      field: owner.noun === 'domain' ? 'domainid' : 'account',
      hint: say`An administrator of the domain above can do this.`,
    });
  if (owner.noun !== 'domain') return;
  const parent = ctx.store.need('domains', owner.id).parentId;
  const most = parent === undefined ? -1 : limitOf(ctx, domainOwner(parent), type);
  if (most !== -1 && (max === -1 || max > most))
    throw fail('parameter', say`The domain above may have ${most}; one below it may have no more.`, {
      field: 'max',
      hint: say`Choose ${most} or less, or widen the limit of the domain above first.`,
    });
}

export const resourceLimitHandlers = {
  listResourceLimits(ctx, caller, input) {
    const owner = chosen(ctx, caller, input);
    const rows = typesOf(input, owner).map((type) => limitView(ctx, owner, type));
    const page = pageOf(rows, input, {
      keyword: (row) => row.resourcetypename,
      sortable: ['resourcetypename', 'max'],
    });
    return { count: page.count, resourcelimit: page.rows };
  },

  updateResourceLimit(ctx, caller, input) {
    const owner = chosen(ctx, caller, input);
    const [type] = typesOf(input, owner);
    if (type === undefined) throw fail('parameter', say`A project has no such limit.`, { field: 'resourcetype' });
    const max = input.max ?? -1;
    checkChangeable(ctx, caller, owner, type.name, max);
    return ctx.store.write(() => {
      setLimit(ctx, owner.id, type.name, max);
      ctx.store.changed({
        noun: owner.noun,
        id: owner.shownId,
        change: 'updated',
        ...(owner.noun !== 'domain' && { accountid: owner.id }),
      });
      const name = owner.view.project ?? owner.view.account ?? owner.view.domain ?? '';
      addEvent(ctx, caller, {
        type: 'RESOURCE.LIMIT.UPDATE',
        description: say`Set the limit ${type.name} of ${name} to ${max}`,
        resourceId: owner.shownId,
        resourceType: { domain: 'Domain', account: 'Account', project: 'Project' }[owner.noun],
        resourceName: name,
      });
      return limitView(ctx, owner, type);
    });
  },

  updateResourceCount(ctx, caller, input) {
    const owner = chosen(ctx, caller, input);
    if (owner.noun === 'account') checkManaged(ctx, caller, ctx.store.need('accounts', owner.id), 'account');
    const counts = recount(ctx, owner.id);
    const rows = typesOf(input, owner).map(({ number, name }) => ({
      ...owner.view,
      resourcetype: String(number),
      resourcetypename: name,
      resourcecount: counts[name],
    }));
    return { count: rows.length, resourcecount: rows };
  },
} satisfies Partial<Handlers>;
