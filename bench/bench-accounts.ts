import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { z } from 'zod';
import { catalogueActions } from '../shared/reasoning/catalogue/action-catalogue.ts';
import { table } from './table.ts';

/** Every action of the catalogue for every role, by words, against `JSON.parse` of the same text. */
export const benchAccounts = (): void => {
  const rows = [1_000, 5_000, 20_000].map((roles) => {
    const { megabytes, parse, facts, words, held, peak } = figuresOf(roles);
    return [
      roles.toLocaleString('en'),
      megabytes.toFixed(1),
      (words / parse).toFixed(1),
      (facts / parse).toFixed(1),
      ((roles * catalogueActions().length) / words / 1000).toFixed(1),
      (held / roles) * 1024 < 10 ? ((held / roles) * 1024).toFixed(1) : ((held / roles) * 1024).toFixed(0),
      peak.toFixed(0),
    ];
  });
  console.log(
    `\nEvery action of the catalogue (${catalogueActions().length}) for every role, by words; CPU time, median of 5`,
  );
  table(
    [
      'roles',
      'MB of JSON',
      'words / JSON.parse',
      'facts / JSON.parse',
      'M decisions a second',
      'KB held a role',
      'peak MB',
    ],
    rows,
  );
};

const figure = z.number();
const figuresIn = z.object({
  megabytes: figure,
  parse: figure,
  facts: figure,
  words: figure,
  held: figure,
  peak: figure,
});

const figuresOf = (roles: number): z.infer<typeof figuresIn> => {
  const worker = path.join(import.meta.dirname, 'account-worker.ts');
  const line = execFileSync(process.execPath, ['--expose-gc', worker, String(roles)], { encoding: 'utf8' });
  return figuresIn.parse(JSON.parse(line));
};
