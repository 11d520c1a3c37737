import type { KnownEvent } from './known-events.ts';
import { agentcore } from './touches/agentcore.ts';
import { bedrock, bedrockMantle } from './touches/bedrock.ts';
import { bedrockGuardrails } from './touches/bedrock-guardrails.ts';
import { iam } from './touches/iam.ts';
import { identityCenter, organisations } from './touches/organisations.ts';
import {
  comprehend,
  entityResolution,
  kendra,
  lex,
  marketplace,
  qbusiness,
  qDeveloper,
  rekognition,
} from './touches/other-ai.ts';
import * as own from './touches/own-resources.ts';
import type { EventReading, EventReadings } from './touches/record-body.ts';
import { sagemaker } from './touches/sagemaker.ts';

/** By event source, without `.amazonaws.com`. A test asks each row of known-events.json for its reading. */
const readings: Readonly<Record<string, EventReadings>> = {
  iam,
  bedrock: { ...bedrockGuardrails, ...bedrock },
  'bedrock-mantle': bedrockMantle,
  'bedrock-agentcore': agentcore,
  'bedrock-agentcore-control': agentcore,
  sagemaker,
  qbusiness,
  q: qDeveloper,
  codewhisperer: qDeveloper,
  lex,
  lexv2: lex,
  'models-v2-lex': lex,
  rekognition,
  comprehend,
  kendra,
  entityresolution: entityResolution,
  'agreement-marketplace': marketplace,
  organizations: organisations,
  sso: identityCenter,
  ec2: own.vpcEndpoints,
  cloudtrail: own.cloudtrail,
  events: own.events,
  scheduler: own.scheduler,
  lambda: own.lambda,
  sns: own.sns,
  sqs: own.sqs,
  dynamodb: own.dynamodb,
  ssm: own.ssm,
  s3: own.s3,
  kms: own.kms,
  logs: own.logs,
  guardduty: own.guardduty,
  sts: own.sts,
};

/** How an event is read; nothing only if a row of known-events.json was added without one (a test fails then). */
export const eventReading = ({ eventSource, eventName }: KnownEvent): EventReading | undefined => {
  const service = readings[eventSource.replace(/\.amazonaws\.com$/, '')];
  return service !== undefined && Object.hasOwn(service, eventName) ? service[eventName] : undefined;
};
