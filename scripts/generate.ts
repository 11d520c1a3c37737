/**
 * Writes every generated file; with `--check`, writes nothing and fails when one is stale.
 * A generator returns what its files should say and touches nothing itself.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { generateActionTable } from './generate-action-table.ts';
import { generateCheckDocs } from './generate-check-docs.ts';
import { generateContracts } from './generate-contracts.ts';
import { generateEventSamples } from './generate-event-samples.ts';
import { generateServicePrefixes } from './generate-service-prefixes.ts';

const root = path.dirname(import.meta.dirname);
const generators = [
  generateActionTable,
  generateServicePrefixes,
  generateCheckDocs,
  generateContracts,
  generateEventSamples,
];
const check = process.argv.includes('--check');

let stale = 0;
for (const generate of generators) {
  for (const file of await generate()) {
    const target = path.join(root, file.path);
    const now = await readFile(target, 'utf8').catch(() => undefined);
    if (now === file.text) continue;
    stale += 1;
    if (check) {
      process.stderr.write(`stale: ${file.path} (mend: npm run generate)\n`);
      continue;
    }
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, file.text);
    process.stderr.write(`written: ${file.path}\n`);
  }
}
process.exitCode = check && stale > 0 ? 1 : 0;
