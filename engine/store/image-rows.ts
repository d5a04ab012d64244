import type { Phrase } from '../contract/phrase.ts';
import type { TemplateState } from '../contract/states.ts';
import type { Base, Owned } from './rows.ts';

/** Secondary storage, and the templates and ISOs that lie there. */
export interface ImageStoreRow extends Base {
  zoneId: string;
  zoneName?: string;
  name: string;
  provider: 'NFS' | 'Directory' | 'Simulator';
  server: string;
  path: string;
  hostId?: string;
  total: number;
  used: number;
}

export interface TemplateRow extends Base, Owned {
  zoneId: string;
  zoneName?: string;
  imageStoreId: string;
  name: string;
  displayText: string;
  hypervisor: 'KVM' | 'Simulator';
  format: 'QCOW2' | 'RAW' | 'ISO';
  /** Of ISOs; templates always boot. */
  bootable?: boolean;
  osTypeId: string;
  osTypeName?: string;
  url: string;
  checksum?: string;
  state: TemplateState;
  status: string;
  statusPhrase?: Phrase;
  percent?: number;
  size: number;
  physicalSize: number;
  isPublic: boolean;
  isFeatured: boolean;
  isExtractable: boolean;
  passwordEnabled: boolean;
  sshKeyEnabled?: boolean;
  dynamicallyScalable?: boolean;
  /** Of which template, or of the template in another zone, it was made. */
  sourceTemplateId?: string;
  /** User data that its instances are given, and what it does with their own. */
  userDataId?: string;
  userDataPolicy?: 'ALLOWOVERRIDE' | 'APPEND' | 'DENYOVERRIDE';
}
