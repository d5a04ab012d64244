/** Rows of what guests are given: keys, and user data, whose text is among the secrets. */
interface Owned {
  accountId: string;
  domainId: string;
  accountName?: string;
  domainName?: string;
}

export interface SshKeyPairRow extends Owned {
  id: string;
  name: string;
  fingerprint: string;
  publicKey: string;
  created: number;
  removed?: number;
}

export interface UserDataRow extends Owned {
  id: string;
  name: string;
  params?: string;
  created: number;
  removed?: number;
}

/** A key that an instance was given; it stays when the pair is deleted. */
export interface InstanceKeyRow {
  id: string;
  virtualMachineId: string;
  name: string;
  publicKey: string;
  position: number;
}
