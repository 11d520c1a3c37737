import { awsClients, type AwsClients } from '../adapters/aws/aws-clients.ts';
import { AwsAccountStateReader } from '../adapters/aws/aws-account-state-reader.ts';
import { AwsPulse } from '../adapters/aws/aws-pulse.ts';
import { BedrockGuardrailWriter } from '../adapters/aws/bedrock-guardrail-writer.ts';
import { BedrockSurroundingReader } from '../adapters/aws/bedrock-surrounding-reader.ts';
import { callingClient, delegatedCredentialWriter, delegatedDenyWriter } from '../adapters/aws/delegated-writer.ts';
import { CloudTrailRecordedCalls } from '../adapters/aws/cloudtrail-recorded-calls.ts';
import { DynamoBlastSlots } from '../adapters/aws/dynamo-blast-slots.ts';
import { DynamoContentStore } from '../adapters/aws/dynamo-content-store.ts';
import { DynamoDeliveryLog } from '../adapters/aws/dynamo-delivery-log.ts';
import { DynamoFindingStore } from '../adapters/aws/dynamo-finding-store.ts';
import { DynamoGuardrailMemory } from '../adapters/aws/dynamo-guardrail-memory.ts';
import { DynamoHistoryLog } from '../adapters/aws/dynamo-history-log.ts';
import { DynamoInputLog } from '../adapters/aws/dynamo-input-log.ts';
import { DynamoOutbox } from '../adapters/aws/dynamo-outbox.ts';
import { DynamoPrincipalMemory } from '../adapters/aws/dynamo-principal-memory.ts';
import { DynamoSagaStore } from '../adapters/aws/dynamo-saga-store.ts';
import { DynamoSettingsStore } from '../adapters/aws/dynamo-settings-store.ts';
import { DynamoSurroundingMemory } from '../adapters/aws/dynamo-surrounding-memory.ts';
import { DynamoSweepLog } from '../adapters/aws/dynamo-sweep-log.ts';
import { EventBridgePublisher } from '../adapters/aws/event-bridge-publisher.ts';
import { guardrailClients, GuardrailSessions } from '../adapters/aws/guardrail-sessions.ts';
import { IamBoundaryRemover } from '../adapters/aws/iam-boundary-remover.ts';
import { IamBoundaryWriter } from '../adapters/aws/iam-boundary-writer.ts';
import { IamCredentialWriter } from '../adapters/aws/iam-credential-writer.ts';
import { IamDenyWriter } from '../adapters/aws/iam-deny-writer.ts';
import { IamPrincipalReader } from '../adapters/aws/iam-principal-reader.ts';
import { SagaSessions } from '../adapters/aws/saga-sessions.ts';
import { SnsNotifier } from '../adapters/aws/sns-notifier.ts';
import { SqsContainmentRequests } from '../adapters/aws/sqs-containment-requests.ts';
import { SqsRestorationRequests } from '../adapters/aws/sqs-restoration-requests.ts';
import { SqsSweepRequests } from '../adapters/aws/sqs-sweep-requests.ts';
import { SsmModeSwitchStore } from '../adapters/aws/ssm-mode-switch-store.ts';
import { readDeployment } from '../adapters/aws/state/deployment.ts';
import { systemClock } from '../adapters/aws/system-clock.ts';
import type { Ports } from '../ports/ports.ts';
import { installedFunctions } from '../facts/installed-functions.ts';
import type { Restoration } from '../response/guardrail/restoration.ts';
import type { Config } from './config.ts';
import { inputFacts } from './evaluation/input-facts.ts';
import { releasedRules } from './event-rules/released-rules.ts';
import { parseSettings } from './parse-settings.ts';
import { versions } from './versions.ts';

