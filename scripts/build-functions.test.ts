import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { versions } from '../shared/runtime/versions.ts';
import { buildFunctions, functionNames } from './build-functions.ts';

const root = join(import.meta.dirname, '..');

describe('the bundles of the functions', () => {
  const folders: string[] = [];
  const aFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'ringfence-bundles-'));
    folders.push(folder);
    return folder;
  };
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  it('are one for each folder under functions/ that has a handler', () => {
    const folderNames = readdirSync(join(root, 'functions'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(functionNames()).toEqual(folderNames.sort());
  });

  it('are the same bytes every time, one file that needs nothing beside it', async () => {
    const [one, two] = [aFolder(), aFolder()];
    await buildFunctions(one, ['notify']);
    await buildFunctions(two, ['notify']);
    expect(readdirSync(join(one, 'notify'))).toEqual(['index.mjs']);
    const bundle = readFileSync(join(one, 'notify', 'index.mjs'), 'utf8');
    expect(bundle).toBe(readFileSync(join(two, 'notify', 'index.mjs'), 'utf8'));
    // Only Node's own modules are left to import: the SDK is inside.
    const imported = [...bundle.matchAll(/^import[^;]*?from\s*["']([^"']+)["']/gm)].map(([, name]) => name ?? '');
    expect(imported.filter((name) => /^(@aws-sdk|@aws-lambda|@middy|zod)/.test(name))).toEqual([]);
    expect(bundle).not.toContain(root);
  }, 60_000);

  it('are packed the same every time, and the build says what Lambda will say of each', async () => {
    const [one, two] = [aFolder(), aFolder()];
    await buildFunctions(one, ['notify']);
    await buildFunctions(two, ['notify']);
    const zip = readFileSync(join(one, 'notify.zip'));
    expect(zip.equals(readFileSync(join(two, 'notify.zip')))).toBe(true);
    expect(zip.includes(readFileSync(join(one, 'notify', 'index.mjs')))).toBe(true);
    expect(JSON.parse(readFileSync(join(one, 'release.json'), 'utf8'))).toEqual({
      schemaVersion: '1',
      release: versions.product,
      functions: {
        'ringfence-notify': {
          codeSha256: createHash('sha256').update(zip).digest('base64'),
          bytes: zip.length,
        },
      },
    });
  }, 60_000);
});
