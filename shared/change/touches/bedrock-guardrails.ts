import type { Touched } from '../change.ts';
import { type JsonObject, textAt } from '../json-object.ts';
import { asked } from './document-readers.ts';
import { all, type EventReadings, reading, type TouchReader } from './record-body.ts';
import { localName, onceAnAccount, resource } from './resource-readers.ts';

const firstText = (object: JsonObject, paths: readonly string[]): string | undefined =>
  paths.map((path) => textAt(object, path)).find((found) => found !== undefined);

/**
 * A guardrail by id or ARN: DeleteGuardrail asks with either, UpdateGuardrail answers with the ARN. Both become the bare
 * id for a guardrail of this account and Region; another account's ARN stays whole.
 */
const guardrailAt =
  (askedAt: string, askedVersionAt: string): TouchReader =>
  (body) => {
    const identifier = textAt(body.parameters, askedAt) ?? firstText(body.response, ['guardrailId', 'guardrailArn']);
    if (identifier === undefined) return [];
    const version = textAt(body.parameters, askedVersionAt) ?? textAt(body.response, 'version');
    return [
      {
        kind: 'guardrail',
        identifier: localName(identifier, body, 'guardrail'),
        ...(version === undefined ? {} : { version }),
      },
    ];
  };

const guardrail = guardrailAt('guardrailIdentifier', 'guardrailVersion');
const enforcedGuardrail = guardrailAt(
  'guardrailInferenceConfig.guardrailIdentifier',
  'guardrailInferenceConfig.guardrailVersion',
);
const enforcement = resource('AWS::Bedrock::EnforcedGuardrailConfiguration', ['configId'], ['configId']);

/** Resource policies exist for guardrails, guardrail profiles, knowledge bases and custom models. */
const policyHolder: TouchReader = (body) => {
  const arn = textAt(body.parameters, 'resourceArn') ?? textAt(body.response, 'resourceArn');
  if (arn === undefined) return [];
  const holder: Touched = /^arn:[^:]+:bedrock:[^:]*:[^:]*:guardrail\//.test(arn)
    ? { kind: 'guardrail', identifier: localName(arn, body, 'guardrail') }
    : { kind: 'resource', type: 'AWS::Bedrock::PolicyHolder', identifier: arn };
  return [holder];
};

const invocationLogging: TouchReader = ({ region }) => [{ kind: 'invocation-logging', region }];
const model = resource('AWS::Bedrock::FoundationModel', ['modelId'], ['modelId']);
const automatedReasoning = resource('AWS::Bedrock::AutomatedReasoningPolicy', ['policyArn'], ['policyArn']);

/** Guardrails, what enforces them, invocation logging and the chain that enables models. */
export const bedrockGuardrails: EventReadings = {
  CreateGuardrail: reading(guardrail),
  UpdateGuardrail: reading(guardrail),
  DeleteGuardrail: reading(guardrail),
  CreateGuardrailVersion: reading(guardrail),
  PutEnforcedGuardrailConfiguration: reading(all(enforcedGuardrail, enforcement)),
  DeleteEnforcedGuardrailConfiguration: reading(enforcement),
  PutResourcePolicy: reading(policyHolder, asked('resource-policy', 'resourcePolicy', 'resourceArn')),
  DeleteResourcePolicy: reading(policyHolder),

  PutModelInvocationLoggingConfiguration: reading(invocationLogging),
  DeleteModelInvocationLoggingConfiguration: { touches: invocationLogging, parameters: 'never' },
  PutAccountDataRetention: { touches: onceAnAccount('AWS::Bedrock::AccountDataRetention'), parameters: 'sometimes' },
  /** Succeeds with neither parameters nor an answer. */
  PutUseCaseForModelAccess: { touches: onceAnAccount('AWS::Bedrock::UseCaseForModelAccess'), parameters: 'never' },
  PutFoundationModelEntitlement: reading(model),
  CreateFoundationModelAgreement: reading(model),
  DeleteFoundationModelAgreement: reading(model),

  UpdateAutomatedReasoningPolicy: reading(automatedReasoning),
  DeleteAutomatedReasoningPolicy: reading(automatedReasoning),
  UpdateAutomatedReasoningPolicyAnnotations: reading(automatedReasoning),

  /** Activity: the guardrail that was asked, not changed. */
  ApplyGuardrail: { touches: guardrail, parameters: 'sometimes' },
};
