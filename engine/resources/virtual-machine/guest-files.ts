import type { GuestFile } from '../../drivers/driver.ts';

/** What a guest may know of itself, as plain data. */
export interface GuestFacts {
  id: string;
  instanceName: string;
  /** Its host name, without a domain. */
  name: string;
  offering: string;
  zone: string;
  /** Who runs the cloud; one for each installation. */
  cloud: string;
  nics: { mac: string; address: string; networkId: string }[];
  /** Public keys, one line each, by their names. */
  keys: { name: string; publicKey: string }[];
  userData: Buffer | undefined;
  /** Values of the names that the user data declares. */
  details: Readonly<Record<string, string>>;
  /** A password that its guest has not been given yet. */
  password: string | undefined;
}

/** CloudStack's metadata by their names, the same on the drive and from the metadata service. */
export function metadataOf(facts: GuestFacts): Record<string, string> {
  const address = facts.nics[0]?.address ?? '';
  return {
    // First, so that no declared name takes the place of what is a fact.
    ...facts.details,
    'service-offering': facts.offering,
    'availability-zone': facts.zone,
    'local-ipv4': address,
    'local-hostname': facts.name,
    'public-ipv4': address,
    'public-hostname': facts.name,
    'instance-id': facts.instanceName,
    'vm-id': facts.id,
    'public-keys': facts.keys.map((key) => key.publicKey).join('\n'),
    'cloud-identifier': facts.cloud,
  };
}

/** OpenStack's description of the same, which cloud-init and cloudbase-init read from a drive. */
function openStackMetadata(facts: GuestFacts): object {
  return {
    ...facts.details,
    uuid: facts.id,
    name: facts.name,
    hostname: facts.name,
    instance_id: facts.instanceName,
    availability_zone: facts.zone,
    launch_index: 0,
    public_keys: Object.fromEntries(facts.keys.map((key) => [key.name, key.publicKey])),
    ...(facts.password !== undefined && { admin_pass: facts.password }),
  };
}

/** Addresses come by DHCP; the description only says which cards there are. */
function openStackNetwork(facts: GuestFacts): object {
  const id = (index: number) => `eth${index}`;
  return {
    links: facts.nics.map((nic, index) => ({ id: id(index), type: 'phy', ethernet_mac_address: nic.mac })),
    networks: facts.nics.map((nic, index) => ({
      id: id(index),
      link: id(index),
      type: 'ipv4_dhcp',
      network_id: nic.networkId,
    })),
    services: [],
  };
}

/**
 * The files of an instance's config drive, in CloudStack's layout beside OpenStack's. A pure function of what is known: the metadata service
 * tells the same.
 */
export function configDriveFiles(facts: GuestFacts): GuestFile[] {
  const file = (path: string, content: Buffer | string): GuestFile => ({ path, content: Buffer.from(content) });
  const json = (path: string, value: object) => file(path, `${JSON.stringify(value)}\n`);
  return [
    ...Object.entries(metadataOf(facts)).map(([name, value]) => file(`cloudstack/metadata/${name}.txt`, value)),
    ...(facts.password === undefined ? [] : [file('cloudstack/password/vm_password.txt', facts.password)]),
    file('cloudstack/userdata/user_data.txt', facts.userData ?? ''),
    json('openstack/latest/meta_data.json', openStackMetadata(facts)),
    json('openstack/latest/network_data.json', openStackNetwork(facts)),
    ...(facts.userData === undefined ? [] : [file('openstack/latest/user_data', facts.userData)]),
    json('openstack/latest/vendor_data.json', {}),
  ];
}
