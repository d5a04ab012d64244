/**
 * Runs in a page: speaks just enough RFB (RFC 6143) over a WebSocket to get the first picture.
 * Answers with its size and the number of colours in it, or undefined when the connection ends before.
 */
export async function firstFrame(
  address: string,
): Promise<{ width: number; height: number; colours: number } | undefined> {
  const socket = new WebSocket(address);
  socket.binaryType = 'arraybuffer';
  const received: number[] = [];
  let arrived = (): void => {};
  let closed = false;
  socket.onmessage = ({ data }: MessageEvent<ArrayBuffer>) => {
    for (const byte of new Uint8Array(data)) received.push(byte);
    arrived();
  };
  socket.onclose = () => {
    closed = true;
    arrived();
  };
  const read = async (count: number): Promise<DataView> => {
    while (received.length < count) {
      if (closed) throw new Error('The console was closed.');
      await new Promise<void>((resolve) => {
        arrived = resolve;
      });
    }
    return new DataView(Uint8Array.from(received.splice(0, count)).buffer);
  };
  const send = (...bytes: number[]): void => socket.send(Uint8Array.from(bytes));
  try {
    await read(12);
    send(...new TextEncoder().encode('RFB 003.008\n'));
    await read((await read(1)).getUint8(0));
    const noAuthentication = 1;
    send(noAuthentication);
    await read(4);
    const shared = 1;
    send(shared);
    const init = await read(24);
    const [width, height] = [init.getUint16(0), init.getUint16(2)];
    await read(init.getUint32(20));
    // SetEncodings: raw only. FramebufferUpdateRequest: everything.
    send(2, 0, 0, 1, 0, 0, 0, 0);
    send(3, 0, 0, 0, 0, 0, width >> 8, width & 255, height >> 8, height & 255);
    const rectangles = (await read(4)).getUint16(2);
    const colours = new Set<number>();
    for (let i = 0; i < rectangles; i += 1) {
      const rectangle = await read(12);
      const pixels = rectangle.getUint16(4) * rectangle.getUint16(6);
      const body = await read(pixels * 4);
      for (let pixel = 0; pixel < pixels; pixel += 1) colours.add(body.getUint32(pixel * 4));
    }
    return { width, height, colours: colours.size };
  } catch {
    return undefined;
  } finally {
    socket.close();
  }
}
