import { existsSync } from 'node:fs';
import path from 'node:path';
import { checks } from '../catalogue.ts';
import { capabilities } from './capabilities.ts';
import { expandIds, UnknownCheckInMatrix } from './expand-ids.ts';
import { features, recommendations } from './matrix.ts';

/** Areas whose checks come later; their numbers are given already. */
const laterAreas = ['AGENT', 'NETWORK', 'QUSER', 'ACTIVITY'];
const root = path.join(import.meta.dirname, '../../..');

describe('The coverage matrix', () => {
  it('answers each recommendation by a check, or names the later area that will', () => {
    for (const { checks: by, later } of recommendations) {
      expect(by.length + later.length).toBeGreaterThan(0);
      expect(later.filter((id) => !laterAreas.includes(id.split('.')[1] ?? ''))).toEqual([]);
    }
  });

  it('shows a finding of each recommendation that a check answers, by one of its checks', () => {
    for (const { checks: by, sample, recommendation } of recommendations) {
      expect([recommendation, sample !== undefined]).toEqual([recommendation, by.length > 0]);
      if (sample !== undefined) expect(by).toContain(sample);
    }
  });

  it('names every check but those that only Ringfence itself needs', () => {
    const named = new Set(recommendations.flatMap(({ checks: by }) => by.map(({ id }) => id)));
    const own = checks.filter(({ id }) => !named.has(id)).map(({ id }) => id.split('.')[1]);
    expect([...new Set(own)].sort()).toEqual(['ESCALATE', 'TAMPER']);
  });

  it('says where each feature begins, and the page that tells of it, in files that exist', () => {
    const files = Object.values(features).flatMap(({ file, document }) => [file, document]);
    for (const file of files) expect([file, existsSync(path.join(root, file))]).toEqual([file, true]);
  });
});

describe('The capabilities', () => {
  it('are numbered without a gap, each once', () => {
    const numbers = capabilities.flatMap(({ numbers: own }) => own).sort((a, b) => a - b);
    expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, at) => at + 1));
  });

  it('are each answered by a check or by a function that is there, and by later checks of later areas only', () => {
    for (const { capability, checks: by, functions, later } of capabilities) {
      expect([capability, by.length + functions.length > 0]).toEqual([capability, true]);
      expect(later.filter((id) => !laterAreas.includes(id.split('.')[1] ?? ''))).toEqual([]);
      for (const name of functions) {
        expect([name, existsSync(path.join(root, 'functions', name, 'handler.ts'))]).toEqual([name, true]);
      }
    }
  });

  it('name pages that exist', () => {
    for (const document of capabilities.flatMap(({ documents }) => documents)) {
      expect([document, existsSync(path.join(root, document))]).toEqual([document, true]);
    }
  });
});

it('no id that was never given stands in a matrix', () => {
  expect(() => expandIds('ACCESS.1-99')).toThrow(UnknownCheckInMatrix);
  expect(() => expandIds('NOTHING.1')).toThrow(UnknownCheckInMatrix);
});
