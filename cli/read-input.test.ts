import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { readInput } from './read-input.ts';

describe('an input of a command', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ringfence-input-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const fileOf = (content: string | Buffer): string => {
    const file = path.join(folder, 'input');
    writeFileSync(file, content);
    return file;
  };

  it.each([
    ['plain text', 'ä{}'],
    ['text with a byte order mark', '\uFEFFä{}'],
    ['what gzip made', gzipSync('ä{}')],
  ])('reads %s', async (_, content) => {
    expect(await readInput(fileOf(content), 'the records')).toBe('ä{}');
  });

  it('names a packed file that is damaged', async () => {
    const damaged = gzipSync('{}').subarray(0, 12);
    await expect(readInput(fileOf(damaged), 'the records')).rejects.toThrow('cannot unpack the records: it is damaged');
  });

  it('names a file that is not there', async () => {
    await expect(readInput(path.join(folder, 'none'), 'the records')).rejects.toThrow('there is no such file');
  });
});
