import { access } from '../command.ts';
import { fields, parameters, type Refusals } from './refusal.ts';

const registered = {
  ...parameters('architectures', 'arch', 'string', 'x86_64'),
  ...parameters('agents', 'directdownload', 'boolean', 'false'),
};
const listed = {
  ...parameters('architectures', 'arch', 'string', 'x86_64'),
  ...parameters('icons', 'showicon', 'boolean', 'true', 'false'),
  ...parameters('removedHidden', 'showremoved', 'boolean', 'false'),
  ...parameters('oneZone', 'showunique', 'boolean', 'true', 'false'),
};
const neverThere = {
  ...fields('oneZone', 'childtemplates', 'list'),
  ...fields('oneZone', 'parenttemplateid'),
  ...fields('otherHypervisors', 'deployasisdetails', 'map'),
  ...fields('agents', 'downloaddetails', 'list'),
  ...fields('extensions', 'extensionid extensionname'),
  ...fields('kubernetes', 'forcks', 'boolean'),
  ...fields('icons', 'icon', 'responseobject'),
  ...fields('removedHidden', 'removed', 'date'),
  ...fields('storageTiers', 'templatetag'),
};
/** What an image is asked to be beside what it is. */
const described = {
  ...parameters('architectures', 'bits', 'integer', '64'),
  ...parameters('otherHypervisors', 'requireshvm', 'boolean', 'true'),
  ...parameters('storageTiers', 'templatetag'),
};
const later = parameters('detailsLater', 'details', 'map');
const changed = {
  ...parameters('architectures', 'arch', 'string', 'x86_64'),
  ...parameters('ownFormat', 'format'),
  ...parameters('systemVms', 'isrouting', 'boolean', 'false'),
  ...parameters('otherHypervisors', 'requireshvm', 'boolean', 'true'),
  ...parameters('sortKeys', 'sortkey', 'integer', '0'),
};

/** Templates and ISOs. */
export const imagesRefusals: Refusals = {
  parameters: {
    registerTemplate: {
      ...registered,
      ...described,
      ...parameters('otherHypervisors', 'deployasis', 'boolean', 'false'),
      ...parameters('extensions', 'extensionid', 'uuid'),
      ...parameters('extensions', 'externaldetails', 'map'),
      ...parameters('kubernetes', 'forcks', 'boolean', 'false'),
      ...parameters('systemVms', 'isrouting', 'boolean', 'false'),
      ...parameters('systemVms', 'templatetype', 'string', 'USER'),
    },
    getUploadParamsForTemplate: {
      ...registered,
      ...described,
      ...later,
      ...parameters('otherHypervisors', 'deployasis', 'boolean', 'false'),
      ...parameters('kubernetes', 'forcks', 'boolean', 'false'),
      ...parameters('systemVms', 'isrouting', 'boolean', 'false'),
      ...parameters('systemVms', 'templatetype', 'string', 'USER'),
    },
    createTemplate: {
      ...described,
      ...later,
      ...parameters('architectures', 'arch', 'string', 'x86_64'),
      ...parameters('snapshots', 'snapshotid', 'uuid'),
      ...parameters('toldElsewhere', 'virtualmachineid zoneid', 'uuid'),
      ...parameters('toldElsewhere', 'url'),
    },
    updateTemplate: {
      ...changed,
      ...parameters('templatesBoot', 'bootable', 'boolean', 'true'),
      ...parameters('keptGuests', 'forceupdateostype', 'boolean', 'false', 'true'),
      ...parameters('kubernetes', 'forcks', 'boolean', 'false'),
      ...parameters('storageTiers', 'templatetag'),
      ...parameters('systemVms', 'templatetype', 'string', 'USER'),
    },
    updateIso: {
      ...changed,
      ...parameters('noDetails', 'cleanupdetails', 'boolean', 'false'),
      ...parameters('noDetails', 'details', 'map'),
      ...parameters('keptGuests', 'forceupdateostype', 'boolean', 'false', 'true'),
      ...parameters('rawSettings', 'isdynamicallyscalable passwordenabled sshkeyenabled', 'boolean', 'false'),
    },
    registerIso: {
      ...registered,
      ...parameters('oneZone', 'imagestoreuuid'),
      ...parameters('rawSettings', 'isdynamicallyscalable passwordenabled', 'boolean', 'false'),
    },
    listTemplates: {
      ...listed,
      ...parameters('allDetails', 'details', 'list', 'all', 'min', 'resource'),
      ...parameters('extensions', 'extensionid', 'uuid'),
      ...parameters('kubernetes', 'forcks', 'boolean', 'false'),
      ...parameters('appliances', 'isvnf', 'boolean', 'false'),
      ...parameters('oneZone', 'parenttemplateid', 'uuid'),
      ...parameters('systemVms', 'templatetype', 'string', 'USER'),
    },
    listIsos: listed,
    deleteTemplate: {
      ...parameters('systemVms', 'issystem', 'boolean', 'false'),
      ...parameters('localStorage', 'forced', 'boolean', 'false'),
    },
  },
  fields: { template: neverThere, iso: neverThere },
  commands: {
    extractTemplate: {
      kind: 'job',
      object: 'template',
      description: { en: 'Makes a link by which a template is downloaded.', zh: '生成用于下载模板的链接。' },
      reason: 'downloads',
      roles: access.everyone,
      params: { id: 'uuid!', mode: 'string!', url: 'string', zoneid: 'uuid' },
    },
    extractIso: {
      kind: 'job',
      object: 'iso',
      description: { en: 'Makes a link by which an ISO is downloaded.', zh: '生成用于下载 ISO 的链接。' },
      reason: 'downloads',
      roles: access.everyone,
      params: { id: 'uuid!', mode: 'string!', url: 'string', zoneid: 'uuid' },
    },
    extractVolume: {
      kind: 'job',
      object: 'volume',
      description: { en: 'Makes a link by which a volume is downloaded.', zh: '生成用于下载卷的链接。' },
      reason: 'downloads',
      roles: access.everyone,
      params: { id: 'uuid!', mode: 'string!', url: 'string', zoneid: 'uuid!' },
    },
  },
};
