import { create } from 'zustand';
import { closeCodes } from '../../engine/contract/console.ts';
import { readUploadNews, uploadChunk, uploadWindow } from '../../engine/contract/upload.ts';
import { type ApiError, call, jobError, toApiError, waitForJob } from '../api/client.ts';

export interface Upload {
  jobid: string;
  /** What it is to be called, and what it is. */
  name: string;
  image: 'template' | 'iso';
  size: number;
  /** Bytes that the host has taken. */
  taken: number;
  /** Bytes a second, lately; undefined until that can be said. */
  rate: number | undefined;
  /** `checking`: all is there, and the window is needed no more. */
  phase: 'sending' | 'checking' | 'failed' | 'cancelled';
  error: ApiError | undefined;
  again: () => Promise<void>;
}

/** Files on their way to a host. They live outside of any page: only closing the window ends them. */
export const useUploads = create<{ uploads: readonly Upload[] }>()(() => ({ uploads: [] }));

const change = (jobid: string, part: Partial<Upload>) =>
  useUploads.setState(({ uploads }) => ({
    uploads: uploads.map((each) => (each.jobid === jobid ? { ...each, ...part } : each)),
  }));

export const forgetUpload = (jobid: string) =>
  useUploads.setState(({ uploads }) => ({ uploads: uploads.filter((each) => each.jobid !== jobid) }));

const sending = () => useUploads.getState().uploads.some(({ phase }) => phase === 'sending');

/** The browser asks before the window goes while a file depends on it. */
function askBeforeLeaving(event: BeforeUnloadEvent): void {
  if (sending()) event.preventDefault();
}

/** Tells a rate of the last few seconds from what was taken when. */
function meter(): (bytes: number) => number | undefined {
  const marks: { time: number; bytes: number }[] = [];
  return (bytes) => {
    const time = performance.now();
    marks.push({ time, bytes });
    while (marks.length > 2 && time - (marks[0]?.time ?? 0) > 5000) marks.shift();
    const first = marks[0];
    if (first === undefined || time - first.time < 500) return undefined;
    return ((bytes - first.bytes) / (time - first.time)) * 1000;
  };
}

/** Asking for a piece of a file costs some milliseconds, however small it is. Bytes. */
const readAtOnce = 4 * 1024 ** 2;

/** As often as what is shown of it changes. Milliseconds. */
const shownEvery = 200;

interface Start {
  jobid: string;
  url: string;
  file: File;
  name: string;
  image: Upload['image'];
  again: () => Promise<void>;
}

/**
 * Sends a file by the address that spends its ticket, as fast as the host takes it and never more ahead than the engine lets: the file is
 * read piece by piece. Resolves with the end of the job, true when all went well; what went wrong stays in the list of uploads.
 */
export async function sendFile({ jobid, url, file, name, image, again }: Start): Promise<boolean> {
  addEventListener('beforeunload', askBeforeLeaving);
  const upload: Upload = {
    jobid,
    name,
    image,
    size: file.size,
    taken: 0,
    rate: undefined,
    phase: 'sending',
    error: undefined,
    again,
  };
  useUploads.setState(({ uploads }) => ({ uploads: [...uploads, upload] }));
  const unreadable = await pump(url, file, (taken, rate) => change(jobid, { taken, rate }));
  change(jobid, { phase: 'checking' });
  if (unreadable !== undefined) await call('cancelAsyncJob', { jobid }).catch(() => {});
  try {
    const job = await waitForJob(jobid);
    if (job.jobstatus === 1) {
      forgetUpload(jobid);
      return true;
    }
    const cancelled = job.jobstatus === 3 && unreadable === undefined;
    change(jobid, { phase: cancelled ? 'cancelled' : 'failed', error: unreadable ?? jobError(job) });
  } catch (thrown) {
    change(jobid, { phase: 'failed', error: toApiError(thrown) });
  }
  return false;
}

/** Resolves when the way is closed, by whichever side; with why the file could not be read, where that was it. */
function pump(
  url: string,
  file: File,
  tell: (taken: number, rate: number | undefined) => void,
): Promise<ApiError | undefined> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, ['binary']);
    const rateOf = meter();
    let taken = -1;
    let sent = 0;
    let reading = false;
    let shown = 0;
    let unreadable: ApiError | undefined;
    /** Read and not sent. */
    let ahead = new Uint8Array(0);
    const send = async () => {
      if (reading || taken < 0) return;
      reading = true;
      try {
        while (sent < file.size && sent - taken + uploadChunk <= uploadWindow && socket.readyState === WebSocket.OPEN) {
          if (ahead.length === 0)
            ahead = new Uint8Array(await file.slice(sent, Math.min(file.size, sent + readAtOnce)).arrayBuffer());
          const piece = ahead.subarray(0, uploadChunk);
          ahead = ahead.subarray(piece.length);
          sent += piece.length;
          socket.send(piece);
        }
      } catch (thrown) {
        // It was changed, moved or deleted since it was chosen.
        unreadable = toApiError(thrown);
        socket.close();
      }
      reading = false;
    };
    socket.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const news = typeof data === 'string' ? readUploadNews(data) : undefined;
      if (news === undefined) return;
      taken = news.bytes;
      const rate = rateOf(taken);
      if (performance.now() - shown > shownEvery || taken === file.size) {
        shown = performance.now();
        tell(taken, rate);
      }
      void send();
    });
    socket.addEventListener('close', ({ code }) => {
      if (code === closeCodes.received) tell(file.size, undefined);
      resolve(unreadable);
    });
  });
}
