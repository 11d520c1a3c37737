import { existsSync } from 'node:fs';
import path from 'node:path';
import { checks } from '../catalogue.ts';
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

  it('says where each feature begins, in a file that exists', () => {
    for (const file of Object.values(features)) expect([file, existsSync(path.join(root, file))]).toEqual([file, true]);
  });
});
