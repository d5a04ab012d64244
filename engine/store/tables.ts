import type { AnnotationRow } from './annotation-rows.ts';
import type { Sqlite } from './database.ts';
import type { DedicatedResourceRow } from './dedication-rows.ts';
import type { ResourceDetailRow } from './detail-rows.ts';
import type * as groups from './group-rows.ts';
import type * as guest from './guest-data-rows.ts';
import type { GuestOsMappingRow } from './guest-os-rows.ts';
import type * as identity from './identity-rows.ts';
import type * as images from './image-rows.ts';
import type { NicSecondaryIpRow } from './nic-rows.ts';
import type * as offerings from './offering-rows.ts';
import type * as project from './project-rows.ts';
import type * as provider from './provider-rows.ts';
import type * as rows from './rows.ts';
import type { VmScheduleRow } from './schedule-rows.ts';
import { Table, type TableDeclaration } from './table.ts';
import type { TagRow } from './tag-rows.ts';
import type { UsageRecordRow, UsageSpanRow } from './usage-rows.ts';

/** Every table with its noun in the contract and what the keyword search finds. A new resource adds one line here. */
const declarations = {
  zones: { table: 'zone', noun: 'zone', booleans: ['localStorageEnabled'], search: ['name'] },
  pods: { table: 'pod', noun: 'pod', search: ['name', 'gateway'] },
  clusters: { table: 'cluster', noun: 'cluster', search: ['name'] },
  physicalNetworks: { table: 'physical_network', noun: 'physicalnetwork', view: false, search: ['name'] },
  trafficTypes: {
    table: 'traffic_type',
    noun: 'physicalnetwork',
    view: false,
    like: ['trafficType', 'kvmNetworkLabel'],
  },
  networkServiceProviders: {
    table: 'network_service_provider',
    noun: 'networkserviceprovider',
    booleans: ['elementEnabled'],
    json: ['services'],
    view: false,
    like: ['name'],
  },
  storageIpRanges: { table: 'storage_ip_range', noun: 'storagenetworkiprange', like: ['startIp', 'endIp'] },
  hosts: { table: 'host', noun: 'host', json: ['stateReasonPhrase'], search: ['name', 'address'] },
  hostPreparations: {
    table: 'host_preparation',
    noun: 'hostpreparation',
    json: ['choices', 'probe', 'plan', 'undo', 'errorPhrase'],
    view: false,
    like: ['address', 'hostname', 'operatingSystem'],
  },
  pinnedHostKeys: { table: 'pinned_host_key', noun: '', view: false, softDelete: false },
  networkOfferings: {
    table: 'network_offering',
    noun: 'networkoffering',
    booleans: ['isDefault'],
    json: ['services'],
    view: false,
    search: ['name'],
  },
  networks: { table: 'network', noun: 'network', search: ['name', 'displayText', 'gateway'], owned: true },
  vlanIpRanges: { table: 'vlan_ip_range', noun: 'vlan', search: ['startIp', 'endIp'] },
  storagePools: { table: 'storage_pool', noun: 'storagepool', search: ['name', 'server', 'path'] },
  imageStores: { table: 'image_store', noun: 'imagestore', search: ['name', 'server', 'path'] },
  osTypes: { table: 'os_type', noun: 'ostype', booleans: ['userDefined'], search: ['description'] },
  guestOsMappings: { table: 'guest_os_mapping', noun: 'guestosmapping', like: ['osTypeName', 'osName'] },
  osCategories: { table: 'os_category', noun: 'oscategory', view: false, softDelete: false, like: ['name'] },
  templates: {
    table: 'template',
    noun: 'template',
    booleans: [
      'isPublic',
      'isFeatured',
      'isExtractable',
      'passwordEnabled',
      'sshKeyEnabled',
      'bootable',
      'dynamicallyScalable',
    ],
    json: ['statusPhrase'],
    search: ['name', 'displayText', 'url'],
    owned: true,
  },
  // CloudStack’s ISOs are templates of another format; they share the table and differ in noun.
  isos: {
    table: 'template',
    noun: 'iso',
    booleans: [
      'isPublic',
      'isFeatured',
      'isExtractable',
      'passwordEnabled',
      'sshKeyEnabled',
      'bootable',
      'dynamicallyScalable',
    ],
    json: ['statusPhrase'],
    search: ['name', 'displayText', 'url'],
    owned: true,
  },
  serviceOfferings: {
    table: 'service_offering',
    noun: 'serviceoffering',
    booleans: ['offerHa', 'limitCpuUse', 'isCustomized', 'dynamicScalingEnabled', 'diskSizeStrictness'],
    json: ['domainIds', 'zoneIds', 'details', 'rates', 'limits'],
    search: ['name', 'displayText'],
  },
  diskOfferings: {
    table: 'disk_offering',
    noun: 'diskoffering',
    booleans: ['isCustomized', 'displayOffering', 'diskSizeStrictness'],
    json: ['domainIds', 'zoneIds', 'details', 'rates'],
    search: ['name', 'displayText'],
  },
  virtualMachines: {
    table: 'virtual_machine',
    noun: 'virtualmachine',
    booleans: ['deleteProtection', 'haEnabled', 'dynamicallyScalable'],
    json: ['errorPhrase', 'hardware'],
    search: ['name', 'displayName', 'instanceName', 'ipAddress', 'macAddress'],
    searchOfView: ['accountName'],
    searchAlso: { table: 'nic', column: 'virtual_machine_id' },
    wordsIndex: 'virtual_machine_words',
    stateTime: true,
    owned: true,
  },
  nics: { table: 'nic', noun: 'nic', booleans: ['isDefault'], json: ['further'], search: ['macAddress', 'ipAddress'] },
  vmSchedules: {
    table: 'vm_schedule',
    noun: 'vmschedule',
    booleans: ['enabled'],
    view: false,
    like: ['description', 'schedule'],
  },
  nicSecondaryIps: { table: 'nic_secondary_ip', noun: '', view: false, softDelete: false },
  affinityGroups: {
    table: 'affinity_group',
    noun: 'affinitygroup',
    like: ['name', 'description', 'type'],
    owned: true,
  },
  // One table for what CloudStack lists by four nouns; who writes it states the change of the right one.
  dedicatedResources: {
    table: 'dedicated_resource',
    noun: '',
    softDelete: false,
    like: ['resourceName', 'accountName', 'domainPath'],
  },
  instanceGroups: { table: 'instance_group', noun: 'instancegroup', like: ['name'], owned: true },
  volumes: {
    table: 'volume',
    noun: 'volume',
    booleans: ['templateExtractable', 'deleteProtection'],
    json: ['diskOfferingRates', 'serviceOfferingRates'],
    search: ['name', 'path'],
    wordsIndex: 'volume_words',
    owned: true,
  },
  jobs: {
    table: 'job',
    noun: 'asyncjobs',
    booleans: ['cancelRequested'],
    json: ['input', 'result', 'error', 'progressPhrase'],
    view: false,
    softDelete: false,
    like: ['command', 'resourceName', 'state'],
    owned: true,
  },
  events: {
    table: 'event',
    noun: 'event',
    booleans: ['archived'],
    json: ['phrase'],
    softDelete: false,
    search: ['description', 'type'],
    owned: true,
  },
  alerts: {
    table: 'alert',
    noun: 'alert',
    booleans: ['archived'],
    json: ['phrase'],
    view: false,
    softDelete: false,
    search: ['name', 'description'],
  },
  tags: {
    table: 'resource_tag',
    noun: 'tag',
    view: false,
    softDelete: false,
    like: ['key', 'value'],
    owned: true,
  },
  resourceDetails: {
    table: 'resource_detail',
    noun: 'resourcedetail',
    booleans: ['display'],
    view: false,
    softDelete: false,
    like: ['key', 'value'],
    owned: true,
  },
  annotations: {
    table: 'annotation',
    noun: 'annotation',
    booleans: ['adminsOnly'],
    view: false,
    like: ['text', 'username'],
    owned: true,
  },
  usageSpans: { table: 'usage_span', noun: '', view: false, softDelete: false },
  usageRecords: {
    table: 'usage_record',
    noun: 'usagerecord',
    view: false,
    softDelete: false,
    like: ['name'],
    owned: true,
  },
  domains: { table: 'domain', noun: 'domain', booleans: ['hasChild'], like: ['name', 'path'] },
  accounts: { table: 'account', noun: 'account', like: ['name'] },
  users: {
    table: 'user',
    noun: 'user',
    booleans: ['hasPassword'],
    like: ['username', 'firstName', 'lastName', 'email'],
    owned: true,
  },
  roles: { table: 'role', noun: 'role', booleans: ['isDefault', 'isPublic'], like: ['name', 'description'] },
  rolePermissions: {
    table: 'role_permission',
    noun: 'rolepermission',
    softDelete: false,
    like: ['rule', 'description'],
  },
  sshKeyPairs: { table: 'ssh_key_pair', noun: 'sshkeypair', like: ['name', 'fingerprint'], owned: true },
  userData: { table: 'user_data', noun: 'userdata', like: ['name'], owned: true },
  instanceKeys: { table: 'instance_key', noun: '', view: false, softDelete: false },
  projects: { table: 'project', noun: 'project', like: ['name', 'displayText'], owned: true },
  projectMembers: {
    table: 'project_member',
    noun: 'projectaccount',
    softDelete: false,
    like: ['accountName', 'username'],
  },
  projectRoles: { table: 'project_role', noun: 'projectrole', view: false, like: ['name', 'description'] },
  projectRolePermissions: {
    table: 'project_role_permission',
    noun: 'projectrolepermission',
    view: false,
    softDelete: false,
    like: ['rule', 'description'],
  },
} as const satisfies Record<string, TableDeclaration>;

