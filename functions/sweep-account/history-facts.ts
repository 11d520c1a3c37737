import { known, unknown, type Known } from '../../shared/facts/known.ts';
import type { HistoryFacts } from '../../shared/facts/wide-state.ts';
import { verifyHistory } from '../../shared/history/verify.ts';
import type { Ports } from '../../shared/ports/ports.ts';

/** Whether the history verifies by its stored bytes. What cannot be read is not known to be intact. */
export const historyFacts = async (ports: Pick<Ports, 'history' | 'documents'>): Promise<Known<HistoryFacts>> => {
  try {
    // The end is asked for first: what is appended while the lines are read is no fault.
    const head = await ports.history.head();
    const { faults, lines } = await verifyHistory({
      lines: ports.history.read(),
      document: (hash) => ports.documents.get(hash),
      head,
    });
    const [fault] = faults;
    if (fault === undefined) return known({ intact: true, entries: lines });
    const { verdict, detail, seq } = fault;
    return known({
      intact: false,
      entries: lines,
      ...(seq === undefined ? {} : { at: seq }),
      fault: `${verdict}: ${detail}`,
    });
  } catch (error) {
    return unknown(`the history could not be read: ${error instanceof Error ? error.message : String(error)}`);
  }
};
