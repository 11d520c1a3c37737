import type { Finding } from '../../findings/finding.ts';
import type { FindingStore } from '../../ports/memory.ts';
import type { LocalHistoryLog } from './local-history-log.ts';
import type { LocalOutbox } from './local-outbox.ts';
import { rowOf, type LocalState } from './local-state.ts';

export const localFindingStore = (
  state: LocalState,
  parts: { history: LocalHistoryLog; outbox: LocalOutbox },
): FindingStore => {
  const rows = state.table('finding', rowOf<Finding>('id', 'version', 'checkId', 'subject', 'status'));
  const all = (): readonly Finding[] => rows.entries().map(([, finding]) => finding);
  return {
    ofSubject: (uniqueId) => Promise.resolve(all().filter(({ subject }) => subject.uniqueId === uniqueId)),
    get: (id) => {
      const value = rows.get(id);
      return Promise.resolve(value === undefined ? { found: 'no' } : { found: 'yes', value });
    },
    open: () => Promise.resolve(all().filter(({ status }) => status !== 'resolved')),
    save: (findings, alongside) =>
      Promise.resolve(
        state.transaction(() => {
          const stale = findings.filter(({ id, version }) => (rows.get(id)?.version ?? 0) !== version - 1);
          if (stale.length > 0) return { saved: false, stale: stale.map(({ id }) => id) };
          for (const finding of findings) rows.put(finding.id, finding);
          if (alongside !== undefined) {
            parts.history.appendNow(alongside.entries, alongside.key);
            parts.outbox.addNow(alongside.notices);
          }
          return { saved: true };
        }),
      ),
  };
};
