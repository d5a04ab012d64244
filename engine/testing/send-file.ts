import { WebSocket } from 'ws';
import { readUploadNews, uploadChunk, uploadWindow } from '../contract/upload.ts';
import { testOrigin } from './lab.ts';

export interface Sending {
  /** How the WebSocket ended. */
  closed: Promise<{ code: number; reason: string }>;
  /** Resolves once the host has taken so many bytes. */
  taken(bytes: number): Promise<void>;
  /** What a closed window does. */
  cut(): void;
}

/** Sends bytes as a page does: by the ticket's address, in order, never more ahead than is allowed; `upTo` says where it stops. */
export function sendFile(url: string, bytes: Buffer, options: { origin?: string; upTo?: number } = {}): Sending {
  const socket = new WebSocket(url, ['binary'], { origin: options.origin ?? testOrigin });
  const end = options.upTo ?? bytes.length;
  let sent = 0;
  let taken = -1;
  const watchers = new Set<() => void>();
  const pump = () => {
    while (sent < end && sent - taken < uploadWindow) {
      const next = Math.min(end, sent + uploadChunk, taken + uploadWindow);
      socket.send(bytes.subarray(sent, next));
      sent = next;
    }
  };
  socket.on('message', (data, binary) => {
    const news = binary ? undefined : readUploadNews(String(data));
    if (news === undefined) return;
    taken = news.bytes;
    pump();
    for (const wake of watchers) wake();
  });
  socket.on('error', () => {});
  const closed = new Promise<{ code: number; reason: string }>((resolve) =>
    socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })),
  );
  return {
    closed,
    taken: (wanted) =>
      new Promise((resolve) => {
        const look = () => {
          if (taken < wanted) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
    cut: () => socket.terminate(),
  };
}
