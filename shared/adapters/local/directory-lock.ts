import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { LocalStateError } from './local-state-error.ts';

/**
 * Two processes on one directory would lose each other's writes. The lock holds the process number; one that has ended
 * no longer counts.
 * @returns gives the directory free again.
 * @throws LocalStateError `in-use`.
 */
export const lockDirectory = (directory: string): (() => void) => {
  mkdirSync(directory, { recursive: true });
  const file = join(directory, 'lock');
  take(file, true);
  return () => {
    rmSync(file, { force: true });
  };
};

const take = (file: string, mayRetry: boolean): void => {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch {
    const holder = Number(readFileSync(file, 'utf8'));
    if (mayRetry && !isAlive(holder)) {
      rmSync(file, { force: true });
      take(file, false);
      return;
    }
    throw new LocalStateError(
      'in-use',
      file,
      `process ${holder} is using this directory; wait for it, or delete the file if no such process runs`,
    );
  }
};

const isAlive = (pid: number): boolean => {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  // A lock of this very process was left by a world that was not closed, or is held by another world of it.
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
};
