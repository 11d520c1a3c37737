import type { Stack } from 'aws-cdk-lib';
import type { EnvironmentVariable } from '../shared/runtime/config.ts';
import type { Configuration } from '../shared/runtime/installation/configuration.ts';
import type { Announcements } from './constructs/announcements.ts';
import type { Memory } from './constructs/memory.ts';
import type { Switches } from './constructs/switches.ts';
import { installedRoles, ownName, ownRoles } from './own-names.ts';
import { restorable } from './policies/own-boundaries.ts';

export type Surroundings = {
  configuration: Configuration;
  memory: Memory;
  announcements: Announcements;
  switches: Switches;
};

/** Set by Lambda itself, or for an emulator only. */
type GivenByLambda = 'AWS_REGION' | 'AWS_ENDPOINT_URL';
/** With a default of its own. */
type Defaulted = 'RINGFENCE_REQUEST_TIMEOUT_MS';
type Optional =
  | 'RINGFENCE_ENVIRONMENT'
  | 'RINGFENCE_CONTAIN_QUEUE_URL'
  // Where they are not installed, a plan that would need one goes to a person.
  | 'RINGFENCE_CONTAIN_INLINE_ROLE_ARN'
  | 'RINGFENCE_INLINE_NEEDS_BOUNDARY'
  | 'RINGFENCE_UNDO_INLINE_ROLE_ARN'
  | 'RINGFENCE_CONTAIN_KEYS_ROLE_ARN'
  | 'RINGFENCE_UNDO_KEYS_ROLE_ARN'
  | 'RINGFENCE_UNDO_RESTORES_BOUNDARIES'
  | 'RINGFENCE_RESTORE_ROLE_ARN'
  | 'RINGFENCE_RESTORE_REPOINTS_AGENTS'
  | 'RINGFENCE_RESTORE_QUEUE_URL'
  // For the function that contains alone: the others that write are asked by it.
  | 'RINGFENCE_CONTAIN_INLINE_FUNCTION'
  | 'RINGFENCE_CONTAIN_KEYS_FUNCTION';
type Required = Exclude<EnvironmentVariable, GivenByLambda | Defaulted | Optional>;

/** Exactly the variables that a function reads: one that is added there and not here does not compile. */
export const functionEnvironment = (stack: Stack, around: Surroundings): Record<string, string> => {
  const { configuration, memory, announcements, switches } = around;
  const roleArn = (name: string) => `arn:${stack.partition}:iam::${stack.account}:role/ringfence/${name}`;
  // By name: the sweep's own function knows the address too, and a queue of the other stack may not exist yet.
  const queueUrl = (name: string) => `https://sqs.${stack.region}.${stack.urlSuffix}/${stack.account}/${name}`;
  const required: Record<Required, string> = {
    RINGFENCE_ACCOUNT_ID: stack.account,
    RINGFENCE_PARTITION: stack.partition,
    RINGFENCE_CONTAIN_ROLE_ARN: roleArn(ownRoles.containBoundary),
    RINGFENCE_UNDO_ROLE_ARN: roleArn(ownRoles.undoBoundary),
    RINGFENCE_OWN_ROLE_ARNS: installedRoles(configuration).map(roleArn).join(','),
    RINGFENCE_WATCHED_REGIONS: configuration.watchedRegions.join(','),
    RINGFENCE_FINDINGS_TABLE: memory.findings.tableName,
    RINGFENCE_STATE_TABLE: memory.state.tableName,
    RINGFENCE_HISTORY_TABLE: memory.history.tableName,
    RINGFENCE_MODE_PARAMETER: switches.mode.parameterName,
    RINGFENCE_KILL_SWITCH_PARAMETER: switches.killSwitch.parameterName,
    RINGFENCE_ALERTS_TOPIC_ARN: announcements.alerts.topicArn,
    RINGFENCE_URGENT_TOPIC_ARN: announcements.urgent.topicArn,
    RINGFENCE_ESCALATION_TOPIC_ARN: announcements.escalations.topicArn,
    RINGFENCE_EVENTS_TOPIC_ARN: announcements.events.topicArn,
    RINGFENCE_EVENT_BUS: announcements.bus.eventBusName,
    RINGFENCE_SWEEP_QUEUE_URL: queueUrl(ownName('sweep-account')),
  };
  return {
    ...required,
    ...(configuration.environment === undefined ? {} : { RINGFENCE_ENVIRONMENT: configuration.environment }),
    ...(configuration.containment
      ? {
          RINGFENCE_CONTAIN_QUEUE_URL: queueUrl(`${ownName('contain')}.fifo`),
          RINGFENCE_RESTORE_QUEUE_URL: queueUrl(`${ownName('restore-guardrail')}.fifo`),
          RINGFENCE_RESTORE_ROLE_ARN: roleArn(ownRoles.writeGuardrails),
          RINGFENCE_UNDO_RESTORES_BOUNDARIES: restorable(stack, configuration).join(','),
          ...optionalRoles(configuration, roleArn),
        }
      : {}),
  };
};

const optionalRoles = (
  { containInline, containKeys }: Configuration,
  roleArn: (name: string) => string,
): Partial<Record<Optional, string>> => ({
  ...(containInline === 'off'
    ? {}
    : {
        RINGFENCE_CONTAIN_INLINE_ROLE_ARN: roleArn(ownRoles.writeInline),
        RINGFENCE_UNDO_INLINE_ROLE_ARN: roleArn(ownRoles.undoInline),
        ...(containInline === 'beside-boundaries' ? { RINGFENCE_INLINE_NEEDS_BOUNDARY: 'true' } : {}),
      }),
  ...(containKeys
    ? {
        RINGFENCE_CONTAIN_KEYS_ROLE_ARN: roleArn(ownRoles.deactivateKeys),
        RINGFENCE_UNDO_KEYS_ROLE_ARN: roleArn(ownRoles.undoKeys),
      }
    : {}),
});

/** Whom the function that contains asks to write what it may not write itself. */
export const writersToAsk = ({ containInline, containKeys }: Configuration): Partial<Record<Optional, string>> => ({
  ...(containInline === 'off' ? {} : { RINGFENCE_CONTAIN_INLINE_FUNCTION: ownRoles.containInline }),
  ...(containKeys ? { RINGFENCE_CONTAIN_KEYS_FUNCTION: ownRoles.containKeys } : {}),
});
