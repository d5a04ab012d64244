import { fileStamp, saveFile } from './save-file.ts';

/** Pictures a second: enough to read along, and half of what a page draws in. */
const rate = 10;
/** A recording is kept in memory until it is saved, so it ends by itself here. Bytes. */
const largest = 1024 ** 3;

/** A recording of a screen that goes on until it is stopped, the screen is gone, or it is too large to be held. */
export interface Recording {
  stop(): void;
}

/** Records a canvas and saves it as a WebM file when it ends. `ended` is called once, after the file was handed over. */
export function record(canvas: HTMLCanvasElement, vmName: string, ended: () => void): Recording {
  const stream = canvas.captureStream(rate);
  const recorder = new MediaRecorder(stream, { mimeType: 'video/webm' });
  const parts: Blob[] = [];
  let size = 0;
  recorder.addEventListener('dataavailable', ({ data }) => {
    parts.push(data);
    size += data.size;
    if (size > largest && recorder.state !== 'inactive') recorder.stop();
  });
  recorder.addEventListener('stop', () => {
    for (const track of stream.getTracks()) track.stop();
    if (size > 0) saveFile(new Blob(parts, { type: 'video/webm' }), `${fileStamp(vmName, new Date())}.webm`);
    ended();
  });
  recorder.start(1000);
  return {
    stop() {
      if (recorder.state !== 'inactive') recorder.stop();
    },
  };
}
