import { displayText } from '../../../change/display-text.ts';
import type { EnvelopeCheck } from '../../check.ts';
import { yes } from '../../judge-facts.ts';
import { accountSubject } from '../../subjects.ts';
import { ownPartChanges } from '../../triggers.ts';

export const forgedEvent = {
  id: 'RF.TAMPER.7',
  name: 'forged-event',
  title: 'Forged events',
  kind: 'envelope',
  severity: 'high',
  pack: 'essential',
  triggeredBy: ownPartChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: "Find who can put events on Ringfence's bus or messages on its queues, and take that away.",
  references: { attack: [{ tactic: 'TA0112', technique: 'T1685' }] },
  judge: ({ refused: { accountId, eventId, at, detail } }) => [
    {
      name: `forged-${eventId ?? at}`,
      subject: accountSubject(accountId),
      sentence: `an event claimed to be ${eventId === undefined ? 'a CloudTrail record' : `CloudTrail event ${displayText(eventId)}`} and was not`,
      reason: displayText(detail, 1000),
      answer: yes({ fact: at, value: detail }),
    },
  ],
} as const satisfies EnvelopeCheck;
