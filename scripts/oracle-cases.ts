import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { stdout } from 'node:process';
import { parseArgs } from 'node:util';
import { generateCase } from '../shared/reasoning/oracle/generate-cases.ts';
import { simulate } from '../shared/reasoning/simulate.ts';

/**
 * The oracle suite, made again. An evaluator of another author answers the printed cases in a folder and process of its
 * own; only its decision words come back.
 *   node scripts/oracle-cases.ts print 3400 > CASES.jsonl
 *   node scripts/oracle-cases.ts record ANSWERS.jsonl NAME VERSION    (a line: {"id": "1", "decision": "Allowed"})
 * Prints the seeds where it differs from the reasoner: each is mended here, or goes to disagreements.json with its page.
 */
const vectors = new URL('../shared/reasoning/oracle/cases.jsonl', import.meta.url);
const NOW = '2026-01-01T00:00:00Z';

const caseLine = (seed: number): string => JSON.stringify({ id: String(seed), ...generateCase(seed) });

const field = (line: string, name: string): string => {
  const value: unknown = JSON.parse(line);
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  if (typeof found !== 'string') throw new TypeError(`${line} has no text ${JSON.stringify(name)}.`);
  return found;
};

const record = (answers: string, name: string, version: string): void => {
  const lines = [JSON.stringify({ oracle: { name, version, mode: 'Strict' } })];
  for (const answer of readFileSync(answers, 'utf8').trimEnd().split('\n')) {
    const seed = Number(field(answer, 'id'));
    const expected = field(answer, 'decision');
    const ours = field(simulate(caseLine(seed), seed, NOW).line, 'decision');
    if (ours !== expected) {
      stdout.write(`seed ${seed}: ${ours} here, ${expected} there\n`);
      continue;
    }
    const hash = createHash('sha256')
      .update(JSON.stringify(generateCase(seed)))
      .digest('hex')
      .slice(0, 12);
    lines.push(JSON.stringify({ seed, hash, expected }));
  }
  writeFileSync(vectors, `${lines.join('\n')}\n`);
};

const { positionals } = parseArgs({ allowPositionals: true });
const [command, first, name, version] = positionals;
if (command === 'print' && /^[0-9]+$/.test(first ?? '')) {
  for (let seed = 1; seed <= Number(first); seed += 1) stdout.write(`${caseLine(seed)}\n`);
} else if (command === 'record' && first !== undefined && name !== undefined && version !== undefined) {
  record(first, name, version);
} else {
  throw new TypeError('Say: print COUNT, or record ANSWERS.jsonl NAME VERSION.');
}
