import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { Place } from './place.ts';

/** As the adapter tags what it makes (restorationTag). */
const tag = 'ringfence-restoration';

const anyGuardrail = ({ partition, account }: Place): string[] => [
  `arn:${partition}:bedrock:*:${account}:guardrail/*`,
  `arn:${partition}:bedrock:*:${account}:guardrail-profile/*`,
];

/**
 * Bringing a guardrail back: making one with Ringfence's tag, writing and publishing it, deleting only what carries the tag, and
 * letting the account's enforcement name it, which has an approval of its own. Agents and flows are not written: that would take
 * passing their roles. That Bedrock knows the tag of a guardrail in these calls: [unconfirmed].
 */
export const writeGuardrails = (place: Place): PolicyStatement[] => [
  // IAM asks about `*`: what is made has no ARN yet, and only profiles and formal checks that it names are resources of the call
  // (Service Authorization Reference, "Actions, resources, and condition keys for Amazon Bedrock").
  new PolicyStatement({
    sid: 'MakeGuardrails',
    actions: ['bedrock:CreateGuardrail'],
    resources: ['*'],
    conditions: { StringLike: { [`aws:RequestTag/${tag}`]: 'r-*' } },
  }),
  new PolicyStatement({
    sid: 'TagWhatItMakes',
    actions: ['bedrock:TagResource'],
    resources: anyGuardrail(place),
    conditions: { StringLike: { [`aws:RequestTag/${tag}`]: 'r-*' } },
  }),
  new PolicyStatement({
    sid: 'WriteGuardrails',
    actions: ['bedrock:CreateGuardrailVersion', 'bedrock:UpdateGuardrail'],
    resources: anyGuardrail(place),
  }),
  new PolicyStatement({
    sid: 'DeleteOwnGuardrails',
    actions: ['bedrock:DeleteGuardrail'],
    resources: anyGuardrail(place),
    conditions: { StringLike: { [`aws:ResourceTag/${tag}`]: 'r-*' } },
  }),
  // It takes no resource.
  new PolicyStatement({
    sid: 'RepointEnforcement',
    actions: ['bedrock:PutEnforcedGuardrailConfiguration'],
    resources: ['*'],
  }),
];

/** Whose restoration made a guardrail. */
export const readGuardrailTags = (place: Place): PolicyStatement =>
  new PolicyStatement({
    sid: 'ReadGuardrailTags',
    actions: ['bedrock:ListTagsForResource'],
    resources: anyGuardrail(place),
  });

export const guardrailReasons = {
  MakeGuardrails: 'IAM asks about every resource when a guardrail is made; the condition asks for our tag.',
  TagWhatItMakes: 'The identifier of a guardrail is not known before it is made; the condition asks for our tag.',
  WriteGuardrails: 'Any guardrail may have been weakened; an update is made only from an approved plan.',
  DeleteOwnGuardrails: 'The identifier is not known before; the condition allows only what carries our tag.',
  RepointEnforcement: 'The call takes no resource.',
  ReadGuardrailTags: 'Any guardrail may be the one that a restoration made.',
} as const;
