import type { Texts } from './texts.ts';

/** What metrics lists add to the lists that they are about. */
export const metricsTexts: Texts = {
  commands: {
    listVirtualMachinesMetrics: {
      accumulate: {
        en: 'As in listVirtualMachines.',
        zh: '同 listVirtualMachines。',
      },
    },
  },
  fields: {
    instances: 'Running ones and all that are on it.',
    hosts: 'Those that are Up, and all.',
    clusters: 'Enabled ones, and all.',
    cputotal: 'CPU in all.',
    cpumaxdeviation: 'How far the busiest host is above the average.',
    memorymaxdeviation: 'How far the fullest host is above the average.',
    cputotalghz: 'CPU in all, in GHz.',
    cpuusedghz: 'CPU in use, in GHz.',
    cpuallocatedghz: 'CPU that instances were promised, in GHz.',
    memorytotalgb: 'Memory in all, in GiB.',
    memoryusedgb: 'Memory in use, in GiB.',
    memoryallocatedgb: 'Memory that instances were promised, in GiB.',
    diskread: 'Read from disks, in MiB.',
    diskwrite: 'Written to disks, in MiB.',
    sizegb: 'Size, in GiB.',
    disksizetotalgb: 'Size in all, in GiB, with how many times over it is given out.',
    disksizeusedgb: 'In use, in GiB.',
    disksizeallocatedgb: 'Promised to volumes, in GiB.',
    disksizeunallocatedgb: 'Not promised yet, in GiB.',
    cputhreshold: 'Whether more CPU is in use than somebody wants to be told of.',
    cpudisablethreshold: 'Whether more CPU is in use than placement goes by.',
    cpuallocatedthreshold: 'Whether more CPU is allocated than somebody wants to be told of.',
    cpuallocateddisablethreshold: 'Whether so much CPU is allocated that nothing more is placed there.',
    memorythreshold: 'Whether more memory is in use than somebody wants to be told of.',
    memorydisablethreshold: 'Whether more memory is in use than placement goes by.',
    memoryallocatedthreshold: 'Whether more memory is allocated than somebody wants to be told of.',
    memoryallocateddisablethreshold: 'Whether so much memory is allocated that nothing more is placed there.',
    storageusagethreshold: 'Whether more is in use than somebody wants to be told of.',
    storageusagedisablethreshold: 'Whether so much is in use that nothing more is placed there.',
    storageallocatedthreshold: 'Whether more is allocated than somebody wants to be told of.',
    storageallocateddisablethreshold: 'Whether so much is allocated that nothing more is placed there.',
  },
};
