import type { InputLog, InputState } from '../../ports/input-log.ts';
import { rowOf, type LocalState } from './local-state.ts';

export const localInputLog = (state: LocalState): InputLog => {
  const rows = state.table('input', rowOf<InputState>('accountId', 'region', 'beatingSince'));
  const keyOf = (accountId: string, region: string): string => `${accountId}/${region}`;
  return {
    recall: (accountId, region) => {
      const value = rows.get(keyOf(accountId, region));
      return Promise.resolve(value === undefined ? { found: 'no' } : { found: 'yes', value });
    },
    remember: (next) => {
      rows.put(keyOf(next.accountId, next.region), next);
      return Promise.resolve();
    },
  };
};
