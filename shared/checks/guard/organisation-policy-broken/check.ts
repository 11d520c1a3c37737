import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import type { OrganisationGuardrail } from '../../../facts/wide-state.ts';
import { actorOf } from '../../actor-of.ts';
import type { AccountStateCheck, StateJudgement } from '../../check.ts';
import { judgeWide, yes } from '../../judge-facts.ts';
import { accountSubject } from '../../subjects.ts';
import { organisationChanges } from '../../triggers.ts';

export const organisationPolicyBroken = {
  id: 'RF.GUARD.6',
  name: 'organisation-policy-broken',
  title: 'Organisation policy changed',
  kind: 'account-state',
  severity: 'critical',
  pack: 'recommended',
  triggeredBy: organisationChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'In the management account, name a published version of a guardrail that is there and shared with the account, or attach the policy again.',
  references: {
    guidance: ['layer-3'],
    aisf: ['AISF-GOV-02'],
    attack: [{ tactic: 'TA0112', technique: 'T1685' }],
  },
  judge: ({ account }) =>
    judgeWide({ account, name: 'organisation-policy-broken' }, 'organisationGuardrails', (policies) =>
      policies.flatMap((policy) => judgePolicy(account.accountId, policy)),
    ),
  judgeChange: ({ change, context }) => {
    if (change.outcome.result !== 'succeeded' || context.ownEcho) return [];
    if (change.eventName !== 'DisablePolicyType' || change.parameters['policyType'] !== bedrockPolicy) return [];
    return [switchedOff(change)];
  },
} as const satisfies AccountStateCheck;

/** The policy type of guardrail enforcement by the organisation (AWS Organizations API Reference, "EnablePolicyType") [unconfirmed]. */
const bedrockPolicy = 'BEDROCK_POLICY';

const switchedOff = (change: Change): StateJudgement => ({
  name: 'policy-type',
  subject: accountSubject(change.accountId),
  sentence: `${actorOf(change)} switched Bedrock policies off for the organisation: every account loses enforcement`,
  answer: yes(
    { fact: 'CloudTrail event', value: change.eventId },
    { fact: 'policy type', value: `${bedrockPolicy} disabled` },
  ),
});

const judgePolicy = (accountId: string, policy: OrganisationGuardrail): readonly StateJudgement[] => {
  const fault = faultOf(policy);
  if (fault === undefined) return [];
  const where = policy.region === undefined ? 'the account' : policy.region;
  return [
    {
      name: `policy-${policy.policyId}${policy.region === undefined ? '' : `-${policy.region}`}`,
      subject: accountSubject(accountId),
      sentence: `${displayText(where)} loses enforcement, or all its Bedrock calls fail, because ${displayText(fault, 512)}`,
      answer: yes({ fact: `Bedrock policy ${policy.policyId}`, value: fault }),
    },
  ];
};

/** AWS: "Bedrock policies" of AWS Organizations: a versioned guardrail, in the management account, shared by its resource policy. */
const faultOf = (policy: OrganisationGuardrail): string | undefined => {
  const { malformed, guardrailArn, guardrailVersion, exists, shared } = policy;
  if (malformed !== undefined) return `its text cannot be read: ${malformed}`;
  if (guardrailArn === undefined) return 'it names no guardrail';
  if (exists === false) return `${guardrailArn} is gone`;
  if (guardrailVersion === undefined || guardrailVersion === 'DRAFT')
    return `${guardrailArn} is named without a version`;
  return shared === false ? `${guardrailArn} is not shared with the account` : undefined;
};
