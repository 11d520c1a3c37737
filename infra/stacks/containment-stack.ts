import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EventField } from 'aws-cdk-lib/aws-events';
import { type IRole, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import type { Configuration } from '../../shared/runtime/installation/configuration.ts';
import { FunctionAlarms } from '../constructs/function-alarms.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { OwnFunction } from '../constructs/own-function.ts';
import { QueuedFunction } from '../constructs/queued-function.ts';
import { Schedule } from '../constructs/schedule.ts';
import { SagaRole } from '../constructs/saga-role.ts';
import { functionEnvironment, writersToAsk } from '../function-environment.ts';
import { ownName, ownRoles } from '../own-names.ts';
import { neverWrite } from '../policies/never-write.ts';
import { boundaryReasons, setOwnBoundaries, takeBackBoundaries } from '../policies/own-boundaries.ts';
import { credentialReasons, setCredentialStatus } from '../policies/own-credentials.ts';
import { denyReasons, readOwnPolicies, takeBackDenies, writeOwnDenies } from '../policies/own-denies.ts';
import type { Place } from '../policies/place.ts';
import {
  readPrincipals,
  readReasons,
  readRecordedCalls,
  readWholeAccount,
  recordedCallsReasons,
} from '../policies/read-account.ts';
import { appendHistory, useItems } from '../policies/use-tables.ts';
import { guardrailReasons, readGuardrailTags, writeGuardrails } from '../policies/write-guardrails.ts';
import type { DetectionStack } from './detection-stack.ts';

export type ContainmentStackProps = StackProps & { configuration: Configuration; detection: DetectionStack };

/** A role that a function becomes once a saga. */
type Writer = {
  name: string;
  description: string;
  statements: readonly PolicyStatement[];
  reasons: Readonly<Record<string, string>>;
};

/**
 * Acts, and takes back. Each kind of write is a role of its own, and no function has one: it becomes it once a saga. What could grant
 * if it were misused, inline policies and the status of credentials, is behind a function of its own that is asked.
 */
export class ContainmentStack extends Stack {
  private readonly given: ContainmentStackProps;
  private readonly place: Place;
  private readonly never: PolicyStatement[];
  private readonly alarms: FunctionAlarms;

  constructor(scope: Construct, id: string, props: ContainmentStackProps) {
    super(scope, id, props);
    const { configuration } = props;
    this.given = props;
    this.place = { partition: this.partition, account: this.account };
    this.never = neverWrite(this.place, configuration.protectedPrincipals);
    this.alarms = new FunctionAlarms(this, 'Alarms', props.detection.announcements.urgent);

    const undelivered = new Queue(this, 'Undelivered', {
      queueName: ownName('undelivered-containment'),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(undelivered, 'AwsSolutions-SQS3', 'It is itself the dead-letter queue of the schedules.');
    this.alarms.notEmpty('undelivered-containment', undelivered, 'The clock could not reach a queue of Ringfence.');

    const asked = this.addAskedFunctions(configuration);
    const reads = [readPrincipals(), readRecordedCalls()];
    const contain = this.addFunction('contain', [ownRoles.containBoundary], asked, reads);
    this.addWriter('ContainBoundary', contain.role, {
      name: ownRoles.containBoundary,
      description: 'Sets permissions boundaries that Ringfence composed, once a saga',
      statements: [...setOwnBoundaries(this.place), ...this.never],
      reasons: boundaryReasons,
    });
    this.addTending('contain', contain, { tend: true, eventId: EventField.eventId }, undelivered);

    const undoers = this.undoWriters(configuration);
    const undo = this.addFunction(
      'undo',
      undoers.map(({ name }) => name),
      [],
      reads,
    );
    for (const writer of undoers) this.addWriter(writer.id, undo.role, writer);
    this.addTending('undo', undo, { tend: true, requestId: EventField.eventId }, undelivered);
    this.addRestore(undelivered);
  }

  /** Brings guardrails back; it writes nothing of IAM. */
  private addRestore(undelivered: Queue): void {
    const reads = [...readWholeAccount(), readGuardrailTags(this.place)];
    const restore = this.addFunction('restore-guardrail', [ownRoles.writeGuardrails], [], reads);
    this.addWriter('WriteGuardrails', restore.role, {
      name: ownRoles.writeGuardrails,
      description: 'Makes guardrails again and puts back what they lost, once a restoration',
      statements: [...writeGuardrails(this.place), ...this.never],
      reasons: guardrailReasons,
    });
    this.addTending('restore-guardrail', restore, { tend: true, eventId: EventField.eventId }, undelivered);
  }

  /** Undo has a role for each kind of write, as containment has: all of them can widen. */
  private undoWriters(configuration: Configuration): readonly (Writer & { id: string })[] {
    const { place, never } = this;
    return [
      {
        id: 'UndoBoundary',
        name: ownRoles.undoBoundary,
        description:
          'Takes off permissions boundaries that Ringfence set, and puts back what they replaced, once a saga',
        statements: [...takeBackBoundaries(place, configuration), ...never],
        reasons: boundaryReasons,
      },
      ...(configuration.containInline === 'off'
        ? []
        : [
            {
              id: 'UndoInline',
              name: ownRoles.undoInline,
              description: 'Takes off inline and attached Denies that Ringfence set, once a saga',
              statements: [...takeBackDenies(place), ...never],
              reasons: denyReasons,
            },
          ]),
      ...(configuration.containKeys
        ? [
            {
              id: 'UndoKeys',
              name: ownRoles.undoKeys,
              description: 'Makes credentials active that Ringfence made inactive, once a saga',
              statements: [...setCredentialStatus(place), ...never],
              reasons: credentialReasons,
            },
          ]
        : []),
    ];
  }

  /** The optional functions, each with the one role that it becomes. */
  private addAskedFunctions({
    containInline,
    containKeys,
    protectedPrincipals,
  }: Configuration): readonly OwnFunction[] {
    const { place } = this;
    const asked: OwnFunction[] = [];
    if (containInline !== 'off') {
      const made = this.addAskedFunction('contain-inline', ownRoles.writeInline, [readOwnPolicies(place)]);
      const may = ['iam:AttachRolePolicy', 'iam:AttachUserPolicy', 'iam:PutRolePolicy', 'iam:PutUserPolicy'] as const;
      this.addWriter('WriteInline', made.role, {
        name: ownRoles.writeInline,
        description: 'Writes Denies beside the policies of a principal, once a saga',
        statements: [...writeOwnDenies(place, containInline), ...neverWrite(place, protectedPrincipals, may)],
        reasons: denyReasons,
      });
      asked.push(made);
    }
    if (containKeys) {
      const made = this.addAskedFunction('contain-keys', ownRoles.deactivateKeys, []);
      this.addWriter('DeactivateKeys', made.role, {
        name: ownRoles.deactivateKeys,
        description: 'Makes credentials inactive, once a saga',
        statements: [...setCredentialStatus(place), ...this.never],
        reasons: credentialReasons,
      });
      asked.push(made);
    }
    return asked;
  }

  private addWriter(id: string, assumedBy: IRole, { name, description, statements, reasons }: Writer): void {
    new SagaRole(this, id, { name, description, assumedBy, statements, wildcardReasons: reasons });
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

  private become(roles: readonly string[]): PolicyStatement {
    return new PolicyStatement({
      sid: 'BecomeSagaRole',
      actions: ['sts:AssumeRole'],
      resources: roles.map((role) =>
        this.formatArn({ service: 'iam', region: '', resource: `role/ringfence/${role}` }),
      ),
    });
  }

  private addFunction(
    name: string,
    become: readonly string[],
    asks: readonly OwnFunction[],
    reads: readonly PolicyStatement[] = [readPrincipals()],
  ): QueuedFunction {
    const { configuration, detection } = this.given;
    const made = new QueuedFunction(this, name, {
      name,
      bundles: configuration.bundles,
      environment: {
        ...functionEnvironment(this, { configuration, ...detection.surroundings() }),
        ...(asks.length === 0 ? {} : writersToAsk(configuration)),
      },
      statements: [
        ...reads,
        useItems('UseFindings', detection.memory.findings, ['open']),
        useItems('UseState', detection.memory.state),
        appendHistory(detection.memory.history),
        detection.switches.read(),
        ...detection.announcements.publish(),
        this.become(become),
        ...(asks.length === 0
          ? []
          : [
              new PolicyStatement({
                sid: 'AskWriters',
                actions: ['lambda:InvokeFunction'],
                resources: asks.map((each) => each.function.functionArn),
              }),
            ]),
      ],
      wildcardReasons: { ...readReasons, ...recordedCallsReasons, ...guardrailReasons },
      logRetentionDays: configuration.logRetentionDays,
      maxConcurrency: 2,
      fifo: true,
      // Two agreeing reads before a write, and two after it.
      timeout: Duration.minutes(5),
      key: detection.ownKey.key,
    });
    this.alarms.watch(name, made);
    return made;
  }

  /** It reads the switches, becomes its role, and knows nothing else of Ringfence. */
  private addAskedFunction(name: string, become: string, reads: readonly PolicyStatement[]): OwnFunction {
    const { configuration, detection } = this.given;
    const made = new OwnFunction(this, name, {
      name,
      bundles: configuration.bundles,
      environment: functionEnvironment(this, { configuration, ...detection.surroundings() }),
      statements: [...reads, detection.switches.read(), this.become([become])],
      wildcardReasons: denyReasons,
      logRetentionDays: configuration.logRetentionDays,
      // Shorter than the caller waits, so that its answer is not lost while it still works.
      timeout: Duration.seconds(25),
      logKey: detection.ownKey.key,
    });
    this.alarms.watchCalled(name, made);
    return made;
  }
}
