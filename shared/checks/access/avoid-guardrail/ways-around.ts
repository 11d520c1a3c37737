import type { ConditionBlock, Question } from '../../../reasoning/types.ts';
import { guardedActions } from '../model-actions.ts';
import { anyVersionOf, guardrailKey, type RequiredGuardrails } from './required-guardrails.ts';

export type WayAround = {
  /** Part of the finding's identity. */
  name: string;
  reason: string;
  questions: readonly Question[];
};

/** Actions that reach a model and never carry the guardrail key: a condition on the key cannot hold them. */
const keyless: readonly { name: string; actions: readonly string[]; reason: string }[] = [
  {
    name: 'second-endpoint',
    actions: ['bedrock-mantle:CreateInference'],
    reason: 'The second Bedrock endpoint calls models and knows no guardrail key.',
  },
  {
    name: 'batch-job',
    actions: ['bedrock:CreateModelInvocationJob'],
    reason: 'A batch job calls a model for every record of a file and names no guardrail.',
  },
  {
    name: 'inline-agent',
    actions: ['bedrock:InvokeInlineAgent'],
    reason: 'An inline agent is defined in the request itself, guardrail or none.',
  },
  {
    name: 'agent',
    actions: ['bedrock:InvokeAgent'],
    reason: 'An agent calls the model with its own guardrail setting, which may be none.',
  },
  {
    name: 'flow',
    actions: ['bedrock:InvokeFlow', 'bedrock:StartFlowExecution'],
    reason: 'A flow calls its models with its own guardrail setting, which may be none.',
  },
  {
    name: 'retrieve-and-generate',
    actions: ['bedrock:RetrieveAndGenerate'],
    reason: 'An answer from a knowledge base is generated without the guardrail key.',
  },
  {
    name: 'agentic-retrieval',
    actions: ['bedrock:AgenticRetrieveStream'],
    reason: 'A model plans the retrieval and words the answer, and the request carries no guardrail key.',
  },
  {
    name: 'evaluation-job',
    actions: ['bedrock:CreateEvaluationJob', 'bedrock:CreateModelEvaluationJob'],
    reason: 'An evaluation job calls a model for every prompt of a data set and names no guardrail.',
  },
  {
    name: 'prompt-optimization',
    actions: ['bedrock:OptimizePrompt', 'bedrock:CreateAdvancedPromptOptimizationJob'],
    reason: 'A model rewrites the prompt that is sent, and the request carries no guardrail key.',
  },
];

const keyActions = ['bedrock:CallWithBearerToken', 'bedrock-mantle:CallWithBearerToken'] as const;

/** Of every way, whatever guardrail is demanded. */
export const actionsAround: readonly string[] = [
  ...keyless.flatMap(({ actions }) => actions),
  ...guardedActions,
  ...keyActions,
];

/** Every path to a model on which a guardrail condition is not evaluated, or not with the guardrail that is meant. */
export const waysAround = (required: RequiredGuardrails): readonly WayAround[] => [
  ...keyless.map(({ name, actions, reason }) => ({
    name,
    reason,
    questions: [{ actions, resources: ['*'] }],
  })),
  {
    name: 'inference-profile',
    reason: 'The condition was written for foundation models; a call through a profile or router is not held by it.',
    questions: [
      {
        actions: guardedActions,
        resources: [
          'arn:*:bedrock:*:*:inference-profile/*',
          'arn:*:bedrock:*:*:application-inference-profile/*',
          'arn:*:bedrock:*:*:prompt-router/*',
          'arn:*:bedrock:*:*:default-prompt-router/*',
        ],
        condition: without(required),
      },
    ],
  },
  ...anotherRegion(required),
  {
    name: 'api-key',
    reason:
      'A Bedrock API key calls models as this principal from anywhere, and on endpoints that know no guardrail key.',
    questions: [{ actions: keyActions, resources: ['*'] }],
  },
  ...olderVersion(required),
];

/** The request names none of the required guardrails. A negated operator is true on a request without the key. */
const without = ({ arns }: RequiredGuardrails): ConditionBlock =>
  arns.length === 0
    ? { Null: { [guardrailKey]: 'true' } }
    : { StringNotLike: { [guardrailKey]: arns.flatMap(anyVersionOf) } };

const anotherRegion = (required: RequiredGuardrails): readonly WayAround[] => {
  const regions = [...new Set(required.arns.map((arn) => arn.split(':')[3] ?? ''))];
  // A pattern over all Regions leaves no other Region.
  if (regions.length === 0 || regions.some((region) => region === '' || region.includes('*'))) return [];
  const { StringNotLike: guardrail = {} } = without(required);
  return [
    {
      name: 'another-region',
      reason: 'A guardrail works in its own Region; a call in another Region goes without it.',
      questions: [
        {
          actions: guardedActions,
          resources: ['*'],
          // A call that is routed elsewhere is authorised again with the ARN of the Region where it arrives.
          exceptResources: regions.map((region) => `arn:*:bedrock:${region}:*:*`),
          condition: { StringNotLike: guardrail, StringNotEquals: { 'aws:RequestedRegion': regions } },
        },
      ],
    },
  ];
};

const olderVersion = ({ versioned }: RequiredGuardrails): readonly WayAround[] => {
  if (versioned.length === 0) return [];
  const arns = versioned.map((arn) => arn.slice(0, arn.lastIndexOf(':')));
  return [
    {
      name: 'older-version',
      reason: 'Another version of the same guardrail may be weaker than the one that is meant.',
      questions: [
        {
          actions: guardedActions,
          resources: ['*'],
          condition: {
            StringLike: { [guardrailKey]: arns.flatMap(anyVersionOf) },
            StringNotEquals: { [guardrailKey]: versioned },
          },
        },
      ],
    },
  ];
};
