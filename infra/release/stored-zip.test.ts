import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeSha256, storedZip } from './stored-zip.ts';

const files = [
  { name: 'index.mjs', bytes: Buffer.from('export const handler = async () => "é";\n') },
  { name: 'empty.txt', bytes: Buffer.alloc(0) },
];

describe('the package of a function', () => {
  it('is the same bytes every time, whatever the clock says', () => {
    expect(storedZip(files).equals(storedZip(files))).toBe(true);
    // Written down: another machine, or another version of Node, gives this too.
    expect(codeSha256(storedZip(files))).toBe('+2XipChmzHYnPM1dczIp0L4rl6RJ1kUCYQATY1gnzBs=');
  });

  it('differs as soon as one byte of a file does', () => {
    const [first, ...others] = files as [(typeof files)[0], ...typeof files];
    const changed = [{ ...first, bytes: Buffer.from('export const handler = async () => "e";\n') }, ...others];
    expect(codeSha256(storedZip(changed))).not.toBe(codeSha256(storedZip(files)));
  });

  const python = ['python3', 'python'].find((name) => spawnSync(name, ['--version']).status === 0);
  (python === undefined ? it.skip : it)(
    `is read by another program, each file as it was and readable by all${python === undefined ? ' (no Python here to read it)' : ''}`,
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'ringfence-zip-'));
      try {
        const archive = join(folder, 'a.zip');
        writeFileSync(archive, storedZip(files));
        const script =
          'import json,sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nz.extractall(sys.argv[2])\nprint(json.dumps([[i.filename,oct(i.external_attr>>16),i.date_time[0]] for i in z.infolist()]))';
        const ran = spawnSync(python!, ['-c', script, archive, folder], { encoding: 'utf8' });
        expect(ran.stderr).toBe('');
        expect(JSON.parse(ran.stdout)).toEqual([
          ['index.mjs', '0o100644', 1980],
          ['empty.txt', '0o100644', 1980],
        ]);
        expect(readFileSync(join(folder, 'index.mjs'), 'utf8')).toBe(files[0]!.bytes.toString());
        expect(statSync(join(folder, 'empty.txt')).size).toBe(0);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  );
});
