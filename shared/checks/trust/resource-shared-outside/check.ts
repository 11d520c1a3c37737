import { displayText } from '../../../change/display-text.ts';
import { knownEvents } from '../../../change/known-events.ts';
import { canBeUsedFromOutside } from '../../../reasoning/can-be-used.ts';
import type { AccountStateCheck, StateJudgement, Subject } from '../../check.ts';
import { judgeRegions, judgeWide, missing, yes } from '../../judge-facts.ts';
import type { CheckSettings } from '../../settings.ts';
import { carriedPolicies, type CarriedPolicy } from './carried-policies.ts';

const policyEvents: ReadonlySet<string> = new Set([
  'PutResourcePolicy',
  'CreateResourcePolicy',
  'UpdateResourcePolicy',
  'CreateResourcePolicyStatement',
  'PutModelPackageGroupPolicy',
  'PutLineageGroupPolicy',
  'PutProjectPolicy',
  'PutPolicy',
  'AddPolicyStatement',
  'AssociatePermission',
]);
const aiGroups: ReadonlySet<string> = new Set([
  'bedrock-guardrails',
  'agentcore-control',
  'sagemaker',
  'lex',
  'rekognition',
  'comprehend',
  'entityresolution',
  'qbusiness',
]);

export const resourceSharedOutside = {
  id: 'RF.TRUST.8',
  name: 'resource-shared-outside',
  title: 'AI resource policies stay in the organisation',
  kind: 'account-state',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: knownEvents
    .filter(({ eventName, group }) => aiGroups.has(group) && policyEvents.has(eventName))
    .map(({ trigger }) => trigger),
  administrators: 'judged',
  containment: 'restore',
  fix: 'Name accounts of yours in the resource policy, or require your organisation by aws:PrincipalOrgID.',
  references: {
    genSec: ['GENSEC01-BP01'],
    aisf: ['AISF-DATA-02'],
    attack: [{ tactic: 'TA0003', technique: 'T1098' }],
    atlas: ['AML.T0044'],
  },
  judge: ({ account, settings }) => {
    const judgeAll = (policies: Readonly<Record<string, string>>) =>
      Object.entries(policies).flatMap(([arn, text]) =>
        judgePolicy({ arn, text }, { accountId: account.accountId, settings, now: account.asOf }),
      );
    return [
      ...judgeRegions({ account, settings, name: 'resource-shared-outside' }, 'guardrailPolicies', judgeAll),
      ...judgeWide({ account, name: 'resource-shared-outside' }, 'aiResourcePolicies', judgeAll),
    ];
  },
  judgeChange: ({ change, context, settings }) => {
    if (change.outcome.result === 'failed' || context.ownEcho) return [];
    const carried = carriedPolicies(change);
    const { accountId, occurredAt: now } = change;
    if ('policies' in carried)
      return carried.policies.flatMap((each) => judgePolicy(each, { accountId, settings, now }));
    const detail = `the policy that ${change.eventName} set on ${carried.missing} is not in its record: read it from the service`;
    return [
      {
        name: 'outside',
        subject: subjectOf(carried.missing, accountId),
        sentence: `the policy of ${displayText(carried.missing, 512)} was not judged`,
        answer: missing(detail),
      },
    ];
  },
} as const satisfies AccountStateCheck;

type Judging = { accountId: string; settings: CheckSettings; now: string };

const judgePolicy = (
  { arn, text }: CarriedPolicy,
  { accountId, settings, now }: Judging,
): readonly StateJudgement[] => {
  const { organisationAccounts, knownAccounts } = settings;
  const listed = [...organisationAccounts, ...knownAccounts.map((known) => known.accountId)];
  // Which named accounts are inside is a setting; without it only strangers count.
  const except = listed.length === 0 ? ('named' as const) : listed;
  const answer = canBeUsedFromOutside({ arn, accountId, policy: { name: arn, text } }, except, {
    model: 'realistic',
    now,
  });
  const judged = { name: 'outside', subject: subjectOf(arn, accountId) };
  const called = displayText(arn, 512);
  switch (answer.answer) {
    case 'no':
      return [{ ...judged, answer: { answer: 'no' }, sentence: '' }];
    case 'unknown':
      return [
        {
          ...judged,
          answer: { answer: 'unknown', why: answer.why },
          sentence: `the policy of ${called} was not judged`,
        },
      ];
    case 'yes': {
      const { request, by } = answer.witness;
      const who = except === 'named' ? 'any account' : `account ${answer.account ?? 'outside'}`;
      return [
        {
          ...judged,
          sentence: `${who} can do ${request.action} on ${called}`,
          answer: yes(
            { fact: 'allowed request', value: JSON.stringify(request) },
            ...by.map(({ index, sid }) => ({
              fact: 'statement that lets it through',
              value: sid ?? `number ${index + 1}`,
            })),
          ),
        },
      ];
    }
  }
};

const subjectOf = (arn: string, accountId: string): Subject => ({
  kind: arn.includes(':guardrail/') ? 'guardrail' : 'resource',
  arn,
  uniqueId: arn,
  accountId,
  ...regionOf(arn),
});

const regionOf = (arn: string): { region?: string } => {
  const region = arn.split(':')[3];
  return region === undefined || region === '' ? {} : { region };
};
