/** A detail of a resource; it has its resource's owner. */
export interface ResourceDetailRow {
  id: string;
  resourceType: 'UserVm' | 'Template' | 'ISO' | 'Volume' | 'Network' | 'Zone';
  resourceId: string;
  key: string;
  value: string;
  /** Whether anybody but Root Admin sees it. */
  display: boolean;
  accountId: string;
  domainId: string;
  created: number;
}
