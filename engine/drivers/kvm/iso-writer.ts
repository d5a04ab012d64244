import type { GuestFile } from '../driver.ts';

/** A small ISO 9660 file system in memory, with Joliet for names as they are. Every guest's system reads it; no program of a host is needed. */

const sector = 2048;
/** Sectors left to the system, then: primary descriptor, Joliet's, terminator (ECMA-119 6.2.1, 8). */
const firstDescriptor = 16;
const firstFree = 19;

interface Folder {
  name: string;
  parent: Folder | undefined;
  folders: Folder[];
  files: { name: string; content: Buffer }[];
}

/** The same tree is told twice: by short names of capital letters, and by names as they are. */
interface Naming {
  joliet: boolean;
  encode(name: string): Buffer;
}

const plain: Naming = {
  joliet: false,
  // Systems without Joliet show these in small letters again.
  encode: (name) => Buffer.from(name.toUpperCase().replace(/[^A-Z0-9._-]/g, '_'), 'latin1'),
};
const joliet: Naming = { joliet: true, encode: (name) => Buffer.from(name, 'utf16le').swap16() };

function treeOf(files: readonly GuestFile[]): Folder {
  const root: Folder = { name: '', parent: undefined, folders: [], files: [] };
  for (const { path, content } of files) {
    const parts = path.split('/');
    const name = parts.pop() ?? '';
    let folder = root;
    for (const part of parts) {
      let next = folder.folders.find((each) => each.name === part);
      if (next === undefined) {
        next = { name: part, parent: folder, folders: [], files: [] };
        folder.folders.push(next);
      }
      folder = next;
    }
    folder.files.push({ name, content });
  }
  return root;
}

/** Folders with those above first: the order of path tables. */
function foldersOf(root: Folder): Folder[] {
  const all = [root];
  for (let at = 0; at < all.length; at += 1) all.push(...(all[at] as Folder).folders);
  return all;
}

const both16 = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16LE(value, 0);
  bytes.writeUInt16BE(value, 2);
  return bytes;
};
const both32 = (value: number): Buffer => {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt32LE(value, 0);
  bytes.writeUInt32BE(value, 4);
  return bytes;
};
const sectorsOf = (length: number): number => Math.max(1, Math.ceil(length / sector));
const padded = (bytes: Buffer, length: number): Buffer => Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]);

/** A directory record (9.1). The date is none: the same files make the same bytes. */
function record(name: Buffer, extent: number, length: number, isFolder: boolean): Buffer {
  const pad = name.length % 2 === 0 ? 1 : 0;
  const bytes = Buffer.concat([
    Buffer.from([33 + name.length + pad, 0]),
    both32(extent),
    both32(length),
    Buffer.from([70, 1, 1, 0, 0, 0, 0, isFolder ? 2 : 0, 0, 0]),
    both16(1),
    Buffer.from([name.length]),
    name,
    Buffer.alloc(pad),
  ]);
  return bytes;
}

/** Records one after the other; none goes over the end of a sector. */
function packed(records: readonly Buffer[]): Buffer {
  const parts: Buffer[] = [];
  let used = 0;
  for (const each of records) {
    const left = sector - (used % sector);
    if (each.length > left) {
      parts.push(Buffer.alloc(left));
      used += left;
    }
    parts.push(each);
    used += each.length;
  }
  return padded(Buffer.concat(parts), sectorsOf(used) * sector);
}

interface Places {
  folder: Map<Folder, { extent: number; length: number }>;
  file: Map<object, number>;
}

function folderBytes(folder: Folder, naming: Naming, places: Places): Buffer {
  const at = (each: Folder) => places.folder.get(each) ?? { extent: 0, length: sector };
  const self = at(folder);
  const above = at(folder.parent ?? folder);
  // A short name always has its dot before the version (7.5.1).
  const fileName = (name: string) => naming.encode(naming.joliet || name.includes('.') ? name : `${name}.`);
  const version = naming.joliet ? joliet.encode(';1') : Buffer.from(';1', 'latin1');
  const children = [
    ...folder.folders.map((each) => ({ key: naming.encode(each.name), each, isFolder: true as const })),
    ...folder.files.map((each) => ({ key: fileName(each.name), each, isFolder: false as const })),
  ].sort((a, b) => Buffer.compare(a.key, b.key));
  return packed([
    record(Buffer.from([0]), self.extent, self.length, true),
    record(Buffer.from([1]), above.extent, above.length, true),
    ...children.map((child) =>
      child.isFolder
        ? record(child.key, at(child.each).extent, at(child.each).length, true)
        : record(
            Buffer.concat([child.key, version]),
            places.file.get(child.each) ?? 0,
            child.each.content.length,
            false,
          ),
    ),
  ]);
}

