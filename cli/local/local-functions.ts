import type { Context, SQSBatchResponse, SQSEvent } from 'aws-lambda';
import type { Ports } from '../../shared/ports/ports.ts';
import { onMessages, type MessageFunction } from '../../shared/runtime/on-messages.ts';

/** A function as Lambda would start it: messages in, the ids of those that failed out. */
export type LocalFunction = {
  name: string;
  /** @returns why each message failed is in the function's log; here only whether. */
  deliver(body: string, messageId: string): Promise<'handled' | 'failed'>;
};

/** The real handler, middleware and all, over ports of this machine. */
export const localFunction = <Input, Result>(
  spec: MessageFunction<Input, Result>,
  ports: Ports,
  told: (result: Result) => unknown = () => undefined,
): LocalFunction => {
  const handler = onMessages<Input, Result>(
    {
      ...spec,
      useCase: (given) => async (input, within) => {
        const result = await spec.useCase(given)(input, within);
        told(result);
        return result;
      },
    },
    () => ports,
  );
  return {
    name: spec.name,
    deliver: async (body, messageId) => {
      const answer: SQSBatchResponse = await handler(sqsEvent(body, messageId, ports), contextOf(spec.name));
      return answer.batchItemFailures.length === 0 ? 'handled' : 'failed';
    },
  };
};

const sqsEvent = (body: string, messageId: string, ports: Ports): SQSEvent => {
  const { region, accountId } = ports.identity;
  const at = String(Date.parse(ports.clock.now()));
  return {
    Records: [
      {
        messageId,
        receiptHandle: messageId,
        body,
        attributes: {
          ApproximateReceiveCount: '1',
          SentTimestamp: at,
          SenderId: accountId,
          ApproximateFirstReceiveTimestamp: at,
        },
        messageAttributes: {},
        md5OfBody: '',
        eventSource: 'aws:sqs',
        eventSourceARN: `arn:aws:sqs:${region}:${accountId}:local`,
        awsRegion: region,
      },
    ],
  };
};

/** As long as Lambda gives at most. */
const fifteenMinutes = 15 * 60_000;

const contextOf = (name: string): Context => ({
  callbackWaitsForEmptyEventLoop: false,
  functionName: name,
  functionVersion: 'local',
  invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${name}`,
  memoryLimitInMB: '512',
  awsRequestId: name,
  logGroupName: name,
  logStreamName: 'local',
  getRemainingTimeInMillis: () => fifteenMinutes,
  done: () => undefined,
  fail: () => undefined,
  succeed: () => undefined,
});
