import { checkOwner, scope } from '../../access.ts';
import type { Caller, Ctx, Handlers } from '../../context.ts';
import type { AnnotatedType } from '../../contract/annotation.ts';
import { fail } from '../../contract/errors.ts';
import { rootDomainId, systemAccountId } from '../../contract/identity.ts';
import { say } from '../../contract/phrase.ts';
import type { AnnotationView } from '../../contract/views.ts';
import type { AnnotationRow } from '../../store/annotation-rows.ts';
import type { TableName } from '../../store/tables.ts';
import { addEvent, date } from '../common.ts';

const tableOf: Readonly<Record<AnnotatedType, TableName>> = {
  VM: 'virtualMachines',
  VOLUME: 'volumes',
  NETWORK: 'networks',
  TEMPLATE: 'templates',
  ISO: 'isos',
  SERVICE_OFFERING: 'serviceOfferings',
  DISK_OFFERING: 'diskOfferings',
  NETWORK_OFFERING: 'networkOfferings',
  ZONE: 'zones',
  POD: 'pods',
  CLUSTER: 'clusters',
  HOST: 'hosts',
  DOMAIN: 'domains',
  PRIMARY_STORAGE: 'storagePools',
  SECONDARY_STORAGE: 'imageStores',
  INSTANCE_GROUP: 'instanceGroups',
  SSH_KEYPAIR: 'sshKeyPairs',
  USER_DATA: 'userData',
};

interface Entity {
  id: string;
  name?: string;
  displayName?: string;
  accountId?: string;
  domainId?: string;
}

/** What is commented on. What belongs to nobody is for root admins. Errors: parameter, account. */
function entityOf(ctx: Ctx, caller: Caller, type: AnnotatedType, id: string): Entity {
  const entity = ctx.store.need(tableOf[type], id, 'entityid') as Entity;
  const { accountId, domainId } = entity;
  if (accountId !== undefined && domainId !== undefined) checkOwner(ctx, caller, { id, accountId, domainId });
  else if (caller.role !== 'Admin')
    throw fail('account', say`${caller.username} may not use the resource ${id}.`, { field: 'entityid' });
  return entity;
}

/** What comments are on is another now, to whoever looks at it. Call inside the commit of the comment. */
function toldEntity(ctx: Ctx, row: AnnotationRow): void {
  const { declaration } = ctx.store.tables[tableOf[row.entityType]];
  ctx.store.changed({
    noun: declaration.noun,
    id: row.entityId,
    change: 'updated',
    ...(row.accountId !== systemAccountId && { accountid: row.accountId }),
  });
}

/** A page of comments; the names of what they are on are looked up once for each kind. */
function annotationViews(ctx: Ctx, rows: readonly AnnotationRow[]): AnnotationView[] {
  const names = new Map<string, string | undefined>();
  for (const [type, some] of Map.groupBy(rows, (row) => row.entityType)) {
    const ids = JSON.stringify([...new Set(some.map((row) => row.entityId))]);
    for (const found of ctx.store.where(tableOf[type], 'id IN (SELECT value FROM json_each(?))', ids) as Entity[])
      names.set(found.id, found.displayName ?? found.name);
  }
  return rows.map((row) => ({
    id: row.id,
    annotation: row.text,
    entityid: row.entityId,
    entitytype: row.entityType,
    entityname: names.get(row.entityId),
    userid: row.userId,
    username: row.username,
    adminsonly: row.adminsOnly,
    created: date(row.created),
    removed: row.removed === undefined ? undefined : date(row.removed),
  }));
}

const one = (ctx: Ctx, id: string): AnnotationView =>
  annotationViews(ctx, ctx.store.where('annotations', 'id = ?', id))[0] as AnnotationView;

/** A comment that a caller may change: his own, or any to a root admin. Errors: parameter, account. */
function own(ctx: Ctx, caller: Caller, id: string): AnnotationRow {
  const row = ctx.store.need('annotations', id);
  if (caller.role !== 'Admin' && row.userId !== caller.userId)
    throw fail('account', say`${caller.username} may not use the resource ${id}.`, { field: 'id' });
  return row;
}

/** Writes a comment, with its event; call inside `store.write`. Answers with its id. */
export function annotate(
  ctx: Ctx,
  caller: Caller,
  entityType: AnnotatedType,
  entity: Entity,
  text: string,
  adminsOnly = false,
): string {
  const row = ctx.store.insert('annotations', {
    id: ctx.ids(),
    text,
    entityType,
    entityId: entity.id,
    userId: caller.userId,
    username: caller.username,
    adminsOnly,
    accountId: entity.accountId ?? systemAccountId,
    domainId: entity.domainId ?? rootDomainId,
    created: ctx.clock(),
  });
  toldEntity(ctx, row);
  addEvent(ctx, caller, {
    type: 'ANNOTATION.CREATE',
    description: say`Commented on ${entity.displayName ?? entity.name ?? entity.id}`,
  });
  return row.id;
}

export const annotationHandlers = {
  addAnnotation(ctx, caller, input) {
    const entity = entityOf(ctx, caller, input.entitytype, input.entityid);
    if (input.adminsonly === true && caller.role !== 'Admin')
      throw fail('account', say`Only a root admin hides comments from others.`, { field: 'adminsonly' });
    return ctx.store.write(() =>
      one(ctx, annotate(ctx, caller, input.entitytype, entity, input.annotation, input.adminsonly)),
    );
  },

  removeAnnotation(ctx, caller, input) {
    const row = own(ctx, caller, input.id);
    return ctx.store.write(() => {
      ctx.store.remove('annotations', row.id);
      toldEntity(ctx, row);
      addEvent(ctx, caller, { type: 'ANNOTATION.REMOVE', description: say`Took a comment back` });
      return one(ctx, row.id);
    });
  },

  updateAnnotationVisibility(ctx, caller, input) {
    const row = own(ctx, caller, input.id);
    return ctx.store.write(() => {
      ctx.store.update('annotations', row.id, { adminsOnly: input.adminsonly });
      toldEntity(ctx, row);
      return one(ctx, row.id);
    });
  },

  listAnnotations(ctx, caller, input) {
    if (input.entityid !== undefined && input.entitytype !== undefined)
      entityOf(ctx, caller, input.entitytype, input.entityid);
    const reach = scope(caller);
    const page = ctx.store.list('annotations', input, {
      filters: [
        ['id = ?', input.id],
        ['entity_type = ?', input.entitytype],
        ['entity_id = ?', input.entityid],
        ['user_id = ?', input.userid],
        ['user_id = ?', input.annotationfilter === 'self' ? caller.userId : undefined],
        ['admins_only = 0', caller.role === 'Admin' ? undefined : 1],
      ],
      ...(reach !== undefined && { scope: reach }),
      sortable: { created: 'created', username: 'username' },
    });
    return { count: page.count, annotation: annotationViews(ctx, page.rows) };
  },
} satisfies Partial<Handlers>;
