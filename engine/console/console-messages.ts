import type { ErrorData } from '../contract/errors.ts';
import type {
  ConsoleRequest,
  ConsoleTicket,
  ShellRequest,
  StreamOwner,
  ThumbnailRequest,
  UploadRequest,
} from './console.ts';
import type { Thumbnail } from './thumbnail.ts';

/** Between the engine and its console worker, over the worker's own port. */
export type ToConsoleWorker =
  | { type: 'ticket'; id: number; request: ConsoleRequest }
  | { type: 'shell'; id: number; request: ShellRequest }
  | { type: 'upload'; id: number; request: UploadRequest }
  | { type: 'receive'; id: number; uploadId: string }
  | { type: 'stopUpload'; uploadId: string }
  | { type: 'thumbnail'; id: number; request: ThumbnailRequest }
  | { type: 'closeVirtualMachine'; vmId: string }
  | { type: 'closeHost'; hostId: string }
  | { type: 'closeOwned'; owner: Partial<StreamOwner> }
  | { type: 'close' };

export type FromConsoleWorker =
  | { type: 'ticket'; id: number; ticket: ConsoleTicket }
  | { type: 'thumbnail'; id: number; thumbnail: Thumbnail }
  /** Of a `receive`: how far, as often as it pays to say so; then that all is there. */
  | { type: 'progress'; id: number; bytes: number }
  | { type: 'received'; id: number }
  | { type: 'failed'; id: number; error: ErrorData };

export interface ConsoleWorkerData {
  allowedOrigins: string[];
}
