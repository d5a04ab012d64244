import type { ImageFormat, ImageStoreSpec } from './storage-specs.ts';

/** An image of one store that is copied to another, under an id of its own. The host reaches both. */
export interface ImageCopySpec {
  from: ImageStoreSpec;
  fromId: string;
  to: ImageStoreSpec;
  id: string;
  format: ImageFormat;
  maximumSize: number;
}
