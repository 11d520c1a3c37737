import { z } from 'zod';
import type { Ports } from '../../shared/ports/ports.ts';
import { orphanPolicyOf } from '../../shared/response/orphan-policy.ts';
import { isLeftAfterUndo, lookAfterUndo } from '../../shared/response/look-after-undo.ts';
import type { Outcome } from '../../shared/response/outcome.ts';
import { removeOrphanPolicy } from '../../shared/response/remove-orphan-policy.ts';
import type { Saga } from '../../shared/response/saga.ts';
import { isUnderway } from '../../shared/response/saga-transitions.ts';
import { putBackBoundary, waitsForBoundary } from '../../shared/response/put-back-boundary.ts';
import { resumeUndo, undo as takeBack, type Undone } from '../../shared/response/undo.ts';

const text = z.string().min(1);

/** Who asked is proved by whoever put the request on the queue: the console's API, or the caller's own credentials. */
const request = z.strictObject({
  sagaId: text,
  requestedBy: text,
  reason: z.string().min(3, 'say why, for whoever reads history'),
  /** A second person, where a day has passed since the containment. */
  approver: text.exactOptional(),
  /** Makes two requests two: an id of the caller. */
  requestId: text,
});
/**
 * Look at all of them: an undo that a worker left goes on, a boundary that a containment or an undo was written over is put back, a
 * policy that an ended containment left is deleted. The clock asks for it.
 */
const tend = z.strictObject({ tend: z.literal(true), requestId: text });
export const undoMessage = z.union([request, tend]);
export type UndoMessage = z.infer<typeof undoMessage>;

export const idOfUndoMessage = (message: UndoMessage): string =>
  'tend' in message ? `tend#${message.requestId}` : `${message.sagaId}#${message.requestId}`;

export type UndoResult =
  | { did: 'undone' | 'stopped'; saga: Saga }
  | { did: 'refused'; outcome: Outcome; detail: string }
  /** `sagas`: undos that went on. `policies`: those left over that are gone now. */
  | { did: 'tended'; sagas: readonly Saga[]; policies: readonly string[] };

/** It has to be tried again: another worker is there, or IAM does not show yet what was done. */
export class NotUndoneYet extends Error {
  override readonly name = 'NotUndoneYet';
}

/** Takes one containment back to the exact state that it recorded, or refuses by name. */
export const undo =
  (ports: Ports) =>
  async (message: UndoMessage): Promise<UndoResult> => {
    if ('tend' in message) return { did: 'tended', ...(await tendAll(ports)) };
    const { sagaId, requestedBy, reason, approver } = message;
    const result = await takeBack(ports)({
      sagaId,
      requestedBy,
      reason,
      ...(approver === undefined ? {} : { approver }),
    });
    if (!result.ran) {
      switch (result.why) {
        case 'refused':
          return { did: 'refused', outcome: result.outcome, detail: result.detail };
        case 'missing':
          return { did: 'refused', outcome: 'PRIOR_MISSING', detail: result.detail };
        case 'busy':
        case 'lost':
        case 'unreadable':
          throw new NotUndoneYet(result.detail);
      }
    }
    if (isUnderway(result.saga)) throw new NotUndoneYet(`${result.saga.id} is ${result.saga.state}: it goes on later`);
    return { did: result.saga.state === 'UNDONE' ? 'undone' : 'stopped', saga: result.saga };
  };

const tendAll = async (ports: Ports): Promise<{ sagas: readonly Saga[]; policies: readonly string[] }> => {
  const moved: Saga[] = [];
  const policies: string[] = [];
  const failed: string[] = [];
  const attempt = async (saga: Saga, work: (sagaId: string) => Promise<Undone>): Promise<Saga | undefined> => {
    try {
      const result = await work(saga.id);
      return result.ran && result.saga.version > saga.version ? result.saga : undefined;
    } catch (error) {
      failed.push(`${saga.id}: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  };
  const sagas = await ports.sagas.list();
  for (const saga of sagas) {
    const isLeft = isUnderway(saga) && saga.state.startsWith('UNDO_');
    if (isLeft || waitsForBoundary(saga)) {
      const next = await attempt(saga, isLeft ? resumeUndo(ports) : putBackBoundary(ports));
      if (next !== undefined) moved.push(next);
    }
    if (isLeftAfterUndo(saga, ports.clock.now())) await attempt(saga, lookAfterUndo(ports));
    const policyArn = orphanPolicyOf(saga, sagas, ports.clock.now());
    if (policyArn === undefined) continue;
    const next = await attempt(saga, removeOrphanPolicy(ports));
    if (next?.policyGone === true) policies.push(policyArn);
  }
  if (failed.length > 0) throw new NotUndoneYet(failed.join('; '));
  return { sagas: moved, policies };
};

/** What happened, in numbers. */
export const undoFigures = (result: UndoResult): Readonly<Record<string, number>> => ({
  Undone:
    result.did === 'undone'
      ? 1
      : result.did === 'tended'
        ? result.sagas.filter(({ state }) => state === 'UNDONE').length
        : 0,
  PoliciesTidied: result.did === 'tended' ? result.policies.length : 0,
  UndosRefused: result.did === 'refused' ? 1 : 0,
  UndosStopped: result.did === 'stopped' ? 1 : 0,
});
