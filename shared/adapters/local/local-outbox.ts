import type { Outbox } from '../../ports/containment-ports.ts';
import type { Notice } from '../../response/notice.ts';
import { rowOf, type LocalState } from './local-state.ts';

export type LocalOutbox = Outbox & { addNow(notices: readonly Notice[]): void };

/** A notice that was sent leaves its id behind, so that a repeat of the same transaction does not send it twice. */
type Row = { notice: Notice | null };

export const localOutbox = (state: LocalState): LocalOutbox => {
  const rows = state.table('outbox', rowOf<Row>('notice'));
  const addNow = (notices: readonly Notice[]): void => {
    state.transaction(() => {
      for (const notice of notices) {
        if (rows.get(notice.id) === undefined) rows.put(notice.id, { notice });
      }
    });
  };
  return {
    addNow,
    add: (notices) => {
      addNow(notices);
      return Promise.resolve();
    },
    pending: () => Promise.resolve(rows.entries().flatMap(([, { notice }]) => (notice === null ? [] : [notice]))),
    done: (noticeId) => {
      rows.put(noticeId, { notice: null });
      return Promise.resolve();
    },
  };
};
