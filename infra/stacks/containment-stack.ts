import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EventField } from 'aws-cdk-lib/aws-events';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Configuration } from '../configuration/configuration.ts';
import { FunctionAlarms } from '../constructs/function-alarms.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { QueuedFunction } from '../constructs/queued-function.ts';
import { Schedule } from '../constructs/schedule.ts';
import { SagaRole } from '../constructs/saga-role.ts';
import { functionEnvironment } from '../function-environment.ts';
import { ownName, ownRoles } from '../own-names.ts';
import { readPrincipals, readReasons } from '../policies/read-account.ts';
import { appendHistory, useItems } from '../policies/use-tables.ts';
import { neverWrite, removeOwnBoundaries, setOwnBoundaries, writeReasons } from '../policies/write-boundaries.ts';
import type { DetectionStack } from './detection-stack.ts';

export type ContainmentStackProps = StackProps & { configuration: Configuration; detection: DetectionStack };

/**
 * Acts, and takes back. Two functions with two roles that write: the one that contains can set our own boundaries and nothing
 * else; the one that undoes can take them off and nothing else.
 */
export class ContainmentStack extends Stack {
  constructor(scope: Construct, id: string, props: ContainmentStackProps) {
    super(scope, id, props);
    const { configuration } = props;
    const place = { partition: this.partition, account: this.account };
    const never = neverWrite(place, configuration.protectedPrincipals);
    const alarms = new FunctionAlarms(this, 'Alarms', props.detection.announcements.urgent);

    const undelivered = new Queue(this, 'Undelivered', {
      queueName: ownName('undelivered-containment'),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(undelivered, 'AwsSolutions-SQS3', 'It is itself the dead-letter queue of the schedules.');
    alarms.notEmpty('undelivered-containment', undelivered, 'The clock could not reach a queue of Ringfence.');

    const contain = this.addFunction('contain', ownRoles.containBoundary, props);
    new SagaRole(this, 'ContainBoundary', {
      name: ownRoles.containBoundary,
      description: 'Sets permissions boundaries that Ringfence composed, once a saga',
      assumedBy: contain.role,
      statements: [...setOwnBoundaries(place), ...never],
      wildcardReasons: writeReasons,
    });
    alarms.watch('contain', contain);
    this.addTending('contain', contain, { tend: true, eventId: EventField.eventId }, undelivered);

    const undo = this.addFunction('undo', ownRoles.undoBoundary, props);
    new SagaRole(this, 'UndoBoundary', {
      name: ownRoles.undoBoundary,
      description: 'Takes off permissions boundaries that Ringfence set, once a saga',
      assumedBy: undo.role,
      statements: [...removeOwnBoundaries(place), ...never],
      wildcardReasons: writeReasons,
    });
    alarms.watch('undo', undo);
    this.addTending('undo', undo, { tend: true, requestId: EventField.eventId }, undelivered);
  }

  /** No saga waits for ever: what a worker left goes on, what is due is settled or expires. */
  private addTending(name: string, made: QueuedFunction, message: Record<string, unknown>, undelivered: Queue): void {
    new Schedule(this, `Tend-${name}`, {
      name: `tend-${name}`,
      description: `Lets ${name} look at what was left on the way, and at what is due`,
      everyMinutes: 5,
      queue: made.queue,
      undelivered,
      message,
      group: 'tend',
    });
  }

  private addFunction(name: string, sagaRole: string, props: ContainmentStackProps): QueuedFunction {
    const { configuration, detection } = props;
    return new QueuedFunction(this, name, {
      name,
      bundles: configuration.bundles,
      environment: functionEnvironment(this, { configuration, ...detection.surroundings() }),
      statements: [
        readPrincipals(),
        useItems('UseFindings', detection.memory.findings, ['open']),
        useItems('UseState', detection.memory.state),
        appendHistory(detection.memory.history),
        detection.switches.read(),
        ...detection.announcements.publish(),
        new PolicyStatement({
          sid: 'BecomeSagaRole',
          actions: ['sts:AssumeRole'],
          resources: [this.formatArn({ service: 'iam', region: '', resource: `role/ringfence/${sagaRole}` })],
        }),
      ],
      wildcardReasons: readReasons,
      logRetentionDays: configuration.logRetentionDays,
      maxConcurrency: 2,
      fifo: true,
      // Two agreeing reads before a write, and two after it.
      timeout: Duration.minutes(5),
      key: detection.ownKey.key,
    });
  }
}
