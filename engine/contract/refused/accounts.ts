import { fields, parameters, type Refusals } from './refusal.ts';

/** Accounts, their users and keys. */
export const accountsRefusals: Refusals = {
  parameters: {
    registerUserKeys: {
      ...parameters('oneKeyPair', 'name description'),
      ...parameters('oneKeyPair', 'startdate enddate', 'date'),
      ...parameters('oneKeyPair', 'rules', 'map'),
    },
  },
  fields: {
    userkeys: {
      ...fields('oneKeyPair', 'id name description state domainpath'),
      ...fields('oneKeyPair', 'created startdate enddate', 'date'),
      ...fields('oneKeyPair', 'permissions', 'list'),
      ...fields('oneKeyPair', 'apikeyaccess'),
      ...fields('oneKeyPair', 'hasannotations', 'boolean'),
    },
  },
};
