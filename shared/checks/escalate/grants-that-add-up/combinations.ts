import type { Ask, Question } from '../../../reasoning/types.ts';
import { aiRunActions } from '../run-actions.ts';

/** Grants that are harmless apart. */
export type Combination = {
  name: string;
  /** What they add up to: `who can …`. */
  can: string;
  /** In the order in which they are used. */
  ask: Ask & { all: readonly Question[] };
};

const invoke = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream', 'bedrock-mantle:CreateInference'];

const combination = (name: string, can: string, ...parts: readonly (readonly string[])[]): Combination => ({
  name,
  can,
  ask: { name, all: parts.map((actions) => ({ actions, resources: ['*'] })) },
});

const passAndRun: readonly Combination[] = [...Map.groupBy(aiRunActions, ({ service }) => service)].map(
  ([service, rows]) => {
    const name = `pass-and-run-${service}`;
    const pass = {
      actions: ['iam:PassRole'],
      resources: ['*'],
      condition: { StringEquals: { 'iam:PassedToService': service } },
    };
    const run = { actions: rows.map(({ action }) => action), resources: ['*'] };
    return { name, can: `run something with a role that it passes to ${service}`, ask: { name, all: [pass, run] } };
  },
);

export const combinations: readonly Combination[] = [
  ...passAndRun,
  combination(
    'disarm-guardrail-and-invoke',
    'take a guardrail away and call models then',
    ['bedrock:DeleteGuardrail', 'bedrock:UpdateGuardrail', 'bedrock:DeleteEnforcedGuardrailConfiguration'],
    invoke,
  ),
  combination(
    'stop-logging-and-invoke',
    'stop the record of model calls and call models then',
    ['bedrock:DeleteModelInvocationLoggingConfiguration', 'bedrock:PutModelInvocationLoggingConfiguration'],
    invoke,
  ),
  combination(
    'enable-model-and-invoke',
    'enable a model and call it then',
    ['bedrock:CreateFoundationModelAgreement', 'bedrock:PutFoundationModelEntitlement'],
    invoke,
  ),
  combination(
    'change-agent-and-invoke',
    'change an agent and have it act then',
    ['bedrock:UpdateAgent', 'bedrock:UpdateAgentActionGroup'],
    ['bedrock:InvokeAgent'],
  ),
  combination(
    'change-function-and-invoke',
    'change a function and run it then',
    ['lambda:UpdateFunctionCode'],
    ['lambda:InvokeFunction'],
  ),
  combination(
    'create-role-and-empower',
    'create a role and give it access then',
    ['iam:CreateRole'],
    ['iam:PutRolePolicy', 'iam:AttachRolePolicy'],
  ),
];
