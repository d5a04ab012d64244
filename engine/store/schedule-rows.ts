/** When an instance is started, stopped or restarted. Times in milliseconds. */
export interface VmScheduleRow {
  id: string;
  virtualMachineId: string;
  action: 'START' | 'STOP' | 'REBOOT' | 'FORCE_STOP' | 'FORCE_REBOOT';
  /** Five fields of cron. */
  schedule: string;
  timezone: string;
  description: string;
  enabled: boolean;
  startDate: number;
  endDate?: number;
  /** Nothing when there is none to come. */
  nextRun?: number;
  created: number;
  removed?: number;
}
