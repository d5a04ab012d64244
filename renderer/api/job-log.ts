import { useEffect, useState } from 'react';
import type { JobLogLineView } from '../../engine/contract/views.ts';
import { type ApiError, call, onChanges, toApiError } from './client.ts';

/** Lines read at once, and lines kept in the window: a log may be long, a screen is not. */
const batch = 500;
const kept = 5000;

export interface JobLog {
  lines: readonly JobLogLineView[];
  error: ApiError | undefined;
  loading: boolean;
}

export type LogOf = { jobid: string } | { hostid: string };

/** The log of a job, or of all that was done on a host, growing by changes: only lines after the last one are read. */
export function useJobLog(of: LogOf): JobLog {
  const jobid = 'jobid' in of ? of.jobid : undefined;
  const hostid = 'hostid' in of ? of.hostid : undefined;
  const [log, setLog] = useState<JobLog>({ lines: [], error: undefined, loading: true });
  useEffect(() => {
    let ended = false;
    let reading = false;
    let again = false;
    let last: number | undefined;
    setLog({ lines: [], error: undefined, loading: true });
    const read = async () => {
      if (reading) {
        again = true;
        return;
      }
      reading = true;
      try {
        let full = true;
        while (full && !ended) {
          const answer = await call('listJobLogs', {
            ...(jobid === undefined ? { hostid } : { jobid }),
            pagesize: batch,
            ...(last === undefined ? {} : { after: last }),
          });
          const fresh = [...answer.joblog].sort((a, b) => a.index - b.index);
          full = fresh.length === batch;
          last = fresh.at(-1)?.index ?? last;
          if (!ended)
            setLog((before) => ({ lines: [...before.lines, ...fresh].slice(-kept), error: undefined, loading: false }));
        }
      } catch (thrown) {
        if (!ended) setLog((before) => ({ ...before, error: toApiError(thrown), loading: false }));
      }
      reading = false;
      if (again && !ended) {
        again = false;
        void read();
      }
    };
    const stop = onChanges((message) => {
      const concerns = message.changes.some(
        (change) => change.noun === 'joblog' && (jobid === undefined || change.id === jobid || change.jobid === jobid),
      );
      if (message.gap || concerns) void read();
    });
    void read();
    return () => {
      ended = true;
      stop();
    };
  }, [jobid, hostid]);
  return log;
}
