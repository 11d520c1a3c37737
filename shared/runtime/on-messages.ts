import {
  BatchProcessor,
  EventType,
  processPartialResponse,
  SqsFifoPartialProcessorAsync,
} from '@aws-lambda-powertools/batch';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { Ports } from '../ports/ports.ts';
import { drainOutbox } from './drain-outbox.ts';
import { reportForged } from './evaluation/report-forged.ts';
import { once } from './once.ts';
import { asError, withRuntime, type Invocation, type WorldOf } from './with-runtime.ts';

/** What one message says: something to do, or nothing for a reason. What cannot be read is thrown, by name. */
export type Message<Input> = { read: 'input'; id: string; input: Input } | { read: 'ignored'; because: string };

export type MessageFunction<Input, Result> = {
  /** The function's name, as its folder. */
  name: string;
  /** @throws UnreadableMessage; that message alone goes back and, in the end, to the dead-letter queue. */
  read: (body: string, ports: Ports) => Message<Input>;
  useCase: (ports: Ports) => (input: Input, within: { remaining: () => number }) => Promise<Result>;
  /** What happened, in numbers: each a metric, and beside the log line. */
  figures: (result: Result) => Readonly<Record<string, number>>;
};

/**
 * A function behind an SQS queue. A message that fails goes back alone; a repeat is dropped; in a queue that keeps order,
 * what follows a failure in its group goes back with it.
 */
export const onMessages = <Input, Result>(spec: MessageFunction<Input, Result>, world?: WorldOf) =>
  withRuntime<SQSEvent, SQSBatchResponse>(
    spec.name,
    async (event, invocation) => {
      const each = (record: SQSRecord): Promise<void> => handle(spec, record, invocation);
      // The default throws when all fail: the same messages come back, and the worker dies besides.
      const options = { throwOnFullBatchFailure: false };
      const inOrder = event.Records.some((record) => record.eventSourceARN.endsWith('.fifo'));
      const answer = inOrder
        ? await processPartialResponse(event, each, new SqsFifoPartialProcessorAsync(), {
            ...options,
            skipGroupOnError: true,
          })
        : await processPartialResponse(event, each, new BatchProcessor(EventType.SQS), options);
      await tellWhatWaits(invocation);
      return answer;
    },
    world,
  );

/** A notice that cannot be sent stays in the outbox and never fails the work that led to it. */
const tellWhatWaits = async ({ ports, telemetry }: Invocation): Promise<void> => {
  const { sent, failed } = await drainOutbox(ports);
  telemetry.count('NoticesSent', sent.length);
  telemetry.count('NoticesFailed', failed.length);
  for (const { id, error } of failed) telemetry.logger.error('notice not sent', { notice: id, error });
};

const handle = async <Input, Result>(
  spec: MessageFunction<Input, Result>,
  record: SQSRecord,
  { ports, telemetry, remaining }: Invocation,
): Promise<void> => {
  const at = { messageId: record.messageId, deliveries: Number(record.attributes.ApproximateReceiveCount) };
  try {
    const message = spec.read(record.body, ports);
    if (message.read === 'ignored') {
      telemetry.logger.info('message ignored', { ...at, because: message.because });
      telemetry.count('MessagesIgnored', 1);
      return;
    }
    const handled = await once(ports.deliveries, { function: spec.name, id: message.id }, () =>
      spec.useCase(ports)(message.input, { remaining }),
    );
    if (handled.repeated) {
      telemetry.logger.info('repeat dropped', { ...at, id: message.id });
      telemetry.count('MessagesRepeated', 1);
      return;
    }
    const figures = spec.figures(handled.result);
    telemetry.logger.info('message handled', { ...at, id: message.id, ...figures });
    telemetry.count('MessagesHandled', 1);
    for (const [name, value] of Object.entries(figures)) telemetry.count(name, value);
  } catch (error) {
    telemetry.logger.error('message failed', { ...at, error: asError(error) });
    telemetry.count('MessagesFailed', 1);
    if (error instanceof UnreadableMessage && error.code === 'forged') {
      const told = await reportForged(ports, { at: error.at, detail: error.message });
      telemetry.count('EventsForged', told.length);
    }
    throw error;
  }
};

/** Where the message is wrong, and what to do about it. */
export class UnreadableMessage extends Error {
  override readonly name = 'UnreadableMessage';
  readonly code: string;
  /** JSON Pointer (RFC 6901). */
  readonly at: string;

  constructor(code: string, at: string, detail: string) {
    super(`${code} at "${at}": ${detail}`);
    this.code = code;
    this.at = at;
  }
}
