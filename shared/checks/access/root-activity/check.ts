import { displayText } from '../../../change/display-text.ts';
import type { ChangeCheck } from '../../check.ts';
import { accountSubject } from '../../subjects.ts';
import { aiServiceChanges } from '../../triggers.ts';

export const rootActivity = {
  id: 'RF.ACCESS.21',
  name: 'root-activity',
  title: 'The root user does no AI work',
  kind: 'change',
  severity: 'high',
  pack: 'essential',
  triggeredBy: aiServiceChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Ask who used the root user. Give the work to a role, and keep the credentials of the root user locked away.',
  references: { genSec: ['GENSEC01-BP01'], aisf: ['AISF-IAM-04'] },
  judge: ({ change }) => {
    if (change.actor.type !== 'Root') return [];
    const { outcome } = change;
    const event = displayText(change.eventName);
    return [
      {
        name: `root-${change.eventId}`,
        subject: accountSubject(change.accountId),
        // A refused call did nothing, and the root user was still used.
        ...(outcome.result === 'failed' ? { severity: 'medium' as const } : {}),
        sentence:
          outcome.result === 'failed'
            ? `the root user called ${event}, which was refused`
            : `the root user called ${event}`,
        answer: {
          answer: 'yes',
          evidence: [
            { fact: 'CloudTrail event', value: change.eventId },
            { fact: 'source address', value: change.actor.sourceAddress ?? 'not told' },
            { fact: 'second factor', value: change.actor.mfa === true ? 'yes' : 'no' },
          ],
        },
      },
    ];
  },
} as const satisfies ChangeCheck;
