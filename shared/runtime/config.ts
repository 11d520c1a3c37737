import { z } from 'zod';
import type { ConnectionSettings } from '../adapters/aws/aws-clients.ts';
import type { TableNames } from '../adapters/aws/tables.ts';
import type { OwnIdentity } from '../ports/ports.ts';

/** Everything a function is told from outside. Read once, on the first invocation. */
export type Config = {
  identity: OwnIdentity;
  connection: ConnectionSettings;
  tables: TableNames;
  modeParameter: string;
  killSwitchParameter: string;
  /** Functions that write what the containing function may not. Absent: this function assumes the role itself, or has none. */
  containInlineFunction?: string;
  containKeysFunction?: string;
  /** For people; `urgent` carries what is high, critical, or broken. */
  alertsTopicArn: string;
  urgentTopicArn: string;
  /** For whoever is told when nobody answers. */
  escalationTopicArn: string;
  /** For machines. */
  eventsTopicArn: string;
  eventBus: string;
  sweepQueueUrl: string;
  /** Absent: containment is not installed, and nothing is asked of it. */
  containQueueUrl?: string;
  /** Absent: nothing brings guardrails back, and nothing is asked of it. */
  restoreQueueUrl?: string;
};

/** Says which variables of the environment are wrong and what each should be. */
export class ConfigInvalid extends Error {
  override readonly name = 'ConfigInvalid';
}

const list = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter((part) => part !== ''),
  )
  .pipe(z.array(z.string()).min(1, 'at least one, separated by commas'));
const roleArn = z.string().regex(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/, 'the ARN of a role');
const policyArn = z.string().regex(/^arn:aws[a-z-]*:iam::(?:\d{12}|aws):policy\/.+$/, 'the ARN of a policy');
const topicArn = z.string().regex(/^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:.+$/, 'the ARN of a topic');
const name = z.string().min(1, 'not empty');
const address = z.url();

/** Names of the environment variables: infrastructure sets exactly these. */
export const environmentSchema = z.object({
  AWS_REGION: name,
  /** Of an emulator or a fault proxy; absent in AWS. */
  AWS_ENDPOINT_URL: address.optional(),
  RINGFENCE_ACCOUNT_ID: z.string().regex(/^\d{12}$/, 'an AWS account id of 12 digits'),
  RINGFENCE_PARTITION: z
    .string()
    .regex(/^aws[a-z-]*$/, 'aws, aws-us-gov or aws-cn')
    .default('aws'),
  RINGFENCE_CONTAIN_ROLE_ARN: roleArn,
  RINGFENCE_UNDO_ROLE_ARN: roleArn,
  /** Where the optional roles are installed. */
  RINGFENCE_CONTAIN_INLINE_ROLE_ARN: roleArn.optional(),
  RINGFENCE_CONTAIN_KEYS_ROLE_ARN: roleArn.optional(),
  /** The functions that have them. Only the function that contains is told. */
  RINGFENCE_CONTAIN_INLINE_FUNCTION: name.optional(),
  RINGFENCE_CONTAIN_KEYS_FUNCTION: name.optional(),
  /** `true`: IAM lets the inline role write only where a boundary is. */
  RINGFENCE_INLINE_NEEDS_BOUNDARY: z.literal('true').optional(),
  RINGFENCE_UNDO_INLINE_ROLE_ARN: roleArn.optional(),
  RINGFENCE_UNDO_KEYS_ROLE_ARN: roleArn.optional(),
  /** Brings guardrails back, where it is installed; `true`: it may let agents and flows name the new one. */
  RINGFENCE_RESTORE_ROLE_ARN: roleArn.optional(),
  RINGFENCE_RESTORE_REPOINTS_AGENTS: z.literal('true').optional(),
  /** Boundaries that the undo role may put back where a merged one took their place, with commas between; `true`: any. */
  RINGFENCE_UNDO_RESTORES_BOUNDARIES: z.union([z.literal('true'), list.pipe(z.array(policyArn))]).optional(),
  RINGFENCE_OWN_ROLE_ARNS: list.pipe(z.array(roleArn)),
  RINGFENCE_WATCHED_REGIONS: list,
  RINGFENCE_ENVIRONMENT: name.optional(),
  RINGFENCE_FINDINGS_TABLE: name,
  RINGFENCE_STATE_TABLE: name,
  RINGFENCE_HISTORY_TABLE: name,
  RINGFENCE_MODE_PARAMETER: name,
  RINGFENCE_KILL_SWITCH_PARAMETER: name,
  RINGFENCE_ALERTS_TOPIC_ARN: topicArn,
  RINGFENCE_URGENT_TOPIC_ARN: topicArn,
  RINGFENCE_ESCALATION_TOPIC_ARN: topicArn,
  RINGFENCE_EVENTS_TOPIC_ARN: topicArn,
  RINGFENCE_EVENT_BUS: name,
  RINGFENCE_SWEEP_QUEUE_URL: address,
  RINGFENCE_CONTAIN_QUEUE_URL: address.optional(),
  RINGFENCE_RESTORE_QUEUE_URL: address.optional(),
  RINGFENCE_REQUEST_TIMEOUT_MS: z.coerce.number().int().min(100).max(60_000).default(5_000),
});

