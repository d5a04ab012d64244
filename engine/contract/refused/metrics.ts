import { infrastructureRefusals } from './infrastructure.ts';
import { instancesRefusals } from './instances.ts';
import { fields, type Refusals } from './refusal.ts';
import { storageRefusals } from './storage.ts';

/** Metrics lists refuse what the lists refuse that they are about, and so for the same reasons. */
export const metricsRefusals: Refusals = {
  parameters: {
    listVirtualMachinesMetrics: instancesRefusals.parameters?.listVirtualMachines ?? {},
    listHostsMetrics: infrastructureRefusals.parameters?.listHosts ?? {},
    listClustersMetrics: infrastructureRefusals.parameters?.listClusters ?? {},
    listZonesMetrics: infrastructureRefusals.parameters?.listZones ?? {},
    listStoragePoolsMetrics: storageRefusals.parameters?.listStoragePools ?? {},
    listVolumesMetrics: storageRefusals.parameters?.listVolumes ?? {},
  },
  fields: {
    host: fields('hostPower', 'powerstate'),
    cluster: fields('balancing', 'drsimbalance'),
  },
  commands: {
    listManagementServersMetrics: {
      kind: 'list',
      object: 'managementserver',
      description: { en: 'Lists management servers with their figures.', zh: '列出管理服务器及其数值。' },
      reason: 'managementServers',
      roles: ['Admin'],
      params: {
        id: 'uuid',
        name: 'string',
        system: 'boolean',
        keyword: 'string',
        page: 'integer',
        pagesize: 'integer',
      },
    },
    listDbMetrics: {
      kind: 'query',
      object: 'dbMetrics',
      description: { en: 'Shows figures of the database server.', zh: '显示数据库服务器的数值。' },
      reason: 'ownStore',
      roles: ['Admin'],
      params: {},
    },
    listUsageServerMetrics: {
      kind: 'query',
      object: 'usageMetrics',
      description: { en: 'Shows figures of the usage server.', zh: '显示用量服务器的数值。' },
      reason: 'ownStore',
      roles: ['Admin'],
      params: {},
    },
    listSystemVmsUsageHistory: {
      kind: 'list',
      object: 'systemvm',
      description: {
        en: 'Lists what system VMs used between two moments.',
        zh: '列出系统虚拟机在两个时刻之间的用量。',
      },
      reason: 'systemVms',
      roles: ['Admin'],
      params: {
        id: 'uuid',
        ids: 'list',
        name: 'string',
        startdate: 'date',
        enddate: 'date',
        keyword: 'string',
        page: 'integer',
        pagesize: 'integer',
      },
    },
  },
};
