import type { Read } from '../../ports/read.ts';
import type { Outcome } from '../outcome.ts';
import { mayBeOnePerson } from '../same-person.ts';
import type { ModeSwitch } from '../settings.ts';
import { isOpenRestoration } from './restoration-transitions.ts';
import { unfitForRestoration } from './restoration-gate.ts';
import { move, type RestorationPorts, type RestorationRun } from './restoration-run.ts';
import type { Restoration } from './restoration.ts';
import { withRestoration, type Restored } from './restore.ts';
import { takeBackRestoration } from './take-back-restoration.ts';

export type RestorationUndoRequest = { id: string; requestedBy: string; reason: string; approver?: string };

export type RestorationUndone =
  | Restored
  /** Nothing was written; the refusal is in history. */
  | { ran: false; why: 'refused'; outcome: Outcome; detail: string };

const day = 86_400_000;

/**
 * Takes back what a restoration wrote: the guardrail that it made is deleted, each reference names again what it named, an update
 * is put back. Exactly so, or not at all. It takes protection away, so whoever took it away first cannot ask for it.
 */
export const undoRestoration =
  (ports: RestorationPorts) =>
  async (request: RestorationUndoRequest): Promise<RestorationUndone> => {
    let refusal: (RestorationUndone & { why: 'refused' }) | undefined;
    const answer = await withRestoration(ports, request.id, async (run, restoration) => {
      if (restoration.state === 'UNDONE') return { ran: true, restoration };
      if (restoration.state === 'UNDO_INTENT') return takeBackRestoration(run, restoration);
      const verdict = await undoVerdict(run, restoration, request);
      if (verdict !== undefined) {
        refusal = { ran: false, why: 'refused', ...verdict };
        return { ran: true, restoration: await recordRefusal(run, restoration, request, verdict) };
      }
      return takeBackRestoration(run, await recordIntent(run, restoration, request));
    });
    return refusal ?? answer;
  };

/** Goes on with an undo that a worker left. */
export const resumeRestorationUndo =
  (ports: RestorationPorts) =>
  (id: string): Promise<Restored> =>
    withRestoration(ports, id, async (run, restoration) =>
      restoration.state === 'UNDO_INTENT' ? takeBackRestoration(run, restoration) : { ran: true, restoration },
    );

type Verdict = { outcome: Outcome; detail: string };

const undoVerdict = async (
  run: RestorationRun,
  restoration: Restoration,
  request: RestorationUndoRequest,
): Promise<Verdict | undefined> => {
  const { ports } = run;
  const { state, id } = restoration;
  if (state !== 'RESTORED' && state !== 'PARTIAL' && state !== 'FAILED' && state !== 'UNDO_CONFLICT') {
    return {
      outcome: restoration.outcome ?? 'UNDO_CONFLICT',
      detail: `${id} is ${state}: there is nothing of it to take back.`,
    };
  }
  const next = await followerOf(ports, restoration);
  if (next !== undefined) {
    return {
      outcome: 'UNDO_CONFLICT',
      detail: `${next.id} lets the account's enforcement name what this one made: undo or reject it first.`,
    };
  }
  const { requestedBy, reason, approver } = request;
  const people = [requestedBy, ...(approver === undefined ? [] : [approver])];
  const unfit = people
    .map((person) => unfitForRestoration(person, restoration, ports.identity))
    .find((why) => why !== undefined);
  const switched = stopped(await ports.modeSwitch.read());
  if (switched !== undefined) return switched;
  if (reason.trim() === '') return { outcome: 'AWAITING_APPROVAL', detail: 'An undo needs a reason.' };
  if (unfit !== undefined) return { outcome: 'APPROVAL_REJECTED', detail: unfit };
  if (approver !== undefined && mayBeOnePerson(approver, requestedBy)) {
    return { outcome: 'APPROVAL_REJECTED', detail: `${approver} asked for it and cannot approve it too.` };
  }
  const since = Date.parse(ports.clock.now()) - Date.parse(restoration.steps[0]?.at ?? restoration.openedAt);
  return since <= day || approver !== undefined
    ? undefined
    : {
        outcome: 'AWAITING_APPROVAL',
        detail: 'It was restored more than a day ago: a second person has to approve the undo.',
      };
};

const followerOf = async (ports: RestorationPorts, { followedBy }: Restoration): Promise<Restoration | undefined> => {
  if (followedBy === undefined) return undefined;
  const read = await ports.restorations.get(followedBy);
  if (read.found !== 'yes') return undefined;
  const { state } = read.value;
  return isOpenRestoration(read.value) || (state !== 'REFUSED' && state !== 'UNDONE') ? read.value : undefined;
};

const stopped = (modeSwitch: Read<ModeSwitch>): Verdict | undefined => {
  if (modeSwitch.found === 'unreadable') {
    return { outcome: 'SETTINGS_UNREADABLE', detail: `Mode and kill switch cannot be read: ${modeSwitch.why}.` };
  }
  return modeSwitch.found === 'yes' && modeSwitch.value.killSwitch && modeSwitch.value.freeze
    ? { outcome: 'KILL_SWITCH', detail: 'The kill switch is on and freezes undo too.' }
    : undefined;
};

const recordRefusal = (
  run: RestorationRun,
  restoration: Restoration,
  { requestedBy, reason }: RestorationUndoRequest,
  { outcome, detail }: Verdict,
): Promise<Restoration> | Restoration =>
  restoration.state === 'REFUSED' || restoration.state === 'UNDONE' || isOpenRestoration(restoration)
    ? restoration
    : move(run, restoration, {
        to: restoration.state,
        // It keeps its outcome: only the attempt is told.
        change: {
          ...(restoration.outcome === undefined ? {} : { outcome: restoration.outcome }),
          ...(restoration.detail === undefined ? {} : { detail: restoration.detail }),
          ...(restoration.open === undefined ? {} : { open: restoration.open }),
        },
        entry: { kind: 'undo-refused', actor: { arn: requestedBy }, outcome, reason, note: detail },
      });

const recordIntent = (
  run: RestorationRun,
  restoration: Restoration,
  { requestedBy, reason, approver }: RestorationUndoRequest,
): Promise<Restoration> => {
  const asked = { requestedBy, reason, ...(approver === undefined ? {} : { approver }) };
  return move(run, restoration, {
    to: 'UNDO_INTENT',
    change: { undo: { ...asked, at: run.ports.clock.now() } },
    entry: {
      kind: 'undo-intent',
      actor: { arn: requestedBy },
      reason,
      approvals: approver === undefined ? [] : [approver],
      note: 'What the restoration wrote is taken back: the guardrail is gone, or weaker, again.',
    },
  });
};
