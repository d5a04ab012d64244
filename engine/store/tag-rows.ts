/** A tag of a resource; it has its resource's owner. */
export interface TagRow {
  id: string;
  resourceType: 'UserVm' | 'Template' | 'ISO' | 'Volume' | 'Network' | 'Zone';
  resourceId: string;
  key: string;
  value: string;
  customer?: string;
  accountId: string;
  domainId: string;
  created: number;
}