export interface Tables {
  zones: Table<rows.ZoneRow>;
  pods: Table<rows.PodRow>;
  clusters: Table<rows.ClusterRow>;
  physicalNetworks: Table<rows.PhysicalNetworkRow>;
  trafficTypes: Table<rows.TrafficTypeRow>;
  networkServiceProviders: Table<provider.NetworkServiceProviderRow>;
  storageIpRanges: Table<provider.StorageIpRangeRow>;
  hosts: Table<rows.HostRow>;
  hostPreparations: Table<rows.HostPreparationRow>;
  pinnedHostKeys: Table<rows.PinnedHostKeyRow>;
  networkOfferings: Table<rows.NetworkOfferingRow>;
  networks: Table<rows.NetworkRow>;
  vlanIpRanges: Table<rows.VlanIpRangeRow>;
  storagePools: Table<rows.StoragePoolRow>;
  imageStores: Table<images.ImageStoreRow>;
  osTypes: Table<rows.OsTypeRow>;
  guestOsMappings: Table<GuestOsMappingRow>;
  osCategories: Table<rows.OsCategoryRow>;
  templates: Table<images.TemplateRow>;
  isos: Table<images.TemplateRow>;
  serviceOfferings: Table<offerings.ServiceOfferingRow>;
  diskOfferings: Table<offerings.DiskOfferingRow>;
  virtualMachines: Table<rows.VirtualMachineRow>;
  affinityGroups: Table<groups.AffinityGroupRow>;
  dedicatedResources: Table<DedicatedResourceRow>;
  instanceGroups: Table<groups.InstanceGroupRow>;
  nics: Table<rows.NicRow>;
  vmSchedules: Table<VmScheduleRow>;
  nicSecondaryIps: Table<NicSecondaryIpRow>;
  volumes: Table<rows.VolumeRow>;
  jobs: Table<rows.JobRow>;
  events: Table<rows.EventRow>;
  alerts: Table<rows.AlertRow>;
  tags: Table<TagRow>;
  resourceDetails: Table<ResourceDetailRow>;
  usageSpans: Table<UsageSpanRow>;
  usageRecords: Table<UsageRecordRow>;
  annotations: Table<AnnotationRow>;
  domains: Table<identity.DomainRow>;
  accounts: Table<identity.AccountRow>;
  users: Table<identity.UserRow>;
  roles: Table<identity.RoleRow>;
  rolePermissions: Table<identity.RolePermissionRow>;
  sshKeyPairs: Table<guest.SshKeyPairRow>;
  userData: Table<guest.UserDataRow>;
  instanceKeys: Table<guest.InstanceKeyRow>;
  projects: Table<project.ProjectRow>;
  projectMembers: Table<project.ProjectMemberRow>;
  projectRoles: Table<project.ProjectRoleRow>;
  projectRolePermissions: Table<project.ProjectRolePermissionRow>;
}
export type TableName = keyof Tables;
export type RowOf<N extends TableName> = Tables[N] extends Table<infer R> ? R : never;

export function createTables(sqlite: Sqlite): Tables {
  const entries = Object.entries(declarations).map(([name, declaration]) => [name, new Table(sqlite, declaration)]);
  return Object.fromEntries(entries) as Tables;
}
