import type { ContainmentRequest, ContainmentRequests } from '../../ports/containment-requests.ts';
import type { RestorationRequest, RestorationRequests } from '../../ports/restoration-requests.ts';
import type { SweepLog, SweepState } from '../../ports/sweep-log.ts';
import type { SweepRequests } from '../../ports/sweep-requests.ts';
import { rowOf, type LocalState, type Table } from './local-state.ts';

/** Requests wait in order until somebody takes them out, as in a queue. */
export type LocalQueue<T> = {
  waiting(): readonly T[];
  /** The oldest one, taken out. */
  shift(): T | undefined;
};

export type SweepRequest = Parameters<SweepRequests['request']>[0];

const queueOf = <T>(rows: Table<T>): LocalQueue<T> => ({
  waiting: () => rows.entries().map(([, row]) => row),
  shift: () => {
    const first = rows.entries()[0];
    if (first !== undefined) rows.delete(first[0]);
    return first?.[1];
  },
});

export const localContainmentRequests = (state: LocalState): ContainmentRequests & LocalQueue<ContainmentRequest> => {
  const rows = state.table('queue.contain', rowOf<ContainmentRequest>('accountId', 'principal', 'subjectUniqueId'));
  return {
    ...queueOf(rows),
    request: (input) => {
      rows.put(`${input.subjectUniqueId}/${input.eventId}`, input);
      return Promise.resolve();
    },
  };
};

export const localRestorationRequests = (state: LocalState): RestorationRequests & LocalQueue<RestorationRequest> => {
  const rows = state.table('queue.restore', rowOf<RestorationRequest>('accountId', 'region', 'guardrail', 'eventId'));
  return {
    ...queueOf(rows),
    request: (input) => {
      rows.put(`${input.guardrail}/${input.eventId}`, input);
      return Promise.resolve();
    },
  };
};

export const localSweepRequests = (state: LocalState): SweepRequests & LocalQueue<SweepRequest> => {
  const rows = state.table('queue.sweep', rowOf<SweepRequest>('accountId', 'because', 'eventId'));
  return {
    ...queueOf(rows),
    request: (input) => {
      rows.put(`${input.accountId}/${input.eventId}`, input);
      return Promise.resolve();
    },
  };
};

export const localSweepLog = (state: LocalState): SweepLog => {
  const rows = state.table('sweep', rowOf<SweepState>('accountId'));
  return {
    recall: (accountId) => {
      const value = rows.get(accountId);
      return Promise.resolve(value === undefined ? { found: 'no' } : { found: 'yes', value });
    },
    remember: (next) => {
      rows.put(next.accountId, next);
      return Promise.resolve();
    },
  };
};
