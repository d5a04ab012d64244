/** Where settings are shown and changed: nowhere in particular, or at one thing. */
export type SettingPlace = { [K in 'zoneid' | 'clusterid' | 'storageid' | 'accountid' | 'domainid']?: string };
