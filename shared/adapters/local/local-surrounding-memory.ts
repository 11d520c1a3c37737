import type { SurroundingKey, SurroundingRecord } from '../../facts/guardrail/surroundings.ts';
import type { SurroundingMemory } from '../../ports/guardrail-surroundings.ts';
import { rowOf, type LocalState } from './local-state.ts';

export const localSurroundingMemory = (state: LocalState): SurroundingMemory => {
  const rows = state.table('memory.surrounding', rowOf<SurroundingRecord>('kind', 'region', 'identifier', 'seen'));
  return {
    recall: (key) => {
      const value = rows.get(keyOf(key));
      return Promise.resolve(value === undefined ? { found: 'no' } : { found: 'yes', value });
    },
    ofKind: (region, kind) => {
      const value = rows
        .entries()
        .flatMap(([, record]) => (record.region === region && record.kind === kind ? [record] : []))
        .sort((a, b) => (a.identifier < b.identifier ? -1 : 1));
      return Promise.resolve({ found: 'yes', value });
    },
    remember: (record) => {
      rows.put(keyOf(record), record);
      return Promise.resolve();
    },
  };
};

const keyOf = ({ region, kind, identifier }: SurroundingKey): string => `${region}/${kind}/${identifier}`;
