import type { Outbox } from '../../ports/containment-ports.ts';
import type { Notice } from '../../response/notice.ts';
import { rowOf, type LocalState } from './local-state.ts';

export type LocalOutbox = Outbox & { addNow(notices: readonly Notice[]): void };

/** `null`: it was sent. */
type Row = { notice: Notice | null };
/** A notice that was sent leaves its id behind, so that a repeat of the same transaction does not send it twice. */
type Sent = { sent: true };

export const localOutbox = (state: LocalState): LocalOutbox => {
  const rows = state.table('outbox', rowOf<Row>('notice'));
  // Apart from what waits: that is looked through after every change, and a long replay sends thousands.
  const gone = state.table('outbox-sent', rowOf<Sent>('sent'));
  const addNow = (notices: readonly Notice[]): void => {
    state.transaction(() => {
      for (const notice of notices) {
        if (rows.get(notice.id) === undefined && gone.get(notice.id) === undefined) rows.put(notice.id, { notice });
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
      state.transaction(() => {
        gone.put(noticeId, { sent: true });
        rows.delete(noticeId);
      });
      return Promise.resolve();
    },
  };
};
