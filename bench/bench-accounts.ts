import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { catalogueActions } from '../shared/reasoning/catalogue/action-catalogue.ts';
import { generateAccount } from './generate-account.ts';
import { percentile } from './measure.ts';
import { table } from './table.ts';

/** Every action of the catalogue for every principal, by words, against `JSON.parse` of the same file. */
export const benchAccounts = (): void => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ringfence-bench-'));
  try {
    const rows = [1_000, 5_000, 20_000].map((roles) => row(path.join(folder, `${roles}.json`), roles));
    console.log(
      `\nEvery action of the catalogue (${catalogueActions().length}) for every principal, by words; CPU time, median of 9`,
    );
    table(
      [
        'roles',
        'principals',
        'MB of JSON',
        'after JSON.parse, to it',
        'of it facts',
        'of it words',
        'from the text, to it',
        'M decisions a second',
        'KB held a principal',
        'peak MB',
        'to that of JSON.parse',
      ],
      rows,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
};

const row = (file: string, roles: number): readonly string[] => {
  writeFileSync(file, JSON.stringify(generateAccount(roles, roles / 10)));
  const { megabytes, principals, parse, facts, words, both, whole, held } = timesIn.parse(worker('time', file));
  const [holding, evaluating] = [peakOf('hold', file), peakOf('evaluate', file)];
  return [
    roles.toLocaleString('en'),
    principals.toLocaleString('en'),
    megabytes.toFixed(1),
    (both / parse).toFixed(1),
    (facts / parse).toFixed(1),
    (words / parse).toFixed(1),
    (whole / parse).toFixed(1),
    ((principals * catalogueActions().length) / both / 1000).toFixed(0),
    ((held / principals) * 1024).toFixed(1),
    evaluating.toFixed(0),
    (evaluating / holding).toFixed(2),
  ];
};

const figure = z.number();
const timesIn = z.object({
  megabytes: figure,
  principals: figure,
  parse: figure,
  facts: figure,
  words: figure,
  both: figure,
  whole: figure,
  held: figure,
});
const peakIn = z.object({ peak: figure });

/** Median of three processes: what a collector leaves for later differs from one to the next. */
const peakOf = (mode: 'hold' | 'evaluate', file: string): number =>
  percentile(
    [1, 2, 3].map(() => peakIn.parse(worker(mode, file)).peak),
    0.5,
  );

const worker = (mode: string, file: string): unknown => {
  const script = path.join(import.meta.dirname, 'account-worker.ts');
  const exposed = mode === 'time' ? ['--expose-gc'] : [];
  return JSON.parse(execFileSync(process.execPath, [...exposed, script, mode, file], { encoding: 'utf8' }));
};
