import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';

/** One file in the archive. */
export type Stored = { name: string; bytes: Uint8Array };

/** 1 January 1980, midnight: the first that the format knows (PKWARE, ".ZIP File Format Specification"). */
const date = 0x21;
const time = 0;
/** Made on a system with Unix modes, version 2.0. */
const madeBy = 0x0314;
const needs = 20;
/** Names are UTF-8. */
const flags = 0x0800;
/** A plain file that everybody may read: Lambda runs it as another user. */
const mode = 0o100644 << 16;

const localHead = 0x04034b50;
const centralHead = 0x02014b50;
const end = 0x06054b50;

/**
 * A zip that holds files as they are. The same files give the same bytes on every machine: nothing in it depends on a clock, a
 * file system or a compressor, whose output differs between versions and processors.
 */
export const storedZip = (files: readonly Stored[]): Buffer => {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, bytes } of files) {
    const path = Buffer.from(name, 'utf8');
    const about = describe(path, bytes);
    const local = Buffer.concat([uint32(localHead), uint16(needs), about, path, Buffer.from(bytes)]);
    centrals.push(
      Buffer.concat([
        uint32(centralHead),
        uint16(madeBy),
        uint16(needs),
        about,
        // No comment, the first disk, no internal attributes.
        uint16(0),
        uint16(0),
        uint16(0),
        uint32(mode),
        uint32(offset),
        path,
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const last = Buffer.concat([
    uint32(end),
    uint16(0),
    uint16(0),
    uint16(files.length),
    uint16(files.length),
    uint32(central.length),
    uint32(offset),
    uint16(0),
  ]);
  return Buffer.concat([...locals, central, last]);
};

/** What the head of a file and its line in the directory both say. */
const describe = (path: Buffer, bytes: Uint8Array): Buffer =>
  Buffer.concat([
    uint16(flags),
    // Stored.
    uint16(0),
    uint16(time),
    uint16(date),
    uint32(crc32(bytes)),
    uint32(bytes.length),
    uint32(bytes.length),
    uint16(path.length),
    uint16(0),
  ]);

const uint16 = (value: number): Buffer => {
  const buffer = Buffer.alloc(2);
  buffer.writeUInt16LE(value);
  return buffer;
};
const uint32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32LE(value >>> 0);
  return buffer;
};

/** What Lambda will say of a function made of this package (AWS Lambda API Reference, "FunctionConfiguration", CodeSha256). */
export const codeSha256 = (zip: Uint8Array): string => createHash('sha256').update(zip).digest('base64');