export type EnvironmentVariable = keyof z.infer<typeof environmentSchema>;

/** @throws ConfigInvalid with every fault at once, so that one deployment mends them all. */
export const readConfig = (environment: Readonly<Record<string, string | undefined>>): Config => {
  const parsed = environmentSchema.safeParse(environment);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => {
      const variable = issue.path.join('.');
      return `  ${variable}: ${environment[variable] === undefined ? 'missing' : issue.message}`;
    });
    throw new ConfigInvalid(`the environment of this function is not complete:\n${lines.join('\n')}`);
  }
  const given = parsed.data;
  const optional = {
    ...(given.RINGFENCE_CONTAIN_INLINE_ROLE_ARN === undefined
      ? {}
      : { containInlineRoleArn: given.RINGFENCE_CONTAIN_INLINE_ROLE_ARN }),
    ...(given.RINGFENCE_CONTAIN_KEYS_ROLE_ARN === undefined
      ? {}
      : { containKeysRoleArn: given.RINGFENCE_CONTAIN_KEYS_ROLE_ARN }),
    ...(given.RINGFENCE_UNDO_INLINE_ROLE_ARN === undefined
      ? {}
      : { undoInlineRoleArn: given.RINGFENCE_UNDO_INLINE_ROLE_ARN }),
    ...(given.RINGFENCE_UNDO_KEYS_ROLE_ARN === undefined
      ? {}
      : { undoKeysRoleArn: given.RINGFENCE_UNDO_KEYS_ROLE_ARN }),
    ...(given.RINGFENCE_RESTORE_ROLE_ARN === undefined ? {} : { restoreRoleArn: given.RINGFENCE_RESTORE_ROLE_ARN }),
  };
  const restores = given.RINGFENCE_UNDO_RESTORES_BOUNDARIES;
  const ownRoleArns = [
    ...new Set([
      ...given.RINGFENCE_OWN_ROLE_ARNS,
      given.RINGFENCE_CONTAIN_ROLE_ARN,
      given.RINGFENCE_UNDO_ROLE_ARN,
      ...Object.values(optional),
    ]),
  ];
  return {
    identity: {
      accountId: given.RINGFENCE_ACCOUNT_ID,
      region: given.AWS_REGION,
      partition: given.RINGFENCE_PARTITION,
      containRoleArn: given.RINGFENCE_CONTAIN_ROLE_ARN,
      undoRoleArn: given.RINGFENCE_UNDO_ROLE_ARN,
      ...optional,
      ...(given.RINGFENCE_INLINE_NEEDS_BOUNDARY === undefined ? {} : { inlineNeedsBoundary: true }),
      ...(given.RINGFENCE_RESTORE_REPOINTS_AGENTS === undefined ? {} : { restoreRepointsAgents: true }),
      ...(restores === undefined ? {} : { undoRestoresBoundaries: true }),
      ...(restores === undefined || restores === 'true' ? {} : { restorableBoundaries: restores }),
      ownRoleArns,
      watchedRegions: given.RINGFENCE_WATCHED_REGIONS,
      ...(given.RINGFENCE_ENVIRONMENT === undefined ? {} : { environment: given.RINGFENCE_ENVIRONMENT }),
    },
    connection: {
      region: given.AWS_REGION,
      requestTimeout: given.RINGFENCE_REQUEST_TIMEOUT_MS,
      ...(given.AWS_ENDPOINT_URL === undefined ? {} : { endpoint: given.AWS_ENDPOINT_URL }),
    },
    tables: {
      findings: given.RINGFENCE_FINDINGS_TABLE,
      state: given.RINGFENCE_STATE_TABLE,
      history: given.RINGFENCE_HISTORY_TABLE,
    },
    modeParameter: given.RINGFENCE_MODE_PARAMETER,
    killSwitchParameter: given.RINGFENCE_KILL_SWITCH_PARAMETER,
    ...(given.RINGFENCE_CONTAIN_INLINE_FUNCTION === undefined
      ? {}
      : { containInlineFunction: given.RINGFENCE_CONTAIN_INLINE_FUNCTION }),
    ...(given.RINGFENCE_CONTAIN_KEYS_FUNCTION === undefined
      ? {}
      : { containKeysFunction: given.RINGFENCE_CONTAIN_KEYS_FUNCTION }),
    alertsTopicArn: given.RINGFENCE_ALERTS_TOPIC_ARN,
    urgentTopicArn: given.RINGFENCE_URGENT_TOPIC_ARN,
    escalationTopicArn: given.RINGFENCE_ESCALATION_TOPIC_ARN,
    eventsTopicArn: given.RINGFENCE_EVENTS_TOPIC_ARN,
    eventBus: given.RINGFENCE_EVENT_BUS,
    sweepQueueUrl: given.RINGFENCE_SWEEP_QUEUE_URL,
    ...(given.RINGFENCE_RESTORE_QUEUE_URL === undefined ? {} : { restoreQueueUrl: given.RINGFENCE_RESTORE_QUEUE_URL }),
    ...(given.RINGFENCE_CONTAIN_QUEUE_URL === undefined ? {} : { containQueueUrl: given.RINGFENCE_CONTAIN_QUEUE_URL }),
  };
};
