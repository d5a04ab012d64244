/** What does not change while a span lasts. */
export interface UsageFacts {
  accountId: string;
  domainId: string;
  zoneId: string;
  name: string;
  hypervisor?: string;
  offeringId?: string;
  templateId?: string;
  virtualMachineId?: string;
  osTypeId?: string;
  size?: number;
  virtualSize?: number;
  cpuNumber?: number;
  cpuSpeed?: number;
  memory?: number;
}

/** Something was there, or ran, from one moment to another: the log that usage is added up from. It outlives what it tells of. */
export interface UsageSpanRow extends UsageFacts {
  id: string;
  usageType: number;
  resourceId: string;
  started: number;
  ended?: number;
}

/** What one thing used in one period. */
export interface UsageRecordRow extends UsageFacts {
  id: string;
  usageType: number;
  resourceId: string;
  /** Hours. */
  rawUsage: number;
  startDate: number;
  /** The first moment after the period. */
  endDate: number;
}
