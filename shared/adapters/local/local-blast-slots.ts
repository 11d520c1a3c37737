import type { Clock } from '../../ports/clock.ts';
import type { BlastSlots } from '../../ports/containment-ports.ts';
import { blastWindows, type BlastWindow } from '../../response/blast-windows.ts';
import { rowOf, type LocalState } from './local-state.ts';

const hour = 60 * 60_000;

type Taken = { at: number; buckets: readonly string[] };
type Attempts = { at: readonly number[] };

const bucketOf = ({ limit, scope }: BlastWindow): string => `${limit}/${scope}`;

/** Sliding windows: what was taken less than a window ago counts, whenever the window began. The clock is the store's own. */
export const localBlastSlots = (state: LocalState, clock: Pick<Clock, 'now'>): BlastSlots => {
  const timeNow = (): number => Date.parse(clock.now());
  const taken = state.table('blast', rowOf<Taken>('at', 'buckets'));
  const attempts = state.table('attempt', rowOf<Attempts>('at'));
  const recent = (key: string, now: number): readonly number[] =>
    (attempts.get(key)?.at ?? []).filter((at) => at > now - hour);
  return {
    take: (input) =>
      Promise.resolve(
        state.transaction(() => {
          if (taken.get(input.sagaId) !== undefined) return { taken: true } as const;
          const now = timeNow();
          const windows = blastWindows(input);
          const before = taken.entries().map(([, row]) => row);
          const full = windows.find(
            (window) =>
              before.filter(({ at, buckets }) => at > now - window.milliseconds && buckets.includes(bucketOf(window)))
                .length >= window.slots,
          );
          if (full !== undefined) return { taken: false, limit: full.limit } as const;
          taken.put(input.sagaId, { at: now, buckets: windows.map(bucketOf) });
          return { taken: true } as const;
        }),
      ),
    attempts: (subjectUniqueId) => Promise.resolve(recent(subjectUniqueId, timeNow()).length),
    recordAttempt: (subjectUniqueId) => {
      const at = timeNow();
      attempts.put(subjectUniqueId, { at: [...recent(subjectUniqueId, at), at] });
      return Promise.resolve();
    },
  };
};
