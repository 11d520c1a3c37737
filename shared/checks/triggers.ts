import { triggersOfGroup } from '../change/known-events.ts';

/** Whatever can change what a principal may do, or who may become it. */
export const accessChanges = triggersOfGroup(
  'iam-grants',
  'iam-removals',
  'iam-credentials-tags-federation',
  'identity-center',
  'organizations',
);

export const guardrailChanges = triggersOfGroup('bedrock-guardrails');
export const agentChanges = triggersOfGroup('bedrock-agents');
export const loggingAndModelAccessChanges = triggersOfGroup('bedrock-logging-and-model-access');
export const grantsAndRemovals = triggersOfGroup('iam-removals', 'iam-grants');
/** A question that finds no answer can come from any change that asks one. */
export const everyJudgedChange = [
  ...new Set([...accessChanges, ...guardrailChanges, ...agentChanges, ...loggingAndModelAccessChanges]),
];
