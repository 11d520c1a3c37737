import type { Clock } from '../../ports/clock.ts';
import type { SagaStore, StoredSaga } from '../../ports/containment-ports.ts';
import type { Saga } from '../../response/saga.ts';
import type { LocalHistoryLog } from './local-history-log.ts';
import type { LocalOutbox } from './local-outbox.ts';
import { rowOf, type LocalState } from './local-state.ts';

/** `until` in milliseconds since 1970; 0 when it was released. The fence stays and only grows. */
type Lease = { holder: string; fence: number; until: number };

export const localSagaStore = <S extends StoredSaga = Saga>(
  state: LocalState,
  clock: Clock,
  parts: { history: LocalHistoryLog; outbox: LocalOutbox },
  table = 'saga',
): SagaStore<S> => {
  const sagas = state.table(table, rowOf<S>('id', 'version', 'fence', 'state', 'plan'));
  const leases = state.table('lease', rowOf<Lease>('holder', 'fence', 'until'));
  const all = (): readonly S[] => sagas.entries().map(([, saga]) => saga);
  return {
    get: (id) => {
      const value = sagas.get(id);
      return Promise.resolve(value === undefined ? { found: 'no' } : { found: 'yes', value });
    },
    ofSubject: (uniqueId) => Promise.resolve(all().filter(({ plan }) => plan.subject.uniqueId === uniqueId)),
    list: () => Promise.resolve(all()),
    advance: ({ saga, entries, notices }) =>
      Promise.resolve(
        state.transaction(() => {
          const stored = sagas.get(saga.id);
          const lease = leases.get(saga.plan.subject.uniqueId);
          const isNext = (stored?.version ?? 0) === saga.version - 1 && (stored?.fence ?? 0) <= saga.fence;
          if (!isNext || lease?.fence !== saga.fence) return { advanced: false } as const;
          sagas.put(saga.id, saga);
          parts.history.appendNow(entries, `${saga.id}#${saga.version}`);
          parts.outbox.addNow(notices);
          return { advanced: true } as const;
        }),
      ),
    takeLease: (subjectUniqueId, holder, milliseconds) =>
      Promise.resolve(
        state.transaction(() => {
          const now = Date.parse(clock.now());
          const held = leases.get(subjectUniqueId);
          if (held !== undefined && held.until > now && held.holder !== holder) return undefined;
          const fence = (held?.fence ?? 0) + 1;
          leases.put(subjectUniqueId, { holder, fence, until: now + milliseconds });
          return { fence };
        }),
      ),
    releaseLease: (subjectUniqueId, holder) => {
      const held = leases.get(subjectUniqueId);
      if (held?.holder === holder) leases.put(subjectUniqueId, { ...held, until: 0 });
      return Promise.resolve();
    },
  };
};
