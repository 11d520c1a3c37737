import { guardrailSubject } from '../../shared/checks/subjects.ts';
import type { Ports } from '../../shared/ports/ports.ts';
import type { RestorationRequest } from '../../shared/ports/restoration-requests.ts';
import { proposeRestoration } from '../../shared/response/guardrail/propose-restoration.ts';
import { recheckRestoration } from '../../shared/response/guardrail/recheck-restoration.ts';
import { isOpenRestoration } from '../../shared/response/guardrail/restoration-transitions.ts';
import type { Restoration } from '../../shared/response/guardrail/restoration.ts';
import { restore, type Restored } from '../../shared/response/guardrail/restore.ts';
import { resumeRestorationUndo, undoRestoration } from '../../shared/response/guardrail/undo-restoration.ts';
import { resolveRestored } from '../../shared/runtime/evaluation/resolve-restored.ts';
import type { Outcome } from '../../shared/response/outcome.ts';
import type { RestorationMessage } from './restoration-message.ts';

export type RestorationResult =
  | { did: 'nothing'; outcome: Outcome; detail: string }
  | { did: 'restoration'; restoration: Restoration }
  | { did: 'tended'; restorations: readonly Restoration[] };

/** It has to be tried again: another worker is there, or Bedrock does not show yet what was done. The message says what it waits for. */
export class NotRestoredYet extends Error {
  override readonly name = 'NotRestoredYet';
  constructor(why: string) {
    super(`${why.replace(/\.$/u, '')}. ${goesOn}`);
  }
}

/** Nobody has to do anything for it: the queue gives the message back, and the clock looks at what was left. */
const goesOn =
  'It goes on by itself: when the queue delivers this message again, and at the latest when the clock looks, every 5 minutes.';

/** One guardrail from its loss to its proof. Everything is read afresh; the request decides nothing. */
export const restoreGuardrail =
  (ports: Ports) =>
  async (message: RestorationMessage): Promise<RestorationResult> => {
    if ('tend' in message) return { did: 'tended', restorations: await tend(ports) };
    if ('undo' in message) return takeBack(ports, message);
    if ('restorationId' in message) return goOn(ports, message.restorationId);
    return planAndRestore(ports, message);
  };

const planAndRestore = async (ports: Ports, request: RestorationRequest): Promise<RestorationResult> => {
  const { region, guardrail, findingIds, cause } = request;
  const proposed = await proposeRestoration(ports)({
    subject: { ...guardrailSubject(ports.identity.accountId, region, guardrail), region },
    findingIds,
    ...(cause === undefined ? {} : { cause }),
  });
  switch (proposed.proposed) {
    case 'later':
      throw new NotRestoredYet(proposed.detail);
    case 'nothing':
      return { did: 'nothing', outcome: proposed.outcome, detail: proposed.detail };
    case 'restoration':
      return goOn(ports, proposed.restoration.id);
  }
};

/** From wherever it stands; what waits, is refused or done stays as it is. */
const goOn = async (ports: Ports, id: string): Promise<RestorationResult> => ended(ports, id, await restore(ports)(id));

const ended = async (ports: Ports, id: string, result: Restored): Promise<RestorationResult> => {
  if (!result.ran) throw new NotRestoredYet(`${id}: ${result.detail}`);
  const { restoration, waitsFor } = result;
  // Stopped between two steps: Bedrock could not be read, or is not ready.
  if (waitsFor !== undefined) throw new NotRestoredYet(`${id} is ${restoration.state} and waits for ${waitsFor}`);
  if (restoration.state === 'UNDO_INTENT') throw new NotRestoredYet(`${id} is being taken back, which goes on first`);
  await resolveRestored(ports, restoration);
  return { did: 'restoration', restoration };
};

const day = 86_400_000;

const takeBack = async (
  ports: Ports,
  { undo: id, requestedBy, reason, approver }: Extract<RestorationMessage, { undo: string }>,
): Promise<RestorationResult> => {
  const asked = { id, requestedBy, reason, ...(approver === undefined ? {} : { approver }) };
  const result = await undoRestoration(ports)(asked);
  if (!result.ran && result.why === 'refused') {
    return { did: 'nothing', outcome: result.outcome, detail: result.detail };
  }
  return ended(ports, id, result);
};

/**
 * Nothing waits for ever: what a worker left goes on, an approval that nobody gave expires, and what was left to a person is
 * looked at again. One that fails does not hold up the others.
 */
const tend = async (ports: Ports): Promise<readonly Restoration[]> => {
  const now = Date.parse(ports.clock.now());
  const moved: Restoration[] = [];
  const failed: string[] = [];
  for (const restoration of await ports.restorations.list()) {
    const { id, state, deadline, version, changedAt } = restoration;
    const isDue = deadline !== undefined && Date.parse(deadline) <= now;
    if (state === 'WAITING' && !isDue) continue;
    const isRestored = state === 'RESTORED' && now - Date.parse(changedAt) <= day;
    if (!isOpenRestoration(restoration) && state !== 'PARTIAL' && !isRestored) continue;
    try {
      // A worker that died right after the end has not said so of the findings.
      if (isRestored) {
        await resolveRestored(ports, restoration);
        continue;
      }
      const result = await tended(ports, restoration)(id);
      if (!result.ran || result.restoration.version <= version) continue;
      moved.push(result.restoration);
      await resolveRestored(ports, result.restoration);
    } catch (error) {
      failed.push(`${id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (failed.length > 0) throw new NotRestoredYet(failed.join('; '));
  return moved;
};

const tended = (ports: Ports, { state }: Restoration): ((id: string) => Promise<Restored>) => {
  switch (state) {
    case 'UNDO_INTENT':
      return resumeRestorationUndo(ports);
    case 'PARTIAL':
      return recheckRestoration(ports);
    default:
      return restore(ports);
  }
};

/** What happened, in numbers. */
export const restorationFigures = (result: RestorationResult): Readonly<Record<string, number>> => {
  const all = result.did === 'restoration' ? [result.restoration] : result.did === 'tended' ? result.restorations : [];
  const count = (...states: readonly Restoration['state'][]): number =>
    all.filter(({ state }) => states.includes(state)).length;
  return {
    GuardrailsRestored: count('RESTORED', 'PARTIAL'),
    RestorationsWaiting: count('WAITING'),
    RestorationsRefused: count('REFUSED') + (result.did === 'nothing' ? 1 : 0),
    RestorationsFailed: count('FAILED', 'UNDO_CONFLICT'),
    RestorationsUndone: count('UNDONE'),
  };
};
