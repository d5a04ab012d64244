import type { Caller } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import type { OwnerFilter } from '../../contract/ownership.ts';
import { say } from '../../contract/phrase.ts';
import type { SqlValue } from '../../store/table.ts';
import { filterOfIds } from '../common.ts';
import type { ImageKind } from './image.ts';

interface ImageListRequest extends OwnerFilter {
  filter: string;
  id?: string | undefined;
  name?: string | undefined;
  zoneid?: string | undefined;
  hypervisor?: string | undefined;
  isready?: boolean | undefined;
  bootable?: boolean | undefined;
  ids?: readonly string[] | undefined;
  imagestoreid?: string | undefined;
  storageid?: string | undefined;
  oscategoryid?: string | undefined;
  ispublic?: boolean | undefined;
}

/** The condition that an image is shared with an account. */
const sharedWith = 'id IN (SELECT template_id FROM template_permission WHERE account_id = ?)';

/** What of the images a list shows: CloudStack's filters, and whose. */
export function imageListOptions(caller: Caller, kind: ImageKind, input: ImageListRequest) {
  if (input.filter === 'all' && caller.role === 'User' && input.id === undefined && input.ids === undefined)
    throw fail('parameter', say`Filter all can be specified by administrators only.`, {
      field: `${kind.noun}filter`,
      hint: say`Use self, executable, community, featured or shared.`,
    });
  const mine = input.filter === 'self' || input.filter === 'selfexecutable';
  // An ISO's list without a filter has all within reach.
  const wide = input.filter === 'all' || input.filter === '';
  const named = input.account !== undefined || input.domainid !== undefined || input.projectid !== undefined;
  const owners: OwnerFilter = mine && !named ? { listall: false } : {};
  const filters: [string, SqlValue | undefined][] = [
    [kind.noun === 'iso' ? "format = 'ISO'" : "format <> 'ISO'", 1],
    ['id = ?', input.id],
    filterOfIds(input.ids),
    ['name = ?', input.name],
    ['zone_id = ?', input.zoneid],
    ['image_store_id = ?', input.imagestoreid],
    ['id IN (SELECT template_id FROM template_copy WHERE pool_id = ?)', input.storageid],
    ['os_type_id IN (SELECT id FROM os_type WHERE os_category_id = ?)', input.oscategoryid],
    ['is_public = ?', input.ispublic === undefined ? undefined : Number(input.ispublic)],
    ['hypervisor = ?', input.hypervisor],
    ['bootable = ?', input.bootable === undefined ? undefined : Number(input.bootable)],
    [input.isready === true ? "state = 'Ready'" : input.isready === false ? "state <> 'Ready'" : '1', 1],
    [input.filter === 'featured' ? 'is_public = 1 AND is_featured = 1' : '1', 1],
    [input.filter === 'community' ? 'is_public = 1 AND is_featured = 0' : '1', 1],
    [sharedWith, input.filter.startsWith('shared') ? caller.accountId : undefined],
    [input.filter.endsWith('executable') ? "state = 'Ready'" : '1', 1],
  ];
  return {
    owners,
    filters,
    // Who asks for somebody's own is not shown everybody's; a list of what can be used has both, and what is shared with the caller.
    everybody:
      mine || (wide && (named || input.listall === false))
        ? undefined
        : { condition: `is_public = 1 OR ${sharedWith}`, values: [caller.accountId] },
    sortable: {
      name: 'name',
      ostypename: 'osTypeName',
      size: 'size',
      physicalsize: 'physicalSize',
      state: 'state',
      created: 'created',
    },
    defaultSort: 'name COLLATE NOCASE',
  };
}
