import type { Writable } from 'node:stream';

export interface ImageChecksum {
  algorithm: 'md5' | 'sha1' | 'sha256' | 'sha512';
  hex: string;
}

/** An image that a person is about to send. */
export interface UploadSpec {
  /** The template's or ISO's. */
  id: string;
  size: number;
  checksum?: ImageChecksum;
}

/** Where its bytes go on the host. Destroying the stream ends what writes them there. */
export interface UploadSink {
  stream: Writable;
  /** Resolves once all bytes are on the host's disk, after the stream's end; rejects with why not. */
  done: Promise<void>;
}
