import { Duration, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import {
  DeduplicationScope,
  FifoThroughputLimit,
  Queue,
  QueueEncryption,
  RedrivePermission,
} from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { ownName } from '../own-names.ts';
import { OwnFunction, type OwnFunctionProps } from './own-function.ts';

export type QueuedFunctionProps = Omit<OwnFunctionProps, 'timeout' | 'logKey'> & {
  maxConcurrency: number;
  /** In order for one subject: message groups. */
  fifo?: boolean;
  timeout?: Duration;
  /** Encrypts what the function reads and writes. */
  key: IKey;
};

/** Deliveries of one message before a person must look: the dead-letter queue, and its alarm. */
export const maxReceiveCount = 3;
const deadLettersKept = Duration.days(14);

/**
 * A function behind a queue: the shape of every function of Ringfence that hears or is asked. Nothing that fails is lost: a record that
 * fails goes back alone, and after some tries to the dead-letter queue.
 */
export class QueuedFunction extends OwnFunction {
  readonly queue: Queue;
  readonly deadLetters: Queue;

  constructor(scope: Construct, id: string, props: QueuedFunctionProps) {
    const timeout = props.timeout ?? Duration.minutes(2);
    super(scope, id, { ...props, timeout, logKey: props.key });
    const name = ownName(props.name);
    const fifo = props.fifo === true;
    const suffix = fifo ? '.fifo' : '';
    const shape = {
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      ...(fifo
        ? {
            fifo: true,
            // EventBridge gives no deduplication id of its own.
            contentBasedDeduplication: true,
            deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
            fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
          }
        : {}),
    };
    this.deadLetters = new Queue(this, 'DeadLetters', {
      ...shape,
      queueName: `${name}-dead${suffix}`,
      retentionPeriod: deadLettersKept,
      // By name: the queue names this one, and cannot be named by it too.
      redriveAllowPolicy: {
        redrivePermission: RedrivePermission.BY_QUEUE,
        sourceQueues: [
          Queue.fromQueueArn(
            this,
            'Source',
            Stack.of(this).formatArn({ service: 'sqs', resource: `${name}${suffix}` }),
          ),
        ],
      },
    });
    this.queue = new Queue(this, 'Queue', {
      ...shape,
      queueName: `${name}${suffix}`,
      // "Using Lambda with Amazon SQS": at least six times the function's timeout.
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount },
    });
    this.function.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 10,
        reportBatchItemFailures: true,
        maxConcurrency: props.maxConcurrency,
      }),
    );
  }
}
