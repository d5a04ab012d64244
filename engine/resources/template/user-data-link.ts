import { checkOwner } from '../../access.ts';
import type { Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { TemplateRow } from '../../store/image-rows.ts';
import { addEvent } from '../common.ts';
import { registeredUserData } from '../user-data/user-data.ts';
import { imageKinds, needImage } from './image.ts';
import { isoView } from './iso.ts';
import { templateView } from './template.ts';

export const userDataLinkHandlers = {
  linkUserDataToTemplate(ctx, caller, input) {
    const id = input.templateid ?? input.isoid;
    if (id === undefined || (input.templateid !== undefined && input.isoid !== undefined))
      throw fail('parameter', say`Name a template or an ISO, one of them.`, { field: 'templateid' });
    const kind = input.templateid === undefined ? imageKinds.iso : imageKinds.template;
    const row = needImage(ctx, kind, id, input.templateid === undefined ? 'isoid' : 'templateid');
    checkOwner(ctx, caller, row);
    if (input.userdataid === undefined && input.userdatapolicy !== undefined)
      throw fail('parameter', say`A policy without user data says nothing.`, { field: 'userdataid' });
    const linked = input.userdataid === undefined ? undefined : registeredUserData(ctx, caller, input.userdataid).row;
    return ctx.store.write(() => {
      ctx.store.update(kind.table, row.id, {
        userDataId: linked?.id,
        userDataPolicy: linked === undefined ? undefined : (input.userdatapolicy ?? 'ALLOWOVERRIDE'),
      } as Partial<TemplateRow>);
      const said =
        linked === undefined
          ? say`Unlinked the user data of ${row.name}`
          : say`Linked the user data ${linked.name} to ${row.name}`;
      addEvent(ctx, caller, {
        type: `${kind.event}.UPDATE`,
        description: said,
        resourceId: row.id,
        resourceType: kind.type,
        resourceName: row.name,
      });
      const now = ctx.store.need(kind.table, row.id);
      return kind.noun === 'iso' ? isoView(ctx, now) : templateView(ctx, now);
    });
  },
} satisfies Partial<Handlers>;
