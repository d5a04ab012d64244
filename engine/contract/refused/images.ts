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
  ...fields('architectures', 'arch'),
  ...fields('architectures', 'bits', 'integer'),
  ...fields('oneZone', 'childtemplates', 'list'),
  ...fields('oneZone', 'parenttemplateid sourcetemplateid'),
  ...fields('oneZone', 'crossZones', 'boolean'),
  ...fields('otherHypervisors', 'deployasis requireshvm', 'boolean'),
  ...fields('otherHypervisors', 'deployasisdetails', 'map'),
  ...fields('agents', 'directdownload', 'boolean'),
  ...fields('agents', 'downloaddetails', 'list'),
  ...fields('agents', 'hostid hostname'),
  ...fields('extensions', 'extensionid extensionname'),
  ...fields('kubernetes', 'forcks', 'boolean'),
  ...fields('icons', 'icon', 'responseobject'),
  ...fields('removedHidden', 'removed', 'date'),
  ...fields('storageTiers', 'templatetag'),
  ...fields('comments', 'hasannotations', 'boolean'),
};

/** Templates and ISOs. */
export const imagesRefusals: Refusals = {
  parameters: {
    registerTemplate: {
      ...registered,
      ...parameters('architectures', 'bits', 'integer', '64'),
      ...parameters('otherHypervisors', 'deployasis', 'boolean', 'false'),
      ...parameters('extensions', 'extensionid', 'uuid'),
      ...parameters('extensions', 'externaldetails', 'map'),
      ...parameters('kubernetes', 'forcks', 'boolean', 'false'),
      ...parameters('systemVms', 'isrouting', 'boolean', 'false'),
      ...parameters('storageTiers', 'templatetag'),
      ...parameters('otherHypervisors', 'requireshvm', 'boolean', 'true'),
      ...parameters('rawSettings', 'details', 'map'),
      ...parameters('systemVms', 'templatetype', 'string', 'USER'),
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
};
