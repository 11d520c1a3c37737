import { displayText } from '../../../change/display-text.ts';
import type { Change } from '../../../change/change.ts';
import { diffGuardrails } from '../../../facts/guardrail/diff-guardrails.ts';
import { mayBeWeaker } from '../../../facts/guardrail/verdict.ts';
import { actorOf } from '../../actor-of.ts';
import type { ChangeCheck, PublishedVersion, StateJudgement } from '../../check.ts';
import { guardrailSubject } from '../../subjects.ts';
import { tellLosses } from '../tell-losses.ts';

export const weakerVersionPublished = {
  id: 'RF.GUARD.3',
  name: 'weaker-version-published',
  title: 'A weaker version was published',
  kind: 'change',
  severity: 'high',
  pack: 'essential',
  triggeredBy: ['bedrock.amazonaws.com:CreateGuardrailVersion'],
  administrators: 'judged',
  containment: 'ask',
  fix: 'Keep callers on the version before, and publish one that holds what it held.',
  references: {
    guidance: ['layer-3'],
    aisf: ['AISF-AI-01'],
    attack: [{ tactic: 'TA0112', technique: 'T1685' }],
  },
  judge: ({ change, context }) =>
    change.outcome.result !== 'succeeded' || context.ownEcho
      ? []
      : (context.publishedVersions ?? []).flatMap((published) => judgeVersion(change, published)),
} as const satisfies ChangeCheck;

/** The first version has none before it. */
const judgeVersion = (change: Change, { facts, before }: PublishedVersion): readonly StateJudgement[] => {
  if (before === undefined) return [];
  const diff = diffGuardrails(before.content, facts.content);
  if (!mayBeWeaker(diff.verdict)) return [];
  const { got, sentences, evidence } = tellLosses(diff);
  const version = displayText(facts.version, 16);
  return [
    {
      name: `version-${version}`,
      subject: guardrailSubject(change.accountId, facts.region, facts.arn),
      sentence:
        got === 'weaker'
          ? `version ${version} of guardrail ${displayText(facts.name)} is weaker: ${sentences}`
          : `version ${version} of guardrail ${displayText(facts.name)} ${got}: ${sentences}`,
      reason: `${actorOf(change)} published it; version ${displayText(before.version, 16)} is unchanged for those who name it.`,
      answer: {
        answer: 'yes',
        evidence: [
          { fact: 'CloudTrail event', value: change.eventId },
          { fact: 'compared with version', value: before.version },
          ...evidence,
        ],
      },
    },
  ];
};
