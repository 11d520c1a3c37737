import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import { actorOf } from '../../actor-of.ts';
import type { ChangeCheck, StateJudgement } from '../../check.ts';
import { missing, yes } from '../../judge-facts.ts';
import { accountSubject, resourceSubject } from '../../subjects.ts';
import { grantsAndRemovals, ownPartChanges } from '../../triggers.ts';
import { isStackUpdate, ownParts, ownRolesTouched } from '../own-part.ts';

const aboutParts: ReadonlySet<string> = new Set(ownPartChanges);

export const ownPartChanged = {
  id: 'RF.TAMPER.2',
  name: 'own-part-changed',
  title: 'A part of Ringfence was changed',
  kind: 'change',
  severity: 'critical',
  pack: 'essential',
  triggeredBy: [...new Set([...ownPartChanges, ...grantsAndRemovals])],
  administrators: 'judged',
  containment: 'ask',
  fix: 'Deploy the release again, and find out who changed the part and what happened while it was changed.',
  references: { attack: [{ tactic: 'TA0112', technique: 'T1685' }] },
  judge: ({ change, context }) => {
    if (change.outcome.result !== 'succeeded' || context.ownEcho) return [];
    // Without its parameters a call of IAM makes Ringfence read the whole account: who can become Ringfence is judged then.
    if (change.body === 'omitted') return aboutParts.has(change.trigger) ? [unnamed(change)] : [];
    return [...ownParts(change), ...ownRolesTouched(change)].map((part) => ({
      name: `own-part-${change.eventName}`,
      ...(isStackUpdate(change)
        ? { severity: 'medium' as const, reason: 'A stack update did it: was it your release?' }
        : {}),
      subject: resourceSubject(change.accountId, part.identifier, change.region),
      sentence: `${actorOf(change)} changed ${displayText(part.identifier, 512)} by ${change.eventName}`,
      answer: yes({ fact: 'CloudTrail event', value: change.eventId }, { fact: 'part', value: part.type }),
    }));
  },
} as const satisfies ChangeCheck;

/** CloudTrail left the parameters out: something was changed and nobody can say what. */
const unnamed = (change: Change): StateJudgement => ({
  name: `unnamed-${change.eventId}`,
  subject: accountSubject(change.accountId),
  sentence: `${actorOf(change)} called ${change.eventName} on a part that the event does not name`,
  answer: missing(
    `${change.eventName} ${change.eventId} does not say what it changed: compare Ringfence's parts with the release`,
  ),
});
