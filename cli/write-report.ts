import { realpath, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CommandError } from './command-error.ts';
import type { CommandContext } from './context.ts';

/** Refuses to write over a file that the command reads, by whatever name it is called. Undefined and `-` are no files. */
export const refuseToOverwrite = async (
  output: string | undefined,
  read: readonly (string | undefined)[],
): Promise<void> => {
  if (output === undefined) return;
  const target = await identityOf(output);
  for (const file of read) {
    if (file === undefined || file === '-' || (await identityOf(file)) !== target) continue;
    throw new CommandError('--output would overwrite a file that this command reads', {
      place: output,
      next: 'name another file',
    });
  }
};

/** One file has one, through links too; a file that is not there yet has its path. */
const identityOf = async (file: string): Promise<string> => {
  try {
    const { dev, ino } = await stat(await realpath(file));
    return `${dev}:${ino}`;
  } catch {
    return path.resolve(file);
  }
};

/** To the file, or to standard output where none is named. A file that cannot be written is named, with why and what to do. */
export const writeReport = async (
  context: Pick<CommandContext, 'terminal'>,
  output: string | undefined,
  text: string,
): Promise<void> => {
  if (output === undefined) {
    context.terminal.out(text);
    return;
  }
  try {
    await writeFile(output, `${text}\n`);
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unwritable';
    const { why, next } = reasons[code] ?? { why: code, next: 'name another file' };
    throw new CommandError(`the report cannot be written: ${why}`, { place: output, next, cause: error });
  }
};

const reasons: Readonly<Record<string, { why: string; next: string }>> = {
  ENOENT: { why: 'its folder does not exist', next: 'make the folder, or name a file in one that exists' },
  ENOTDIR: { why: 'a part of its path is no folder', next: 'name a file in a folder that exists' },
  EISDIR: { why: 'it is a folder', next: 'name a file in it' },
  EACCES: { why: 'you may not write there', next: 'name a file in a folder of your own' },
  EPERM: { why: 'you may not write there', next: 'name a file in a folder of your own' },
  EROFS: { why: 'that disk takes no writing', next: 'name a file on another disk' },
  ENOSPC: { why: 'the disk is full', next: 'make room, or name a file on another disk' },
};
