import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../run.ts';
import { recordingTerminal } from '../terminal.ts';

let directory = '';
beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'ringfence-simulate-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
});

const aCase = (id: string): string =>
  JSON.stringify({
    id,
    principal: 'arn:aws:iam::111122223333:user/alice',
    identityPolicies: [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' } }],
    request: { action: 's3:GetObject', resource: 'arn:aws:s3:::b/k', context: {} },
  });
const allowed = (id: string): string =>
  `{"id":"${id}","decision":"Allowed","verdict":"allowed","witness":{"context":{}}}`;

const simulate = async (text: string) => {
  const file = path.join(directory, 'cases.jsonl');
  await writeFile(file, text);
  const terminal = recordingTerminal();
  const code = await run(['simulate', file], { terminal, directory, now: () => '2026-11-21T00:00:00Z' });
  return { code, ...terminal.written() };
};

describe('ringfence simulate', () => {
  it.each([
    ['lines that end in LF', `${aCase('a')}\n${aCase('b')}\n`],
    ['lines that end in CRLF', `${aCase('a')}\r\n${aCase('b')}\r\n`],
    ['no end of the last line', `${aCase('a')}\n${aCase('b')}`],
    ['a byte order mark', `\uFEFF${aCase('a')}\n${aCase('b')}\n`],
    ['empty lines between', `\n\n${aCase('a')}\n\r\n\n${aCase('b')}\n\n`],
  ])('answers each line in its order, nothing else, and exits 0: %s', async (_name, text) => {
    expect(await simulate(text)).toEqual({ code: 0, out: `${allowed('a')}\n${allowed('b')}`, note: '' });
  });

  it('names a malformed line by its number in the file, goes on, and exits 3 at the end', async () => {
    const { code, out, note } = await simulate(`\n${aCase('a')}\n{nope\n${aCase('b')}\n`);
    const lines = out.split('\n');
    expect(code).toBe(3);
    expect([lines[0], lines[2], lines.length]).toEqual([allowed('a'), allowed('b'), 3]);
    expect(JSON.parse(lines[1] ?? '')).toMatchObject({
      id: null,
      error: { code: 'BAD_JSON', message: expect.stringMatching(/^line 3: /) as string },
    });
    expect(note).toContain('1 malformed line');
  });

  it('answers two lines with one id twice', async () => {
    expect((await simulate(`${aCase('a')}\n${aCase('a')}`)).out).toBe(`${allowed('a')}\n${allowed('a')}`);
  });

  it('answers an empty file with nothing', async () => {
    expect(await simulate('')).toEqual({ code: 0, out: '', note: '' });
  });

  it.each([
    ['a file that is not there', ['simulate', '/nowhere/cases.jsonl'], 'there is no such file'],
    ['no file', ['simulate'], 'missing required argument'],
  ])('exits 2 for %s', async (_name, argv, says) => {
    const terminal = recordingTerminal();
    expect(await run(argv, { terminal, directory })).toBe(2);
    expect(terminal.written()).toMatchObject({ out: '', note: expect.stringContaining(says) as string });
  });

  it('reads standard input for -', () => {
    const bin = path.join(import.meta.dirname, '..', 'bin.mjs');
    const ran = spawnSync(process.execPath, [bin, 'simulate', '-'], { input: `${aCase('a')}\n`, encoding: 'utf8' });
    expect([ran.status, ran.stdout]).toEqual([0, `${allowed('a')}\n`]);
  });
});
