import type { Clock } from '../../ports/clock.ts';
import type { DeliveryLog } from '../../ports/memory.ts';
import { rowOf, type LocalState } from './local-state.ts';

/** `lapses` in milliseconds since 1970; null when it was handled. */
type Claim = { lapses: number | null };

const longestRun = 15 * 60_000;

export const localDeliveryLog = (state: LocalState, clock: Clock): DeliveryLog => {
  const claims = state.table('delivery', rowOf<Claim>('lapses'));
  const keyOf = (function_: string, eventId: string): string => `${function_}/${eventId}`;
  return {
    claim: (function_, eventId) =>
      Promise.resolve(
        state.transaction(() => {
          const now = Date.parse(clock.now());
          const before = claims.get(keyOf(function_, eventId));
          if (before !== undefined && (before.lapses === null || before.lapses > now)) return false;
          claims.put(keyOf(function_, eventId), { lapses: now + longestRun });
          return true;
        }),
      ),
    complete: (function_, eventId) => {
      claims.put(keyOf(function_, eventId), { lapses: null });
      return Promise.resolve();
    },
    release: (function_, eventId) => {
      claims.delete(keyOf(function_, eventId));
      return Promise.resolve();
    },
  };
};
