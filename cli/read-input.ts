import { readFile } from 'node:fs/promises';
import { buffer as readStream } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import { CommandError } from './command-error.ts';

const largest = 512 * 1024 * 1024;

/**
 * Reads a file, or standard input for `-`; what gzip made is unpacked, as CloudTrail delivers its log files so. A file
 * that cannot be read is named, with what to do.
 */
export const readInput = async (file: string, what: string): Promise<string> => {
  let bytes: Buffer;
  try {
    bytes = file === '-' ? await readStream(process.stdin) : await readFile(file);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unreadable';
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code;
    throw new CommandError(`cannot read ${what}: ${why}`, { place: file, next: 'check the path' });
  }
  if (bytes.length > largest) throw new CommandError(`${what} is larger than 512 MiB`, { place: file });
  const text = (isGzip(bytes) ? unpacked(bytes, file, what) : bytes).toString('utf8');
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
};

const isGzip = (bytes: Buffer): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

const unpacked = (bytes: Buffer, file: string, what: string): Buffer => {
  try {
    return gunzipSync(bytes, { maxOutputLength: largest });
  } catch (error) {
    const why = error instanceof RangeError ? 'it is larger than 512 MiB unpacked' : 'it is damaged';
    throw new CommandError(`cannot unpack ${what}: ${why}`, { place: file, next: 'give the unpacked file' });
  }
};
