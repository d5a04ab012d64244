import * as v from 'valibot';
import { positive } from './command.ts';
import { consoleEndpoint } from './console.ts';

// Files of the person at the desk on their way to a host: what asks for it is in image.ts.

/** What an upload is asked with beside what the image is to be. */
export const uploadEntries = {
  /** Ours: bytes of the file. What has arrived whole is told from what was cut off by it. */
  filesize: positive,
};

/**
 * CloudStack's answer, less `metadata` and `signature`: a WebSocket's ticket, which opens once and within a minute, stands for both.
 * The page sends the file's bytes in order, in binary messages, as `uploadNews` lets it; the engine closes with `closeCodes.received`.
 */
export const uploadEndpoint = v.object({
  ...consoleEndpoint.entries,
  id: v.string(),
  jobid: v.string(),
  postURL: v.string(),
  /** When the ticket opens nothing any more. */
  expires: v.string(),
});

/** Bytes of one message. */
export const uploadChunk = 256 * 1024;
/** Bytes that may be on their way, sent and not yet told to be `taken`; more of them break the protocol. */
export const uploadWindow = 32 * uploadChunk;

/** So many bytes have been handed to the host. The first of these, with 0, says that it is there and that sending may begin. */
const uploadNews = v.object({ type: v.literal('taken'), bytes: v.number() });
export type UploadNews = v.InferOutput<typeof uploadNews>;

/** Reads a text that Benchtop sent to a page that uploads; undefined for news of another version. */
export function readUploadNews(text: string): UploadNews | undefined {
  try {
    const parsed = v.safeParse(uploadNews, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}
