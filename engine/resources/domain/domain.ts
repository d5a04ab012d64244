import { domainScope, inSubtree, systemCaller } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import { BenchtopError, fail } from '../../contract/errors.ts';
import { rootDomainId } from '../../contract/identity.ts';
import { type Phrase, say } from '../../contract/phrase.ts';
import type { LimitsView } from '../../contract/resource-limit.ts';
import { domainStates } from '../../contract/states.ts';
import type { DomainView } from '../../contract/views.ts';
import { saga } from '../../jobs/saga.ts';
import type { DomainRow } from '../../store/identity-rows.ts';
import { domainOf, refuseInactive, shownPath } from '../account/owner.ts';
import { annotatedViews } from '../annotation/annotated.ts';
import { addEvent, date, givenId, startJob } from '../common.ts';
import { releaseOf } from '../dedication/held.ts';
import { domainOwner, limitViews } from '../resource-limit/limits.ts';

function domainViews(ctx: Ctx, rows: readonly DomainRow[]): DomainView[] {
  const limits = limitViews(
    ctx,
    rows.map(({ id }) => domainOwner(id)),
  );
  return rows.map((row) => ({
    ...(limits.get(row.id) as LimitsView),
    id: row.id,
    name: row.name,
    path: shownPath(row.path),
    level: row.level ?? 0,
    parentdomainid: row.parentId,
    parentdomainname: row.parentName,
    haschild: row.hasChild ?? false,
    networkdomain: row.networkDomain,
    state: row.state,
    created: date(row.created),
    accounttotal: row.accountTotal ?? 0,
  }));
}

/** As lists have them. */
function annotatedDomains(ctx: Ctx, rows: readonly DomainRow[]): DomainView[] {
  const annotated = annotatedViews(ctx, rows);
  return domainViews(ctx, rows).map((view) => ({ ...view, ...annotated(view) }));
}

const one = (ctx: Ctx, id: string): DomainView => domainViews(ctx, [ctx.store.need('domains', id)])[0] as DomainView;

function addDomainEvent(ctx: Ctx, caller: Caller, type: string, description: Phrase, domain: DomainRow): void {
  addEvent(ctx, caller, {
    type,
    description,
    resourceId: domain.id,
    resourceType: 'Domain',
    resourceName: domain.name,
  });
}

/** The domain and all below it, the deepest first. */
const subtree = (ctx: Ctx, domain: DomainRow): DomainRow[] =>
  ctx.store.where(
    'domains',
    'removed IS NULL AND substr(path, 1, length(?)) = ? ORDER BY length(path) DESC',
    domain.path,
    domain.path,
  );

const accountsIn = (ctx: Ctx, domain: DomainRow) =>
  ctx.store.where('accounts', `removed IS NULL AND project_id IS NULL AND ${inSubtree('domain_id')}`, domain.id);

const projectsIn = (ctx: Ctx, domain: DomainRow) =>
  ctx.store.where('projects', `removed IS NULL AND ${inSubtree('domain_id')}`, domain.id);

function refuseTaken(ctx: Ctx, path: string, name: string, except?: string): void {
  const other = ctx.store.first('domains', 'removed IS NULL AND path = ? COLLATE NOCASE', path);
  if (other !== undefined && other.id !== except)
    throw fail('parameter', say`There is a domain named ${name} here already.`, {
      field: 'name',
      hint: say`Choose another name.`,
    });
}

/** A domain that the caller may change: below his own, or any for Root Admin; ROOT stays. */
function changeable(ctx: Ctx, caller: Caller, id: string): DomainRow {
  const domain = domainOf(ctx, caller, id, 'id');
  if (domain.id === rootDomainId) throw fail('conflict', say`ROOT stays as it is.`, { field: 'id' });
  return domain;
}

const sortable = { name: 'name', path: 'path', level: 'level', created: 'created' };

