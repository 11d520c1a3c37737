import { readFile } from 'node:fs/promises';
import { text as readStream } from 'node:stream/consumers';
import { CommandError } from './command-error.ts';

const largest = 512 * 1024 * 1024;

/** Reads a file, or standard input for `-`. A file that cannot be read is named, with what to do. */
export const readInput = async (file: string, what: string): Promise<string> => {
  let text: string;
  try {
    text = file === '-' ? await readStream(process.stdin) : await readFile(file, 'utf8');
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unreadable';
    const why = code === 'ENOENT' ? 'there is no such file' : code === 'EISDIR' ? 'it is a folder' : code;
    throw new CommandError(`cannot read ${what}: ${why}`, { place: file, next: 'check the path' });
  }
  if (text.length > largest) throw new CommandError(`${what} is larger than 512 MiB`, { place: file });
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
};
