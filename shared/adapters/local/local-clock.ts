import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../ports/clock.ts';

/** The machine's time. */
export const realClock: Clock = {
  now: () => new Date().toISOString(),
  sleep: async (milliseconds) => {
    await wait(milliseconds);
  },
  id: () => randomUUID(),
};

export type ManualClock = Clock & { advance(milliseconds: number): void; set(iso: string): void };

/** Time that stands still until somebody sleeps: then it is later at once. Ids are counted, so a run can be repeated. */
export const manualClock = (start: string, prefix = 'id'): ManualClock => {
  let now = Date.parse(start);
  let ids = 0;
  return {
    now: () => new Date(now).toISOString(),
    sleep: (milliseconds) => {
      now += milliseconds;
      return Promise.resolve();
    },
    id: () => {
      ids += 1;
      return `${prefix}-${ids}`;
    },
    advance: (milliseconds) => {
      now += milliseconds;
    },
    set: (iso) => {
      now = Date.parse(iso);
    },
  };
};
