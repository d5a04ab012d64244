import { type Phrase, say } from '../phrase.ts';

/**
 * Why something that CloudStack has is refused here. The list is short and closed: a refusal that fits none of them is a decision that somebody
 * has to make first. Each is a sentence, and said to whoever asks for the thing.
 */
export const refusalReasons = {
  otherHypervisors: say`Hosts here run KVM or are simulated; no other hypervisor is driven.`,
  ipv6: say`Networks here carry IPv4 alone.`,
  vpc: say`There are no virtual private clouds and no network ACLs here.`,
  publicAddresses: say`There are no public addresses here yet, nor what is built on them.`,
  securityGroups: say`There are no security groups here yet.`,
  vlans: say`Guest networks are not told apart by VLANs here yet.`,
  controllers: say`Networks are made on the hosts themselves; no outside network controller is driven.`,
  routing: say`There is no dynamic routing here: no BGP and no AS numbers.`,
  dhcpOptions: say`DHCP tells every guest of a network the same; there are no options of single cards.`,
  storageMotion: say`Volumes do not move from one primary storage to another here yet.`,
  mtu: say`Networks have the packet size of the hosts’ own cards.`,
  gpu: say`Graphics cards of hosts are not given to instances here.`,
  systemVms: say`There are no system VMs here: hosts and Benchtop itself do their work.`,
  regions: say`There is one region here: this Benchtop is all of it.`,
  managementServers: say`One Benchtop manages the cloud; there are no management servers to choose from.`,
  agents: say`There is no agent on hosts here that could do or tell it.`,
  extensions: say`There are no extensions here.`,
  systemNetworks: say`Only guest networks are networks of their own here, and what serves them belongs to them.`,
  oneVersion: say`Hosts and networks are always of the version of Benchtop itself.`,
  architectures: say`Hosts and instances here are of one processor architecture, x86_64.`,
  oneKeyPair: say`A user has one pair of keys, without a name or an end, which may do what the user may.`,
  edgeZones: say`Every zone here is a core zone.`,
  hostPower: say`Hosts are not powered or fenced out of band here yet.`,
  storageAccessGroups: say`Every host of a cluster reaches its primary storage; there are no storage access groups.`,
  storageRates: say`Disks have no limits of their rates here yet.`,
  managedStorage: say`No storage array is managed here: primary storage is an NFS export or a host’s own folder.`,
  volatileDisks: say`Root disks outlive a restart; restoreVirtualMachine makes a fresh one.`,
  networkRates: say`Cards of instances have no limits of their rates here yet.`,
  purging: say`What is expunged keeps its row, by which events and jobs are still told.`,
  encryption: say`Volumes are not encrypted here.`,
  storageTiers: say`Storage is chosen by tags alone.`,
  objectStorage: say`Secondary storage is an NFS export or a host’s own folder; other kinds are not driven.`,
  snapshots: say`There are no snapshots here yet.`,
  backups: say`There are no backups of instances here yet.`,
  autoscaling: say`There are no groups here that grow and shrink by themselves.`,
  kubernetes: say`There is no Kubernetes service here.`,
  appliances: say`There are no network appliances as templates here.`,
  icons: say`Nothing has an icon of its own here.`,
  pending: say`What a job is doing is asked of the job: queryAsyncJobResult.`,
} satisfies Readonly<Record<string, Phrase>>;

export type RefusalReason = keyof typeof refusalReasons;
