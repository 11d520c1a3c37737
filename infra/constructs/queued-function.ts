import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { DeduplicationScope, FifoThroughputLimit, Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { join } from 'node:path';
import { ownName, ownPath } from '../own-names.ts';
import { acknowledgeWildcards } from './acknowledge.ts';

export type QueuedFunctionProps = {
  /** The folder under functions/, and the folder of its bundle. */
  name: string;
  bundles: string;
  environment: Readonly<Record<string, string>>;
  statements: readonly PolicyStatement[];
  /** By statement id: why a wildcard in it is needed. One without a reason fails the build. */
  wildcardReasons: Readonly<Record<string, string>>;
  logRetentionDays: keyof typeof retention;
  maxConcurrency: number;
  /** In order for one subject: message groups. */
  fifo?: boolean;
  timeout?: Duration;
  /** Encrypts what the function reads and writes. */
  key: IKey;
};

const retention = {
  90: RetentionDays.THREE_MONTHS,
  180: RetentionDays.SIX_MONTHS,
  365: RetentionDays.ONE_YEAR,
  731: RetentionDays.TWO_YEARS,
} as const;

/** Deliveries of one message before a person must look: the dead-letter queue, and its alarm. */
export const maxReceiveCount = 3;
const deadLettersKept = Duration.days(14);

/**
 * A function behind a queue: the shape of every function of Ringfence. Nothing that fails is lost: a record that fails goes
 * back alone, and after some tries to the dead-letter queue.
 */
export class QueuedFunction extends Construct {
  readonly queue: Queue;
  readonly deadLetters: Queue;
  readonly function: LambdaFunction;
  readonly role: Role;

  constructor(scope: Construct, id: string, props: QueuedFunctionProps) {
    super(scope, id);
    const timeout = props.timeout ?? Duration.minutes(2);
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
    });
    this.queue = new Queue(this, 'Queue', {
      ...shape,
      queueName: `${name}${suffix}`,
      // "Using Lambda with Amazon SQS": at least six times the function's timeout.
      visibilityTimeout: Duration.seconds(timeout.toSeconds() * 6),
      retentionPeriod: Duration.days(4),
      deadLetterQueue: { queue: this.deadLetters, maxReceiveCount },
    });

    const logs = new LogGroup(this, 'Logs', {
      logGroupName: `/aws/lambda/${name}`,
      retention: retention[props.logRetentionDays],
      removalPolicy: RemovalPolicy.RETAIN,
    });
    this.role = new Role(this, 'Role', {
      roleName: name,
      path: ownPath,
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      description: `Runs the Ringfence function ${props.name}`,
    });
    const statements = [
      new PolicyStatement({
        sid: 'WriteOwnLog',
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logs.logGroupArn],
      }),
      new PolicyStatement({
        sid: 'UseOwnKey',
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        resources: [props.key.keyArn],
      }),
      ...props.statements,
    ];
    for (const statement of statements) this.role.addToPolicy(statement);

    this.function = new LambdaFunction(this, 'Function', {
      functionName: name,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(join(props.bundles, props.name)),
      role: this.role,
      logGroup: logs,
      timeout,
      memorySize: 1024,
      environment: { ...props.environment },
      description: `Ringfence: ${props.name}`,
    });
    this.function.addEventSource(
      new SqsEventSource(this.queue, {
        batchSize: 10,
        reportBatchItemFailures: true,
        maxConcurrency: props.maxConcurrency,
      }),
    );
    acknowledgeWildcards(this.role, statements, {
      WriteOwnLog: 'The ARN of a log group ends in :* to name its streams.',
      ...props.wildcardReasons,
    });
  }
}
