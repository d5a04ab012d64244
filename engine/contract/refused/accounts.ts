import { fields, parameters, type Refusals } from './refusal.ts';

const icon = parameters('icons', 'showicon', 'boolean', 'true', 'false');
const details = parameters('allDetails', 'details', 'list', 'all', 'min', 'resource');
const notCounted = {
  ...fields(
    'backups',
    'backupavailable backuplimit backupstorageavailable backupstoragelimit backupstoragetotal backuptotal',
  ),
  ...fields(
    'objectStorage',
    'bucketavailable bucketlimit buckettotal objectstorageavailable objectstoragelimit objectstoragetotal',
  ),
  ...fields('gpu', 'gpuavailable gpulimit gputotal'),
  ...fields('vpc', 'vpcavailable vpclimit vpctotal'),
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
      ...parameters('byId', 'account projectid'),
      ...parameters('oneCloud', 'isrecursive', 'boolean', 'true', 'false'),
    },
    listProjects: { ...icon, ...details },
    listUsers: { ...icon, ...parameters('ownUsers', 'apikeyaccess usersource') },
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
      ...fields('ownUsers', 'apikeyaccess usersource'),
      ...fields('ownUsers', 'is2faenabled is2famandated iscallerchilddomain', 'boolean'),
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
