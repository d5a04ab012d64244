import { fields, parameters, type Refusals } from './refusal.ts';

const icon = parameters('icons', 'showicon', 'boolean', 'true', 'false');
const details = parameters('allDetails', 'details', 'list', 'all', 'min', 'resource');
const notCounted = {
  ...fields('backups', 'backupavailable backuplimit backupstorageavailable backupstoragelimit backupstoragetotal'),
  ...fields(
    'objectStorage',
    'bucketavailable bucketlimit objectstorageavailable objectstoragelimit objectstoragetotal',
  ),
  ...fields('gpu', 'gpuavailable gpulimit'),
  ...fields('vpc', 'vpcavailable vpclimit'),
  ...fields('icons', 'icon', 'responseobject'),
  ...fields('allDetails', 'taggedresources', 'list'),
};

/** Accounts, their users and keys. */
export const accountsRefusals: Refusals = {
  parameters: {
    listAccounts: {
      ...icon,
      ...details,
      ...parameters('ownUsers', 'apikeyaccess'),
      ...parameters('ownUsers', 'iscleanuprequired', 'boolean', 'false'),
      ...parameters('storageTiers', 'tag'),
    },
    listDomains: {
      ...icon,
      ...details,
      ...parameters('storageTiers', 'tag'),
      ...parameters('noDetails', 'tags', 'map'),
      ...parameters('byId', 'account projectid'),
      ...parameters('oneCloud', 'isrecursive', 'boolean', 'true', 'false'),
    },
    listDomainChildren: icon,
    listProjects: { ...icon, ...details, ...parameters('noDetails', 'tags', 'map') },
    addAccountToProject: parameters('noInvitations', 'email'),
    listUsers: { ...icon, ...parameters('ownUsers', 'apikeyaccess') },
    createAccount: parameters('noDetails', 'accountdetails', 'map'),
    updateAccount: {
      ...parameters('noDetails', 'accountdetails', 'map'),
      ...parameters('ownUsers', 'apikeyaccess'),
    },
    createUser: parameters('passwordStays', 'passwordchangerequired', 'boolean', 'false'),
    updateUser: {
      ...parameters('passwordStays', 'passwordchangerequired', 'boolean', 'false'),
      ...parameters('noSecondFactor', 'mandate2fa', 'boolean', 'false'),
      ...parameters('ownKeys', 'userapikey usersecretkey'),
      ...parameters('ownUsers', 'apikeyaccess'),
    },
    listResourceLimits: {
      ...parameters('oneOwner', 'id', 'long'),
      ...parameters('oneOwner', 'isrecursive listall', 'boolean', 'true', 'false'),
      ...parameters('storageTiers', 'tag'),
    },
    updateResourceLimit: parameters('storageTiers', 'tag'),
    updateResourceCount: parameters('storageTiers', 'tag'),
    registerUserKeys: {
      ...parameters('oneKeyPair', 'name description'),
      ...parameters('oneKeyPair', 'startdate enddate', 'date'),
      ...parameters('oneKeyPair', 'rules', 'map'),
    },
  },
  fields: {
    account: {
      ...notCounted,
      ...fields('noDetails', 'accountdetails', 'map'),
      ...fields('noDetails', 'groups', 'list'),
      ...fields('privateZones', 'defaultzoneid'),
      ...fields('ownUsers', 'apikeyaccess'),
      ...fields('ownUsers', 'iscleanuprequired', 'boolean'),
      ...fields('hostFacts', 'receivedbytes sentbytes', 'long'),
    },
    domain: {
      ...notCounted,
      ...fields('noDetails', 'domaindetails', 'map'),
    },
    project: notCounted,
    user: {
      ...fields('keysApart', 'apikey secretkey'),
      ...fields('ownUsers', 'apikeyaccess'),
      ...fields('icons', 'icon', 'responseobject'),
    },
    userkeys: {
      ...fields('oneKeyPair', 'id name description state domainpath'),
      ...fields('oneKeyPair', 'created startdate enddate', 'date'),
      ...fields('oneKeyPair', 'permissions', 'list'),
      ...fields('oneKeyPair', 'apikeyaccess'),
      ...fields('oneKeyPair', 'hasannotations', 'boolean'),
    },
  },
};
