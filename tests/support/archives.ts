/** Archives made byte by byte, so that they can hold what no decent tool would write. */
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { Header } from 'tar';

export interface ArchiveEntry {
  readonly path: string;
  readonly content?: string | Buffer;
  /** tar: a type of entry, such as SymbolicLink. */
  readonly type?: 'File' | 'Directory' | 'SymbolicLink' | 'Link' | 'CharacterDevice' | 'FIFO';
  readonly linkpath?: string;
  readonly mode?: number;
}

export interface ZipEntry {
  readonly path: string;
  readonly content?: string | Buffer;
  /** With the kind of file in it, as Unix writes it. */
  readonly mode?: number;
  /** What the archive says of the size, bytes; left out: the truth. */
  readonly declaredBytes?: number;
  /** What the archive says of the checksum; left out: the truth. */
  readonly declaredCrc32?: number;
  readonly isEncrypted?: boolean;
}

const BLOCK_BYTES = 512;

export function tarGz(entries: readonly ArchiveEntry[]): Buffer {
  return gzipSync(tar(entries));
}

export function tar(entries: readonly ArchiveEntry[]): Buffer {
  return Buffer.concat([...entries.flatMap(tarEntry), Buffer.alloc(BLOCK_BYTES * 2)]);
}

/** As GitHub packs a repository: all in one folder, with the commit in a header before. */
export function repositoryTarGz(files: Readonly<Record<string, string | Buffer>>, further: readonly ArchiveEntry[] = []): Buffer {
  const top = 'skills-0123456/';
  const inTop = (entry: ArchiveEntry): ArchiveEntry => ({ ...entry, path: `${top}${entry.path}` });
  const entries = Object.entries(files).map(([path, content]) => ({ path, content }));
  return tarGz([{ path: top, type: 'Directory' }, ...entries.map(inTop), ...further.map(inTop)]);
}

function tarEntry({ path, content = '', type = 'File', linkpath, mode = 0o644 }: ArchiveEntry): Buffer[] {
  const bytes = Buffer.from(content);
  const header = new Header({
    path,
    size: bytes.length,
    type,
    mode,
    uid: 0,
    gid: 0,
    mtime: new Date(0),
    ...(linkpath === undefined ? {} : { linkpath }),
  });
  const block = Buffer.alloc(BLOCK_BYTES);
  if (header.encode(block)) throw new Error(`the path is too long for a plain header: ${path}`);
  return [block, bytes, Buffer.alloc((BLOCK_BYTES - (bytes.length % BLOCK_BYTES)) % BLOCK_BYTES)];
}

export function zip(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const name = Buffer.from(entry.path);
    const bytes = Buffer.from(entry.content ?? '');
    const packed = deflateRawSync(bytes, { level: 9 });
    const fields = zipFields(entry, bytes, packed, name.length);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), fields, name, packed]);
    const attributes = Buffer.alloc(14);
    attributes.writeUInt32LE((((entry.mode ?? 0o100_644) << 16) >>> 0) + 0, 6);
    attributes.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x03', 'latin1'), fields, attributes, name]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

/** What a local header and an entry of the directory have in common. */
function zipFields({ declaredBytes, declaredCrc32, isEncrypted = false }: ZipEntry, bytes: Buffer, packed: Buffer, nameBytes: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  // Names are UTF-8.
  fields.writeUInt16LE(0x800 | (isEncrypted ? 1 : 0), 2);
  fields.writeUInt16LE(8, 4);
  fields.writeUInt32LE(declaredCrc32 ?? crc32(bytes), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(declaredBytes ?? bytes.length, 18);
  fields.writeUInt16LE(nameBytes, 22);
  return fields;
}
