import { fileStamp, saveFile } from './save-file.ts';
import type { VncSurface } from './vnc-surface.ts';

/** Saves a console's picture as a file. */
export async function saveScreenshot(surface: VncSurface, vmName: string): Promise<void> {
  const picture = await surface.picture();
  if (picture === null) return;
  saveFile(picture, `${fileStamp(vmName, new Date())}.png`);
}