/** A path table (9.4), in either order of bytes. */
function pathTable(folders: readonly Folder[], naming: Naming, places: Places, littleEndian: boolean): Buffer {
  return Buffer.concat(
    folders.map((folder) => {
      const name = folder.parent === undefined ? Buffer.from([0]) : naming.encode(folder.name);
      const head = Buffer.alloc(8);
      head[0] = name.length;
      const extent = places.folder.get(folder)?.extent ?? 0;
      const parent = folder.parent === undefined ? 1 : folders.indexOf(folder.parent) + 1;
      if (littleEndian) {
        head.writeUInt32LE(extent, 2);
        head.writeUInt16LE(parent, 6);
      } else {
        head.writeUInt32BE(extent, 2);
        head.writeUInt16BE(parent, 6);
      }
      return Buffer.concat([head, name, Buffer.alloc(name.length % 2)]);
    }),
  );
}

interface Described {
  naming: Naming;
  label: string;
  total: number;
  tableLength: number;
  little: number;
  big: number;
  root: { extent: number; length: number };
}

/** A volume descriptor (8.4, 8.5). */
function descriptor({ naming, label, total, tableLength, little, big, root }: Described): Buffer {
  const space = (length: number) =>
    naming.joliet ? joliet.encode(' '.repeat(Math.floor(length / 2))) : Buffer.alloc(length, 0x20);
  const bytes = Buffer.alloc(sector);
  const put = (at: number, part: Buffer) => part.copy(bytes, at);
  put(0, Buffer.from([naming.joliet ? 2 : 1]));
  put(1, Buffer.from('CD001\u0001', 'latin1'));
  put(8, space(32));
  put(40, space(32));
  put(40, (naming.joliet ? joliet.encode(label) : Buffer.from(label, 'latin1')).subarray(0, 32));
  put(80, both32(total));
  // The sign of Joliet: names in UCS-2, level 3.
  if (naming.joliet) put(88, Buffer.from('%/E', 'latin1'));
  put(120, both16(1));
  put(124, both16(1));
  put(128, both16(sector));
  put(132, both32(tableLength));
  bytes.writeUInt32LE(little, 140);
  bytes.writeUInt32BE(big, 148);
  put(156, record(Buffer.from([0]), root.extent, root.length, true));
  for (const [at, length] of [
    [190, 128],
    [318, 128],
    [446, 128],
    [574, 128],
    [702, 36],
    [740, 36],
    [776, 36],
  ] as const)
    put(at, space(length));
  for (const at of [813, 830, 847, 864]) put(at, Buffer.concat([Buffer.alloc(16, 0x30), Buffer.from([0])]));
  bytes[881] = 1;
  return bytes;
}

/** The image of a disc that holds these files. Paths are of lower-case letters, digits, dots, hyphens and underscores; the label too. */
export function isoImage(label: string, files: readonly GuestFile[]): Buffer {
  const root = treeOf(files);
  const folders = foldersOf(root);
  let next = firstFree;
  const take = (length: number): number => {
    const extent = next;
    next += sectorsOf(length);
    return extent;
  };
  const places = { file: new Map<object, number>() };
  const trees = [plain, joliet].map((naming) => {
    const own: Places = { folder: new Map(), file: places.file };
    const tableLength = pathTable(folders, naming, own, true).length;
    const [little, big] = [take(tableLength), take(tableLength)];
    for (const folder of folders) {
      const { length } = folderBytes(folder, naming, own);
      own.folder.set(folder, { extent: take(length), length });
    }
    return { naming, own, tableLength, little, big };
  });
  for (const folder of folders)
    for (const file of folder.files) places.file.set(file, file.content.length === 0 ? 0 : take(file.content.length));
  const image = Buffer.alloc(next * sector);
  const write = (extent: number, bytes: Buffer) => bytes.copy(image, extent * sector);
  for (const [index, { naming, own, tableLength, little, big }] of trees.entries()) {
    write(little, pathTable(folders, naming, own, true));
    write(big, pathTable(folders, naming, own, false));
    for (const folder of folders) write(own.folder.get(folder)?.extent ?? 0, folderBytes(folder, naming, own));
    const place = own.folder.get(root) as { extent: number; length: number };
    write(firstDescriptor + index, descriptor({ naming, label, total: next, tableLength, little, big, root: place }));
  }
  write(firstDescriptor + 2, Buffer.from('\u00ffCD001\u0001', 'latin1'));
  for (const folder of folders)
    for (const file of folder.files) if (file.content.length > 0) write(places.file.get(file) ?? 0, file.content);
  return image;
}
