import { displayText } from '../../../change/display-text.ts';
import type { AccountStateCheck } from '../../check.ts';
import { judgeWide, yes } from '../../judge-facts.ts';
import { accountSubject } from '../../subjects.ts';
import { ownPartChanges } from '../../triggers.ts';

export const historyAltered = {
  id: 'RF.TAMPER.5',
  name: 'history-altered',
  title: 'History was altered',
  kind: 'account-state',
  severity: 'critical',
  pack: 'essential',
  triggeredBy: ownPartChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Keep the altered history and the sealed copy, both untouched, and let an auditor compare them with "ringfence history verify".',
  references: { attack: [{ tactic: 'TA0040', technique: 'T1565.001' }] },
  judge: ({ account }) =>
    judgeWide({ account, name: 'history-altered' }, 'history', (history) =>
      history.intact
        ? []
        : [
            {
              name: 'history-altered',
              subject: accountSubject(account.accountId),
              sentence:
                history.at === undefined
                  ? 'the history does not verify'
                  : `history entry ${history.at} does not verify`,
              reason: displayText(history.fault, 1000),
              answer: yes(
                { fact: 'fault', value: history.fault },
                { fact: 'entries read', value: String(history.entries) },
              ),
            },
          ],
    ),
} as const satisfies AccountStateCheck;
