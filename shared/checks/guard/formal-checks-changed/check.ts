import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import type { AccountFacts } from '../../../facts/account-facts.ts';
import { actorOf } from '../../actor-of.ts';
import type { AccountStateCheck, StateJudgement } from '../../check.ts';
import { judgeRegions, yes } from '../../judge-facts.ts';
import { guardrailSubject, resourceSubject } from '../../subjects.ts';
import { automatedReasoningChanges } from '../../triggers.ts';
import { guardrailContent } from '../guardrail-content.ts';

export const formalChecksChanged = {
  id: 'RF.GUARD.9',
  name: 'formal-checks-changed',
  title: 'Formal checks changed',
  kind: 'account-state',
  severity: 'high',
  pack: 'essential',
  triggeredBy: automatedReasoningChanges,
  administrators: 'judged',
  containment: 'restore',
  fix: 'Import the definition of the policy again, publish a version and attach it to the guardrail.',
  references: {
    guidance: ['layer-3'],
    aisf: ['AISF-AI-08'],
    attack: [{ tactic: 'TA0112', technique: 'T1685' }],
  },
  judge: ({ account, settings }) =>
    judgeRegions({ account, settings, name: 'attached-policies' }, 'automatedReasoning', (policies, region) =>
      judgeAttached(account, region, new Set(policies.map(({ arn }) => withoutVersion(arn)))),
    ),
  judgeChange: ({ change, context }) => {
    if (change.outcome.result !== 'succeeded' || context.ownEcho) return [];
    switch (change.eventName) {
      case 'DeleteAutomatedReasoningPolicy':
        return [judgeChanged(change, 'policy-deleted', 'deleted')];
      case 'UpdateAutomatedReasoningPolicy':
        return [judgeChanged(change, 'policy-updated', 'changed')];
      default:
        return [];
    }
  },
} as const satisfies AccountStateCheck;

/** `…:automated-reasoning-policy/abc:1` is a version of `…/abc`. */
const withoutVersion = (arn: string): string => arn.split(':').slice(0, 6).join(':');

const judgeAttached = (
  account: AccountFacts,
  region: string,
  there: ReadonlySet<string>,
): readonly StateJudgement[] => {
  const guardrails = account.guardrails[region];
  if (guardrails?.state !== 'known') return [];
  return guardrails.value.flatMap((guardrail) => {
    const attached = guardrailContent(guardrail)?.automatedReasoningPolicy?.policies ?? [];
    const gone = attached.filter((arn) => !there.has(withoutVersion(arn)));
    if (gone.length === 0) return [];
    return [
      {
        name: 'attached-policies',
        subject: guardrailSubject(account.accountId, region, guardrail.arn),
        sentence: `guardrail ${displayText(guardrail.name)} checks against an automated reasoning policy that is gone`,
        answer: yes(...gone.map((value) => ({ fact: 'policy that is gone', value }))),
      },
    ];
  });
};

const judgeChanged = (change: Change, name: string, done: string): StateJudgement => {
  const touched = change.touches.find((each) => each.kind === 'resource');
  const arn = touched?.identifier ?? `an unnamed automated reasoning policy of ${change.region}`;
  return {
    name,
    // Whether a new definition is weaker takes both definitions: it is said, and not called a loss.
    ...(done === 'changed'
      ? { severity: 'medium' as const, reason: 'Whether it is weaker now is not known: compare the two definitions.' }
      : {}),
    subject: resourceSubject(change.accountId, arn, change.region),
    sentence: `${displayText(arn, 512)} was ${done} by ${actorOf(change)}`,
    answer: yes({ fact: 'CloudTrail event', value: change.eventId }),
  };
};
