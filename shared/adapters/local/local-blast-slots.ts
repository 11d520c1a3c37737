import type { BlastSlots } from '../../ports/containment-ports.ts';
import type { BlastLimits } from '../../response/settings.ts';
import { rowOf, type LocalState } from './local-state.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

type Window = { limit: keyof BlastLimits; bucket: string; slots: number; milliseconds: number };
type Taken = { at: number; buckets: readonly string[] };
type Attempts = { at: readonly number[] };

const windowsOf = (input: Parameters<BlastSlots['take']>[0]): readonly Window[] => {
  const { accountId, limits, principalCount } = input;
  const percent = Math.max(5, Math.ceil((principalCount * limits.percentOfPrincipalsDay) / 100));
  return [
    {
      limit: 'perAccountTenMinutes',
      bucket: `account/${accountId}`,
      slots: limits.perAccountTenMinutes,
      milliseconds: 10 * minute,
    },
    { limit: 'perAccountDay', bucket: `account/${accountId}`, slots: limits.perAccountDay, milliseconds: day },
    { limit: 'percentOfPrincipalsDay', bucket: `account/${accountId}`, slots: percent, milliseconds: day },
    { limit: 'perOrganisationDay', bucket: 'organisation', slots: limits.perOrganisationDay, milliseconds: day },
    ...input.checkIds.map(
      (checkId): Window => ({
        limit: 'perCheckHour',
        bucket: `check/${checkId}`,
        slots: limits.perCheckHour,
        milliseconds: hour,
      }),
    ),
  ];
};

/** Sliding windows: what was taken less than a window ago counts, whenever the window began. */
export const localBlastSlots = (state: LocalState): BlastSlots => {
  const taken = state.table('blast', rowOf<Taken>('at', 'buckets'));
  const attempts = state.table('attempt', rowOf<Attempts>('at'));
  const recent = (key: string, now: number): readonly number[] =>
    (attempts.get(key)?.at ?? []).filter((at) => at > now - hour);
  return {
    take: (input) =>
      Promise.resolve(
        state.transaction(() => {
          if (taken.get(input.sagaId) !== undefined) return { taken: true } as const;
          const now = Date.parse(input.now);
          const windows = windowsOf(input);
          const before = taken.entries().map(([, row]) => row);
          const full = windows.find(
            ({ bucket, slots, milliseconds }) =>
              before.filter(({ at, buckets }) => at > now - milliseconds && buckets.includes(bucket)).length >= slots,
          );
          if (full !== undefined) return { taken: false, limit: full.limit } as const;
          taken.put(input.sagaId, { at: now, buckets: [...new Set(windows.map(({ bucket }) => bucket))] });
          return { taken: true } as const;
        }),
      ),
    attempts: (subjectUniqueId, now) => Promise.resolve(recent(subjectUniqueId, Date.parse(now)).length),
    recordAttempt: (subjectUniqueId, _sagaId, now) => {
      const at = Date.parse(now);
      attempts.put(subjectUniqueId, { at: [...recent(subjectUniqueId, at), at] });
      return Promise.resolve();
    },
  };
};
