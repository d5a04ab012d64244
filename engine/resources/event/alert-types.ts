/** CloudStack's numbers of alerts, and its names for them. */
export const alertTypes: readonly { type: number; name: string }[] = [
  { type: 0, name: 'ALERT.MEMORY' },
  { type: 1, name: 'ALERT.CPU' },
  { type: 2, name: 'ALERT.STORAGE' },
  { type: 3, name: 'ALERT.STORAGE.ALLOCATED' },
  { type: 4, name: 'ALERT.VIRTUALNETWORK.PUBLICIP' },
  { type: 5, name: 'ALERT.PRIVATEIP' },
  { type: 6, name: 'ALERT.SECONDARYSTORAGE' },
  { type: 7, name: 'ALERT.COMPUTE.HOST' },
  { type: 8, name: 'ALERT.USERVM' },
  { type: 9, name: 'ALERT.SERVICE.DOMAINROUTER' },
  { type: 10, name: 'ALERT.SERVICE.CONSOLEPROXY' },
  { type: 11, name: 'ALERT.NETWORK.ROUTING' },
  { type: 12, name: 'ALERT.STORAGE.MISC' },
  { type: 13, name: 'ALERT.USAGE' },
  { type: 14, name: 'ALERT.MANAGEMENT' },
  { type: 15, name: 'ALERT.NETWORK.DOMAINROUTERMIGRATE' },
  { type: 16, name: 'ALERT.SERVICE.CONSOLEPROXYMIGRATE' },
  { type: 17, name: 'ALERT.USERVM.MIGRATE' },
  { type: 18, name: 'ALERT.NETWORK.VLAN' },
  { type: 19, name: 'ALERT.SERVICE.SSVM' },
  { type: 20, name: 'ALERT.USAGE.RESULT' },
  { type: 21, name: 'ALERT.STORAGE.DELETE' },
  { type: 22, name: 'ALERT.RESOURCE.COUNT' },
  { type: 23, name: 'ALERT.USAGE.SANITY' },
  { type: 24, name: 'ALERT.DIRECTATTACHED.PUBLICIP' },
  { type: 25, name: 'ALERT.STORAGE.LOCAL' },
  { type: 26, name: 'ALERT.RESOURCE.EXCEED' },
  { type: 27, name: 'ALERT.TYPE.SYNC' },
  { type: 28, name: 'ALERT.UPLOAD.FAILED' },
  { type: 29, name: 'ALERT.OOBM.AUTHERROR' },
  { type: 30, name: 'ALERT.HA.ACTION' },
  { type: 31, name: 'ALERT.CA.CERT' },
];

/** The name that CloudStack gives to alerts of a type. */
export const alertName = (type: number): string =>
  alertTypes.find((each) => each.type === type)?.name ?? `ALERT.${type}`;
