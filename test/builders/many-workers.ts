import type { Clock } from '../../shared/ports/clock.ts';
import { random } from '../../shared/reasoning/oracle/random.ts';

type Method = (...args: unknown[]) => unknown;

export type ManyWorkers = {
  /** One time for all of them. It stands still while a call is on its way, and moves to the next who wakes when all sleep. */
  clock: Clock;
  /** The same ports, where every call lets others go first. */
  share: <P extends object>(ports: P) => P;
};

/** Ports on which others may act between any two calls. */
const shared = new Set([
  'boundaries',
  'boundaryRemover',
  'credentials',
  'deliveries',
  'denies',
  'documents',
  'findings',
  'modeSwitch',
  'outbox',
  'principalMemory',
  'principals',
  'sagas',
  'settings',
  'slots',
]);

/** Many workers in one process, in an order that the seed decides, so that a failure can be seen again. */
export const manyWorkers = (seed: number, start: string): ManyWorkers => {
  const chance = random(seed);
  let now = Date.parse(start);
  let ids = 0;
  let underway = 0;
  let isTicking = false;
  const sleepers: { at: number; wake: () => void }[] = [];

  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const tick = (): void => {
    if (isTicking) return;
    isTicking = true;
    setImmediate(() => {
      isTicking = false;
      if (underway === 0) {
        // All who wake at the same moment do: that is where they meet.
        now = Math.max(now, Math.min(...sleepers.map(({ at }) => at)));
        const due = sleepers.filter(({ at }) => at <= now);
        sleepers.splice(0, sleepers.length, ...sleepers.filter(({ at }) => at > now));
        for (const { wake } of due) wake();
      }
      if (sleepers.length > 0) tick();
    });
  };
  const guard =
    (method: Method): Method =>
    async (...args) => {
      underway += 1;
      try {
        for (let turns = chance.upTo(3); turns > 0; turns -= 1) await turn();
        return await method(...args);
      } finally {
        underway -= 1;
      }
    };
  const guarded = (port: object): object =>
    Object.fromEntries(
      Object.entries(port).map(([name, member]): [string, unknown] => [
        name,
        typeof member === 'function' ? guard(member as Method) : member,
      ]),
    );
  return {
    clock: {
      now: () => new Date(now).toISOString(),
      sleep: (milliseconds) =>
        new Promise((wake) => {
          sleepers.push({ at: now + milliseconds, wake });
          tick();
        }),
      id: () => `worker-${(ids += 1)}`,
    },
    share: <P extends object>(ports: P): P =>
      Object.fromEntries(
        Object.entries(ports).map(([name, port]): [string, unknown] => [
          name,
          shared.has(name) && typeof port === 'object' && port !== null ? guarded(port as object) : port,
        ]),
      ) as P,
  };
};
