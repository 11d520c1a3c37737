import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import type { ChangeCheck, ContainmentInForce, StateJudgement } from '../../check.ts';
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
  judge: ({ change, context }) =>
    change.outcome.result !== 'succeeded' || context.ownEcho
      ? []
      : context.containments.flatMap((containment) => judgeContainment(change, containment)),
} as const satisfies ChangeCheck;

const judgeContainment = (change: Change, containment: ContainmentInForce): readonly StateJudgement[] => {
  const { subject, policyArn, sagaId } = containment;
  const how = undoes(change, containment);
  const actor = displayText(change.actor.arn ?? `an actor of type ${change.actor.type}`);
  const judged = {
    name: `containment-undone-${sagaId}`,
    subject,
    sentence: `${actor} undid the containment of ${displayText(subject.arn)} by ${change.eventName}`,
  };
  switch (how.undone) {
    case 'no':
      return [];
    case 'cannot-tell': {
      const detail =
        `${change.eventName} ${change.eventId} does not say what it changed; ` +
        `read ${subject.arn} again to see whether containment ${sagaId} is in force`;
      return [{ ...judged, answer: { answer: 'unknown', why: { code: 'missing-facts', detail } } }];
    }
    case 'yes': {
      const evidence = [
        { fact: 'CloudTrail event', value: change.eventId },
        { fact: 'containment', value: sagaId },
        { fact: 'policy of the containment', value: policyArn },
        { fact: 'what was done', value: how.what },
      ];
      return [{ ...judged, answer: { answer: 'yes', evidence } }];
    }
  }
};
