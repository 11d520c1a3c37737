import { GetParameterCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { GetQueueUrlCommand, SendMessageCommand } from '@aws-sdk/client-sqs';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { DynamoFindingStore } from '../../shared/adapters/aws/dynamo-finding-store.ts';
import { DynamoHistoryLog } from '../../shared/adapters/aws/dynamo-history-log.ts';
import { DynamoOutbox } from '../../shared/adapters/aws/dynamo-outbox.ts';
import { DynamoSagaStore } from '../../shared/adapters/aws/dynamo-saga-store.ts';
import { SsmModeSwitchStore } from '../../shared/adapters/aws/ssm-mode-switch-store.ts';
import { DynamoSettingsStore } from '../../shared/adapters/aws/dynamo-settings-store.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import type { Finding } from '../../shared/findings/finding.ts';
import type { Saga } from '../../shared/response/saga.ts';
import { defaultSettings, type Mode, type Settings } from '../../shared/response/settings.ts';
import { parseSettings } from '../../shared/runtime/parse-settings.ts';
import type { Clients } from './emulated-account.ts';
import { eventually } from './eventually.ts';

const parameters = { mode: '/ringfence/mode', killSwitch: '/ringfence/kill-switch' };
const findingsTable = 'ringfence-findings';
export const stateTable = 'ringfence-state';
const historyTable = 'ringfence-history';

type Decision = Partial<Omit<Settings, 'mergeBoundaries'>> & { mergeBoundaries?: boolean };

/** What an admin and an auditor of the deployed Ringfence do, and what they see. */
export const ringfence = ({ dynamo, ssm, sqs }: Clients) => {
  const history = new DynamoHistoryLog(dynamo, historyTable);
  const outbox = new DynamoOutbox(dynamo, stateTable);
  const sagas = new DynamoSagaStore(dynamo, stateTable, history, outbox);
  const findings = new DynamoFindingStore(dynamo, findingsTable, history, outbox);
  const settings = new DynamoSettingsStore(dynamo, stateTable, parseSettings);
  return {
    /** As a person in the AWS console would: the parameter alone. */
    setMode: async (mode: Mode): Promise<void> => {
      const { Parameter } = await ssm.send(new GetParameterCommand({ Name: parameters.killSwitch }));
      const Value = JSON.stringify({ mode, resumed: Parameter?.Version });
      await ssm.send(new PutParameterCommand({ Name: parameters.mode, Value, Type: 'String', Overwrite: true }));
    },
    /** One call of the AWS CLI stops everything, whatever is alive. */
    stop: async (): Promise<void> => {
      await ssm.send(
        new PutParameterCommand({ Name: parameters.killSwitch, Value: 'stop', Type: 'String', Overwrite: true }),
      );
    },
    mode: async (): Promise<unknown> => {
      const read = await new SsmModeSwitchStore(ssm, parameters).read();
      return read.found === 'yes' ? read.value : read;
    },
    /** What the owners of this account decided, over the version before. */
    decide: async ({ mergeBoundaries, ...change }: Decision): Promise<void> => {
      const read = await settings.read();
      const before = read.found === 'yes' ? read.value : defaultSettings(defaultCheckSettings);
      const { mergeBoundaries: merged = false, ...rest } = before;
      const next = { ...rest, ...change, version: before.version + 1 };
      const { saved } = await settings.write((mergeBoundaries ?? merged) ? { ...next, mergeBoundaries: true } : next);
      if (!saved) throw new Error('the settings were written by somebody else');
    },
    /** A function has worked on the event: what is done next is another change. */
    hasHandled: async (name: string, eventId: string): Promise<boolean> => {
      const Key = { pk: `delivery#${name}#${eventId}`, sk: 'claim' };
      const { Item } = await dynamo.send(new GetCommand({ TableName: stateTable, Key, ConsistentRead: true }));
      return Item !== undefined && Item['claimedUntil'] === undefined;
    },
    findingsOf: (uniqueId: string): Promise<readonly Finding[]> => findings.ofSubject(uniqueId),
    sagasOf: (uniqueId: string): Promise<readonly Saga[]> => sagas.ofSubject(uniqueId),
    /** The first saga of the principal that `accept` takes. */
    saga: async (uniqueId: string, what: string, accept: (saga: Saga) => boolean): Promise<Saga> => {
      try {
        return await eventually(`saga ${what}`, async () => (await sagas.ofSubject(uniqueId)).find(accept), 60_000);
      } catch (error) {
        const seen = (await sagas.ofSubject(uniqueId)).map(
          ({ id, state, outcome = '', detail = '', plan }) =>
            `${id} ${state} ${outcome} ${detail} [${plan.questions.map(({ checkId, name }) => `${checkId} ${name}`).join(', ')}]`,
        );
        throw new Error(`${String(error)}; seen: ${seen.join('\n') || 'none'}`, { cause: error });
      }
    },
    history: async (): Promise<readonly string[]> => Array.fromAsync(history.read()),
    askUndo: async (request: {
      sagaId: string;
      requestedBy: string;
      reason: string;
      requestId: string;
    }): Promise<void> => {
      const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: 'ringfence-undo.fifo' }));
      await sqs.send(
        new SendMessageCommand({
          QueueUrl,
          MessageBody: JSON.stringify(request),
          MessageGroupId: request.sagaId,
          MessageDeduplicationId: `${request.sagaId}-undo`,
        }),
      );
    },
  };
};
