/** Events that CloudStack names otherwise than the job's command lets one guess. */
const ofJobs: Readonly<Record<string, string>> = {
  applyHostPreparation: 'HOST.APPLY',
  assignVirtualMachine: 'VM.MOVE',
  attachIso: 'ISO.ATTACH',
  checkHostStorage: 'HOST.STORAGE.CHECK',
  chooseMode: 'CONFIGURATION.MODE.EDIT',
  createTags: 'CREATE_TAGS',
  addNetworkServiceProvider: 'SERVICE.PROVIDER.CREATE',
  configureInternalLoadBalancerElement: 'NETWORK.ELEMENT.CONFIGURE',
  configureOvsElement: 'NETWORK.ELEMENT.CONFIGURE',
  configureVirtualRouterElement: 'NETWORK.ELEMENT.CONFIGURE',
  createHostDiskStore: 'HOST.DISK.STORE',
  createHostPreparation: 'HOST.PROBE',
  deleteTags: 'DELETE_TAGS',
  deleteHostDiskStore: 'HOST.DISK.STORE.REMOVE',
  createStorageNetworkIpRange: 'STORAGE.IP.RANGE.CREATE',
  deleteNetworkServiceProvider: 'SERVICE.PROVIDER.DELETE',
  deleteStorageNetworkIpRange: 'STORAGE.IP.RANGE.DELETE',
  detachIso: 'ISO.DETACH',
  getUploadParamsForIso: 'ISO.CREATE',
  getUploadParamsForTemplate: 'TEMPLATE.CREATE',
  addNicToVirtualMachine: 'NIC.CREATE',
  registerUserKeys: 'REGISTER.USER.KEY',
  removeNicFromVirtualMachine: 'NIC.DELETE',
  resetPasswordForVirtualMachine: 'VM.RESETPASSWORD',
  resetSSHKeyForVirtualMachine: 'VM.RESETSSHKEY',
  retryVirtualMachineDeployments: 'VM.CREATE',
  scaleVirtualMachine: 'VM.UPGRADE',
  addIpToNic: 'NIC.SECONDARY.IP.ASSIGN',
  removeIpFromNic: 'NIC.SECONDARY.IP.UNASSIGN',
  updateDefaultNicForVirtualMachine: 'NIC.UPDATE',
  updateVmNicIp: 'NIC.UPDATE',
  undoHostPreparation: 'HOST.UNDO',
  updateNetworkServiceProvider: 'SERVICE.PROVIDER.UPDATE',
  updateHostPreparation: 'HOST.PROBE',
};

/** CloudStack's short names of things and of what is done with them, in event types. */
const things: Readonly<Record<string, string>> = { VIRTUALMACHINE: 'VM', VIRTUALMACHINES: 'VM' };
const deeds: Readonly<Record<string, string>> = { ADD: 'CREATE', DEPLOY: 'CREATE', REGISTER: 'CREATE' };

/** Events that no job makes; those of a store's own history are listed besides. */
const others = [
  'ACCOUNT.CREATE',
  'ACCOUNT.DISABLE',
  'ACCOUNT.ENABLE',
  'ACCOUNT.LOCK',
  'ACCOUNT.UPDATE',
  'ALERT.GENERATE',
  'CLUSTER.CREATE',
  'CLUSTER.DELETE',
  'CLUSTER.EDIT',
  'CONFIGURATION.VALUE.EDIT',
  'DELETE.SSH.KEYPAIR',
  'DELETE.USER.DATA',
  'DISK.OFFERING.CREATE',
  'DISK.OFFERING.DELETE',
  'DOMAIN.CREATE',
  'DOMAIN.UPDATE',
  'HOST.ALERT',
  'HOST.EDIT',
  'HOST.KEY.FORGET',
  'HOST.RECONNECT',
  'HOST.SHELL',
  'NETWORK.CREATE',
  'POD.CREATE',
  'POD.DELETE',
  'POD.EDIT',
  'REGISTER.SSH.KEYPAIR',
  'REGISTER.USER.DATA',
  'ROLE.CREATE',
  'ROLE.DELETE',
  'ROLE.PERMISSION.CREATE',
  'ROLE.PERMISSION.DELETE',
  'ROLE.PERMISSION.UPDATE',
  'ROLE.UPDATE',
  'SECRETS.UNLOCK',
  'SERVICE.OFFERING.CREATE',
  'SERVICE.OFFERING.DELETE',
  'USER.CREATE',
  'USER.DELETE',
  'USER.ENABLE',
  'USER.KEY.SHOW',
  'USER.LOCK',
  'USER.LOGIN',
  'USER.LOGOUT',
  'USER.UPDATE',
  'VLAN.IP.RANGE.CREATE',
  'VLAN.IP.RANGE.DELETE',
  'VM.CONSOLE',
  'VM.RECOVER',
  'VM.RESETUSERDATA',
  'VM.STATE.SYNC',
  'VM.UPDATE',
  'ZONE.CREATE',
  'ZONE.DELETE',
  'ZONE.EDIT',
];

/** The type of a job's events: `createStoragePool` is STORAGE.POOL.CREATE, unless it has a name of its own. */
export function eventTypeOf(kind: string): string {
  if (Object.hasOwn(ofJobs, kind)) return ofJobs[kind] as string;
  const [verb = '', ...words] = kind.split(/(?=[A-Z])/).map((word) => word.toUpperCase());
  const thing = words.join('');
  return [things[thing] ?? words.join('.'), deeds[verb] ?? verb].filter((part) => part !== '').join('.');
}

/** Every type that may come: of the jobs there are, and of what is done at once. */
export const eventTypes = (kinds: readonly string[]): string[] => [...new Set([...kinds.map(eventTypeOf), ...others])];
