import type { Change } from '../../change/change.ts';
import { readChange } from '../../change/read-change.ts';
import type { Clock } from '../../ports/clock.ts';
import type { RecordedCalls } from '../../ports/recorded-calls.ts';
import type { EventEnvelope } from './iam/iam-record.ts';
import type { LocalIam } from './local-iam.ts';
import { rowOf, type LocalState } from './local-state.ts';

const day = 86_400_000;

/** Every call that the local account saw, for a day or two: longer than anybody asks. */
export const localRecordedCalls = (state: LocalState, iam: LocalIam, clock: Clock): RecordedCalls => {
  const records = state.table('recorded-call', rowOf<EventEnvelope>('detail', 'time'));
  let prunedAt = 0;
  const prune = (now: number): void => {
    if (now - prunedAt < day) return;
    prunedAt = now;
    for (const [key, { time }] of records.entries()) if (Date.parse(time) < now - day) records.delete(key);
  };
  iam.onEvent((event) => {
    state.transaction(() => {
      prune(Date.parse(clock.now()));
      records.put(event.id, event);
    });
  });
  return {
    calls: ({ eventNames, from, to }) => {
      const changes: Change[] = [];
      for (const [, event] of records.entries()) {
        // The record says the second that had begun.
        const at = Date.parse(event.time);
        if (at < Math.floor(Date.parse(from) / 1_000) * 1_000 || at > Date.parse(to)) continue;
        if (!eventNames.includes(String(event.detail['eventName']))) continue;
        const change = readChange(event);
        if (change.kind !== 'change')
          return Promise.resolve({ found: 'unreadable', why: `the record ${event.id} cannot be read` });
        changes.push(change);
      }
      return Promise.resolve({ found: 'yes', value: changes });
    },
  };
};
