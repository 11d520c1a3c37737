import type { Stack } from 'aws-cdk-lib';
import type { EnvironmentVariable } from '../shared/runtime/config.ts';
import { type Configuration, furtherRegions } from './configuration/configuration.ts';
import type { Announcements } from './constructs/announcements.ts';
import type { Memory } from './constructs/memory.ts';
import type { Switches } from './constructs/switches.ts';
import { forwarderRole, ownName, ownRoles } from './own-names.ts';

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
  // Roles that are not installed: a plan that would need one goes to a person.
  | 'RINGFENCE_CONTAIN_INLINE_ROLE_ARN'
  | 'RINGFENCE_CONTAIN_KEYS_ROLE_ARN'
  | 'RINGFENCE_UNDO_RESTORES_BOUNDARIES';
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
    RINGFENCE_OWN_ROLE_ARNS: [...Object.values(ownRoles), ...furtherRegions(configuration).map(forwarderRole)]
      .map(roleArn)
      .join(','),
    RINGFENCE_WATCHED_REGIONS: configuration.watchedRegions.join(','),
    RINGFENCE_FINDINGS_TABLE: memory.findings.tableName,
    RINGFENCE_STATE_TABLE: memory.state.tableName,
    RINGFENCE_HISTORY_TABLE: memory.history.tableName,
    RINGFENCE_MODE_PARAMETER: switches.parameter.parameterName,
    RINGFENCE_ALERTS_TOPIC_ARN: announcements.alerts.topicArn,
    RINGFENCE_URGENT_TOPIC_ARN: announcements.urgent.topicArn,
    RINGFENCE_EVENTS_TOPIC_ARN: announcements.events.topicArn,
    RINGFENCE_EVENT_BUS: announcements.bus.eventBusName,
    RINGFENCE_SWEEP_QUEUE_URL: queueUrl(ownName('sweep-account')),
  };
  return {
    ...required,
    ...(configuration.environment === undefined ? {} : { RINGFENCE_ENVIRONMENT: configuration.environment }),
    ...(configuration.containment ? { RINGFENCE_CONTAIN_QUEUE_URL: queueUrl(`${ownName('contain')}.fifo`) } : {}),
  };
};
