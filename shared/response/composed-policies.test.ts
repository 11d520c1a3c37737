import { localIdentity } from '../adapters/local/local-world.ts';
import { proveComposed } from './testing/prove-composed.ts';

/** 100,000 by `npm run prove`; here as many as an ordinary run can wait for. */
const count = Number(process.env['RINGFENCE_COMPOSED'] ?? 300);

describe('every composed policy', () => {
  const { composed, requests, differences } = proveComposed(localIdentity(), { seed: 20_261_122, count });

  it('allows exactly what was allowed before and the region does not cover: P and not D', () => {
    expect(differences).toEqual([]);
    expect(requests).toBeGreaterThan(count);
  });

  it('is made by each mechanism', () => {
    expect(Object.keys(composed).toSorted()).toEqual(['boundary', 'inline', 'managed', 'merged']);
  });
});
