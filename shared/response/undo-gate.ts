import type { Read } from '../ports/read.ts';
import type { Outcome } from './outcome.ts';
import type { Saga } from './saga.ts';
import { isPrincipal, mayBeOnePerson, namesNobody } from './same-person.ts';
import type { ModeSwitch } from './settings.ts';

export type UndoGateInput = {
  saga: Saga;
  request: { requestedBy: string; reason: string; approver?: string };
  modeSwitch: Read<ModeSwitch>;
  /** ISO 8601. */
  now: string;
};

export type UndoVerdict = { gate: 'go' } | { gate: 'refuse'; outcome: Outcome; detail: string };

const day = 86_400_000;

/** When it came into force: the first write that was not refused, or when the saga was opened. */
export const containedAt = (saga: Saga): string =>
  saga.writes.find(({ answer }) => answer === 'written' || answer === 'lost')?.at ?? saga.openedAt;

const refuse = (outcome: Outcome, detail: string): UndoVerdict => ({ gate: 'refuse', outcome, detail });

/**
 * Within a day of the containment one person undoes it, with an alarm; later a second one approves. Neither is the
 * principal. It goes on under the kill switch unless that freezes undo too.
 */
export const undoGate = ({ saga, request, modeSwitch, now }: UndoGateInput): UndoVerdict => {
  const subject = saga.plan.subject.arn;
  if (modeSwitch.found === 'unreadable') {
    return refuse('SETTINGS_UNREADABLE', `Mode and kill switch cannot be read: ${modeSwitch.why}.`);
  }
  if (modeSwitch.found === 'yes' && modeSwitch.value.killSwitch && modeSwitch.value.freeze) {
    return refuse('KILL_SWITCH', 'The kill switch is on and freezes undo too.');
  }
  if (request.reason.trim() === '') return refuse('AWAITING_APPROVAL', 'An undo needs a reason.');
  if (namesNobody(request.requestedBy))
    return refuse('AWAITING_APPROVAL', 'An undo needs the name of whoever asks for it.');
  if (isPrincipal(request.requestedBy, subject)) {
    return refuse('APPROVAL_REJECTED', `${request.requestedBy} is the contained principal and cannot undo it.`);
  }
  const { approver } = request;
  if (approver !== undefined && namesNobody(approver)) {
    return refuse('AWAITING_APPROVAL', 'An approval needs the name of whoever gave it.');
  }
  if (approver !== undefined && isPrincipal(approver, subject)) {
    return refuse('APPROVAL_REJECTED', `${approver} is the contained principal and cannot approve.`);
  }
  if (approver !== undefined && mayBeOnePerson(approver, request.requestedBy)) {
    return refuse('APPROVAL_REJECTED', `${approver} asked for it and cannot approve it too.`);
  }
  const isRecent = Date.parse(now) - Date.parse(containedAt(saga)) <= day;
  return isRecent || approver !== undefined
    ? { gate: 'go' }
    : refuse('AWAITING_APPROVAL', 'It was contained more than a day ago: a second person has to approve the undo.');
};
