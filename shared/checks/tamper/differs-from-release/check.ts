import { displayText } from '../../../change/display-text.ts';
import type { AccountStateCheck } from '../../check.ts';
import { judgeWide, yes } from '../../judge-facts.ts';
import { resourceSubject } from '../../subjects.ts';
import { ownPartChanges } from '../../triggers.ts';

export const differsFromRelease = {
  id: 'RF.TAMPER.8',
  name: 'differs-from-release',
  title: 'Deployed is what was released',
  kind: 'account-state',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: ownPartChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Deploy the release again. If the difference is meant, release it.',
  references: { attack: [{ tactic: 'TA0112', technique: 'T1685' }] },
  judge: ({ account }) =>
    judgeWide({ account, name: 'differs-from-release' }, 'deployment', ({ release, parts }) =>
      parts
        .filter(({ deployed, released }) => deployed !== released)
        .map(({ kind, name, deployed, released }) => ({
          name: 'differs-from-release',
          subject: resourceSubject(account.accountId, name),
          sentence: `${kind} ${displayText(name)} differs from release ${displayText(release)}`,
          answer: yes({ fact: 'deployed', value: deployed }, { fact: 'released', value: released }),
        })),
    ),
} as const satisfies AccountStateCheck;
