/** A qcow2 image as QEMU's docs/interop/qcow2.rst has it, of one empty mebibyte: header, refcount table and block, L1 table. */
export function qcow2Bytes(changes: { backingFile?: string; virtualSize?: number } = {}): Buffer {
  const cluster = 65_536;
  const bytes = Buffer.alloc(4 * cluster);
  bytes.write('QFI\xfb', 0, 'latin1');
  bytes.writeUInt32BE(3, 4);
  bytes.writeUInt32BE(16, 20);
  const virtualSize = changes.virtualSize ?? 1024 ** 2;
  bytes.writeBigUInt64BE(BigInt(virtualSize), 24);
  // Each entry of L1 stands for a cluster of L2 entries, 512 MiB.
  bytes.writeUInt32BE(Math.ceil(virtualSize / 2 ** 29), 36);
  bytes.writeBigUInt64BE(BigInt(3 * cluster), 40);
  bytes.writeBigUInt64BE(BigInt(cluster), 48);
  bytes.writeUInt32BE(1, 56);
  bytes.writeUInt32BE(4, 96);
  bytes.writeUInt32BE(104, 100);
  if (changes.backingFile !== undefined) {
    const at = bytes.write(changes.backingFile, 1024, 'utf8');
    bytes.writeBigUInt64BE(1024n, 8);
    bytes.writeUInt32BE(at, 16);
  }
  bytes.writeBigUInt64BE(BigInt(2 * cluster), cluster);
  for (let used = 0; used < 4; used += 1) bytes.writeUInt16BE(1, 2 * cluster + 2 * used);
  return bytes;
}

/** The descriptors of an ISO 9660 volume, and as many bytes as asked for. */
export function isoBytes(size = 64 * 1024): Buffer {
  const bytes = Buffer.alloc(size);
  bytes.write('\x01CD001\x01', 32_768, 'latin1');
  bytes.writeUInt32LE(size / 2048, 32_768 + 80);
  bytes.writeUInt16LE(2048, 32_768 + 128);
  bytes.write('\xffCD001\x01', 32_768 + 2048, 'latin1');
  return bytes;
}