export const domainHandlers = {
  listDomains(ctx, caller, input) {
    const own = domainScope(caller);
    const page = ctx.store.list('domains', input, {
      filters: [
        ['id = ?', input.id],
        ['name = ? COLLATE NOCASE', input.name],
        ['level = ?', input.level],
        [inSubtree('id'), input.domainid],
      ],
      ...(own !== undefined && { scope: own }),
      sortable,
      defaultSort: 'path COLLATE NOCASE',
    });
    return { count: page.count, domain: annotatedDomains(ctx, page.rows) };
  },

  listDomainChildren(ctx, caller, input) {
    const own = domainScope(caller);
    const top = domainOf(ctx, caller, input.id, 'id');
    const page = ctx.store.list('domains', input, {
      filters: [
        [input.isrecursive === true ? `${inSubtree('id')}` : 'parent_id = ?', top.id],
        ['id <> ?', top.id],
        ['name = ? COLLATE NOCASE', input.name],
      ],
      ...(own !== undefined && { scope: own }),
      sortable,
      defaultSort: 'path COLLATE NOCASE',
    });
    return { count: page.count, domain: annotatedDomains(ctx, page.rows) };
  },

  createDomain(ctx, caller, input) {
    const parent = domainOf(ctx, caller, input.parentdomainid, 'parentdomainid');
    refuseInactive(ctx, parent, 'parentdomainid');
    const path = `${parent.path}${input.name}/`;
    if (path.length > 2000)
      throw fail('parameter', say`The path of the domain is too long.`, {
        field: 'parentdomainid',
        hint: say`Choose a domain nearer to ROOT.`,
      });
    refuseTaken(ctx, path, input.name);
    return ctx.store.write(() => {
      const domain = ctx.store.insert('domains', {
        id: givenId(ctx, 'domains', input.domainid, 'domainid'),
        name: input.name,
        path,
        parentId: parent.id,
        ...(input.networkdomain !== undefined && { networkDomain: input.networkdomain }),
        state: 'Active',
        created: ctx.clock(),
      });
      addDomainEvent(ctx, caller, 'DOMAIN.CREATE', say`Created the domain ${shownPath(path)}`, domain);
      return one(ctx, domain.id);
    });
  },

  updateDomain(ctx, caller, input) {
    const domain = changeable(ctx, caller, input.id);
    refuseInactive(ctx, domain, 'id');
    const name = input.name ?? domain.name;
    const path = `${domain.path.slice(0, domain.path.length - domain.name.length - 1)}${name}/`;
    refuseTaken(ctx, path, name, domain.id);
    return ctx.store.write(() => {
      if (path !== domain.path)
        for (const each of subtree(ctx, domain))
          ctx.store.update('domains', each.id, { path: path + each.path.slice(domain.path.length) });
      ctx.store.update('domains', domain.id, {
        name,
        ...(input.networkdomain !== undefined && { networkDomain: input.networkdomain }),
      });
      addDomainEvent(ctx, caller, 'DOMAIN.UPDATE', say`Changed the domain ${shownPath(path)}`, domain);
      return one(ctx, domain.id);
    });
  },

  deleteDomain(ctx, caller, input) {
    const domain = changeable(ctx, caller, input.id);
    refuseInactive(ctx, domain, 'id');
    const own = ctx.store.need('domains', caller.domainId);
    if (own.path.startsWith(domain.path))
      throw fail('conflict', say`${domain.name} is your own domain, or above it.`, {
        field: 'id',
        hint: say`An administrator of a domain above can do this.`,
      });
    const accounts = accountsIn(ctx, domain);
    const domains = subtree(ctx, domain).length - 1;
    if (input.cleanup !== true && (accounts.length > 0 || domains > 0))
      throw fail(
        'inUse',
        say`${domain.name} is not empty: ${accounts.length} accounts and ${domains} domains are in it.`,
        {
          field: 'cleanup',
          hint: say`Empty it first, or delete it with all that is in it.`,
        },
      );
    return ctx.store.write(() => {
      const answer = startJob(
        ctx,
        caller,
        'deleteDomain',
        { id: domain.id, caller: { ...caller } },
        { resourceNoun: 'domain', resourceId: domain.id, resourceName: domain.name },
      );
      return answer;
    });
  },
} satisfies Partial<Handlers>;

/** Deletes one after the other by their own jobs, and waits for one that is on its way already. */
async function deleteEach(
  ctx: Ctx,
  kind: 'deleteProject' | 'deleteAccount',
  things: readonly { id: string; name: string }[],
  more: object = {},
): Promise<void> {
  for (const { id, name } of things) {
    const open = ctx.store.first(
      'jobs',
      "resource_id = ? AND completed IS NULL AND kind = ? AND state <> 'stuck'",
      id,
      kind,
    );
    const { jobid } =
      open === undefined
        ? ((await ctx.call(systemCaller, kind, { id, ...more })) as { jobid: string })
        : { jobid: open.id };
    const job = await ctx.jobs.wait(jobid);
    if (job.state !== 'succeeded')
      throw job.error === undefined
        ? fail('internal', say`${name} could not be deleted.`)
        : new BenchtopError(job.error);
  }
}

function removeDomains(ctx: Ctx, top: DomainRow): void {
  ctx.store.write(() => {
    for (const domain of subtree(ctx, top)) {
      releaseOf(ctx, 'domain_id', domain.id);
      // A removed domain gives its place in the tree free.
      ctx.store.update('domains', domain.id, { path: `removed:${domain.id}` });
      ctx.store.remove('domains', domain.id);
    }
  });
}

export const deleteDomainSaga = saga<Ctx, { id: string; caller: Caller }>('deleteDomain')
  .step('begin', {
    do: (ctx, so) => ctx.store.transition('domains', domainStates, so.input.id, 'remove'),
    undo(ctx, so) {
      if (ctx.store.get('domains', so.input.id)?.state === 'Inactive')
        ctx.store.transition('domains', domainStates, so.input.id, 'failed');
    },
  })
  .step('accounts', {
    async do(ctx, so) {
      const domain = ctx.store.get('domains', so.input.id);
      if (domain === undefined || domain.removed !== undefined) return;
      // An account stays while it alone administers a project.
      await deleteEach(ctx, 'deleteProject', projectsIn(ctx, domain), { cleanup: true });
      await deleteEach(ctx, 'deleteAccount', accountsIn(ctx, domain));
    },
    irreversible: true,
    undo: { nothing: 'what is expunged does not come back: the job goes forward' },
  })
  .step('rows', {
    do(ctx, so) {
      const domain = ctx.store.get('domains', so.input.id);
      if (domain !== undefined && domain.removed === undefined) removeDomains(ctx, domain);
    },
    undo: { nothing: 'past the point of no return' },
  })
  .end({
    waits: true,
    result: () => ({ success: true }),
    ended(ctx, so, outcome) {
      const domain = ctx.store.get('domains', so.input.id);
      if (domain !== undefined && outcome === 'succeeded')
        addDomainEvent(ctx, so.input.caller as Caller, 'DOMAIN.DELETE', say`Deleted the domain ${domain.name}`, domain);
    },
  });