/** The world as AWS is. Making it calls nobody. */
export const awsPorts = (config: Config, clients: AwsClients = awsClients(config.connection)): Ports => {
  const { identity, tables } = config;
  const { dynamo, iam, sqs } = clients;
  const history = new DynamoHistoryLog(dynamo, tables.history);
  const sessionsOf = (roleArn: string | undefined): SagaSessions | undefined =>
    roleArn === undefined ? undefined : new SagaSessions(clients, roleArn);
  const undoInline = sessionsOf(identity.undoInlineRoleArn);
  const undoKeys = sessionsOf(identity.undoKeysRoleArn);
  const inputLog = new DynamoInputLog(dynamo, tables.state);
  const outbox = new DynamoOutbox(dynamo, tables.state);
  return {
    identity,
    clock: systemClock,
    principals: new IamPrincipalReader(iam),
    recordedCalls: new CloudTrailRecordedCalls(clients.cloudTrail, identity.partition),
    accountState: new AwsAccountStateReader({
      clients,
      own: identity,
      clock: systemClock,
      deployment: () =>
        readDeployment(
          { functions: clients.functions(identity.region), eventBridge: clients.eventBridge, ssm: clients.ssm },
          {
            released: releasedRules(identity.accountId),
            installed: installedFunctions,
            now: systemClock.now(),
          },
        ),
      inputs: () => inputFacts({ identity, inputLog, clock: systemClock }),
    }),
    principalMemory: new DynamoPrincipalMemory(dynamo, tables.state),
    guardrailMemory: new DynamoGuardrailMemory(dynamo, tables.state),
    surroundings: new BedrockSurroundingReader(clients.bedrock),
    surroundingMemory: new DynamoSurroundingMemory(dynamo, tables.state),
    findings: new DynamoFindingStore(dynamo, tables.findings, history, outbox),
    deliveries: new DynamoDeliveryLog(dynamo, tables.state),
    sagas: new DynamoSagaStore(dynamo, tables.state, history, outbox),
    restorations: new DynamoSagaStore<Restoration>(dynamo, tables.state, history, outbox, Date.now, 'restoration'),
    outbox,
    slots: new DynamoBlastSlots(dynamo, tables.state),
    settings: new DynamoSettingsStore(dynamo, tables.state, parseSettings),
    modeSwitch: new SsmModeSwitchStore(clients.ssm, {
      mode: config.modeParameter,
      killSwitch: config.killSwitchParameter,
    }),
    history,
    documents: new DynamoContentStore(dynamo, tables.history),
    boundaries: new IamBoundaryWriter(new SagaSessions(clients, identity.containRoleArn)),
    denies:
      config.containInlineFunction === undefined
        ? new IamDenyWriter(sessionsOf(identity.containInlineRoleArn))
        : delegatedDenyWriter(callingClient(config.connection), config.containInlineFunction),
    credentials:
      config.containKeysFunction === undefined
        ? new IamCredentialWriter(sessionsOf(identity.containKeysRoleArn))
        : delegatedCredentialWriter(callingClient(config.connection), config.containKeysFunction),
    boundaryRemover: new IamBoundaryRemover(new SagaSessions(clients, identity.undoRoleArn), {
      ...(undoInline === undefined ? {} : { beside: undoInline }),
      ...(undoKeys === undefined ? {} : { keys: undoKeys }),
    }),
    guardrailWriter: new BedrockGuardrailWriter(
      clients,
      identity.restoreRoleArn === undefined
        ? undefined
        : new GuardrailSessions(clients.sts, identity.restoreRoleArn, (credentials) =>
            guardrailClients(config.connection, credentials),
          ),
    ),
    notifier: new SnsNotifier(clients.sns, new EventBridgePublisher(clients.eventBridge, config.eventBus), {
      topics: {
        alerts: config.alertsTopicArn,
        urgent: config.urgentTopicArn,
        escalations: config.escalationTopicArn,
        events: config.eventsTopicArn,
      },
      emitter: versions,
      ...(identity.environment === undefined ? {} : { environment: identity.environment }),
    }),
    sweeps: new SqsSweepRequests(sqs, config.sweepQueueUrl),
    sweepLog: new DynamoSweepLog(dynamo, tables.state),
    inputLog,
    pulse: new AwsPulse({ iam, bedrock: clients.bedrock }, identity.region),
    restorationRequests:
      config.restoreQueueUrl === undefined
        ? { request: () => Promise.resolve() }
        : new SqsRestorationRequests(sqs, config.restoreQueueUrl),
    containmentRequests:
      config.containQueueUrl === undefined
        ? { request: () => Promise.resolve() }
        : new SqsContainmentRequests(sqs, config.containQueueUrl),
  };
};
