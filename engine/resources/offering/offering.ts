import type { Handlers } from '../../context.ts';
import { fail } from '../../contract/errors.ts';
import { say } from '../../contract/phrase.ts';
import type { DiskOfferingView, ServiceOfferingView } from '../../contract/views.ts';
import type { DiskOfferingRow, ServiceOfferingRow } from '../../store/rows.ts';
import { addEvent, date } from '../common.ts';

const gibibyte = 1024 ** 3;

function serviceOfferingView(row: ServiceOfferingRow): ServiceOfferingView {
  return {
    id: row.id,
    name: row.name,
    displaytext: row.displayText,
    cpunumber: row.cpuNumber,
    cpuspeed: row.cpuSpeed,
    memory: row.memory,
    storagetype: row.storageType,
    offerha: row.offerHa,
    limitcpuuse: row.limitCpuUse,
    iscustomized: false,
    isvolatile: false,
    issystem: false,
    created: date(row.created),
  };
}

function diskOfferingView(row: DiskOfferingRow): DiskOfferingView {
  return {
    id: row.id,
    name: row.name,
    displaytext: row.displayText,
    disksize: Math.round(row.diskSize / gibibyte),
    iscustomized: row.isCustomized,
    storagetype: row.storageType,
    provisioningtype: 'thin',
    created: date(row.created),
  };
}

export const offeringHandlers = {
  createServiceOffering(ctx, caller, input) {
    return ctx.store.write(() => {
      const row = ctx.store.insert('serviceOfferings', {
        id: ctx.ids(),
        name: input.name,
        displayText: input.displaytext ?? input.name,
        cpuNumber: input.cpunumber,
        cpuSpeed: input.cpuspeed ?? 1000,
        memory: input.memory,
        storageType: input.storagetype ?? 'shared',
        offerHa: input.offerha ?? false,
        limitCpuUse: input.limitcpuuse ?? false,
        created: ctx.clock(),
      });
      addEvent(ctx, caller, {
        type: 'SERVICE.OFFERING.CREATE',
        description: say`Created the compute offering ${row.name}`,
        resourceId: row.id,
        resourceType: 'ServiceOffering',
        resourceName: row.name,
      });
      return serviceOfferingView(row);
    });
  },

  deleteServiceOffering(ctx, caller, input) {
    const row = ctx.store.need('serviceOfferings', input.id);
    return ctx.store.write(() => {
      ctx.store.remove('serviceOfferings', row.id);
      addEvent(ctx, caller, {
        type: 'SERVICE.OFFERING.DELETE',
        description: say`Deleted the compute offering ${row.name}`,
        resourceId: row.id,
        resourceType: 'ServiceOffering',
        resourceName: row.name,
      });
      return { success: true };
    });
  },

  listServiceOfferings(ctx, _caller, input) {
    const page = ctx.store.list('serviceOfferings', input, {
      filters: [
        ['id = ?', input.id],
        ['name = ?', input.name],
      ],
      sortable: { name: 'name', cpunumber: 'cpuNumber', cpuspeed: 'cpuSpeed', memory: 'memory', created: 'created' },
      defaultSort: ['memory', 'cpu_number'],
    });
    return { count: page.count, serviceoffering: page.rows.map(serviceOfferingView) };
  },

  createDiskOffering(ctx, caller, input) {
    if (input.customized !== true && input.disksize === undefined)
      throw fail('parameter', say`A disk offering needs a size, or must be customised.`, {
        field: 'disksize',
        hint: say`Enter the size in GiB.`,
      });
    return ctx.store.write(() => {
      const row = ctx.store.insert('diskOfferings', {
        id: ctx.ids(),
        name: input.name,
        displayText: input.displaytext ?? input.name,
        diskSize: input.customized === true ? 0 : (input.disksize ?? 0) * gibibyte,
        isCustomized: input.customized ?? false,
        storageType: input.storagetype ?? 'shared',
        created: ctx.clock(),
      });
      addEvent(ctx, caller, {
        type: 'DISK.OFFERING.CREATE',
        description: say`Created the disk offering ${row.name}`,
        resourceId: row.id,
        resourceType: 'DiskOffering',
        resourceName: row.name,
      });
      return diskOfferingView(row);
    });
  },

  deleteDiskOffering(ctx, caller, input) {
    const row = ctx.store.need('diskOfferings', input.id);
    return ctx.store.write(() => {
      ctx.store.remove('diskOfferings', row.id);
      addEvent(ctx, caller, {
        type: 'DISK.OFFERING.DELETE',
        description: say`Deleted the disk offering ${row.name}`,
        resourceId: row.id,
        resourceType: 'DiskOffering',
        resourceName: row.name,
      });
      return { success: true };
    });
  },

  listDiskOfferings(ctx, _caller, input) {
    const page = ctx.store.list('diskOfferings', input, {
      filters: [
        ['id = ?', input.id],
        ['name = ?', input.name],
      ],
      sortable: { name: 'name', disksize: 'diskSize', created: 'created' },
      defaultSort: 'disk_size',
    });
    return { count: page.count, diskoffering: page.rows.map(diskOfferingView) };
  },

  listOsTypes(ctx, _caller, input) {
    const page = ctx.store.list('osTypes', input, {
      filters: [
        ['id = ?', input.id],
        ['os_category_id = ?', input.oscategoryid],
        ['description = ?', input.description],
      ],
      sortable: { description: 'description', oscategoryname: 'osCategoryName' },
      // CloudStack's list has a name in quotes, which would lead it.
      defaultSort: "ltrim(description, '\"') COLLATE NOCASE",
    });
    return {
      count: page.count,
      ostype: page.rows.map((row) => ({
        id: row.id,
        oscategoryid: row.osCategoryId,
        oscategoryname: row.osCategoryName ?? '',
        description: row.description,
        isuserdefined: false,
      })),
    };
  },

  listOsCategories(ctx, _caller, input) {
    const page = ctx.store.list('osCategories', input, {
      filters: [
        ['id = ?', input.id],
        ['name = ?', input.name],
      ],
      sortable: { name: 'name' },
      defaultSort: 'name COLLATE NOCASE',
    });
    return { count: page.count, oscategory: page.rows.map((row) => ({ id: row.id, name: row.name })) };
  },
} satisfies Partial<Handlers>;
