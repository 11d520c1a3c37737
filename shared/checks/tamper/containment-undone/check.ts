import { displayText } from '../../../change/display-text.ts';
import type { ChangeCheck } from '../../check.ts';
import { grantsAndRemovals } from '../../triggers.ts';
import { undoes } from './undoes.ts';

export const containmentUndone = {
  id: 'RF.TAMPER.1',
  name: 'containment-undone',
  title: 'A containment was undone from outside',
  kind: 'change',
  severity: 'critical',
  pack: 'essential',
  triggeredBy: grantsAndRemovals,
  administrators: 'judged',
  containment: 'restore',
  fix: 'Ask who did it and why. If the containment should end, undo it by its record; otherwise let Ringfence apply it again.',
  references: {
    attack: [
      { tactic: 'TA0112', technique: 'T1685' },
      { tactic: 'TA0003', technique: 'T1098' },
    ],
  },
  judge: ({ change, context }) => {
    if (change.outcome.result !== 'succeeded' || context.ownEcho) return [];
    const actor = displayText(change.actor.arn ?? `an actor of type ${change.actor.type}`);
    return context.containments.flatMap((containment) => {
      const { subject, policyArn, sagaId } = containment;
      const how = undoes(change, containment);
      if (how.undone === 'no') return [];
      const judged = { name: `containment-undone-${sagaId}`, subject };
      const sentence = `${actor} undid the containment of ${displayText(subject.arn)} by ${change.eventName}`;
      if (how.undone === 'cannot-tell') {
        const detail =
          `${change.eventName} ${change.eventId} does not say whom it changed; ` +
          `read ${subject.arn} again to see whether containment ${sagaId} is in force`;
        return [
          {
            ...judged,
            sentence,
            answer: { answer: 'unknown' as const, why: { code: 'missing-facts' as const, detail } },
          },
        ];
      }
      return [
        {
          ...judged,
          sentence,
          answer: {
            answer: 'yes' as const,
            evidence: [
              { fact: 'CloudTrail event', value: change.eventId },
              { fact: 'containment', value: sagaId },
              { fact: 'policy of the containment', value: policyArn },
              { fact: 'what was done', value: how.what },
            ],
          },
        },
      ];
    });
  },
} as const satisfies ChangeCheck;
