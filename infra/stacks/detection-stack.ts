import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { checks } from '../../shared/checks/catalogue.ts';
import type { Configuration } from '../configuration/configuration.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { Announcements } from '../constructs/announcements.ts';
import { ChangeListener } from '../constructs/change-listener.ts';
import { FunctionAlarms } from '../constructs/function-alarms.ts';
import { Memory } from '../constructs/memory.ts';
import { OwnKey } from '../constructs/own-key.ts';
import { QueuedFunction } from '../constructs/queued-function.ts';
import { SweepSchedule } from '../constructs/sweep-schedule.ts';
import { Switches } from '../constructs/switches.ts';
import { functionEnvironment, type Surroundings } from '../function-environment.ts';
import { ownName } from '../own-names.ts';
import { changeRules } from '../patterns/change-patterns.ts';
import { heardEvents, type HeardEvent, type Listener, orphanTriggers } from '../patterns/heard-events.ts';
import { readGuardrails, readPrincipals, readReasons } from '../policies/read-account.ts';
import { appendHistory, useItems } from '../policies/use-tables.ts';

export type DetectionStackProps = StackProps & { configuration: Configuration };

/** Functions that EventBridge starts and that this version has. */
const evaluators = ['evaluate-access-change', 'evaluate-guardrail-change'] as const satisfies readonly Listener[];

/**
 * Hears, judges, tells, remembers. No role in this stack can write to IAM: reading comes before writing, and many owners
 * will never add the other stack.
 */
export class DetectionStack extends Stack {
  readonly memory: Memory;
  readonly announcements: Announcements;
  readonly switches: Switches;
  readonly ownKey: OwnKey;
  readonly alarms: FunctionAlarms;
  /** What all functions hear. */
  readonly events: readonly HeardEvent[];

  constructor(scope: Construct, id: string, props: DetectionStackProps) {
    super(scope, id, props);
    const { configuration } = props;
    // A check whose own function is not part of this version is asked by the one that evaluates access.
    const orphans = orphanTriggers(checks, evaluators, configuration.listenTo);

    this.ownKey = new OwnKey(this, 'OwnKey');
    const { key } = this.ownKey;
    this.memory = new Memory(this, 'Memory', key);
    this.announcements = new Announcements(this, 'Announcements', {
      key,
      alertEmails: configuration.alertEmails,
      account: this.account,
    });
    this.switches = new Switches(this, 'Switches');
    this.alarms = new FunctionAlarms(this, 'Alarms', this.announcements.urgent);

    const undelivered = new Queue(this, 'Undelivered', {
      queueName: ownName('undelivered'),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(undelivered, 'AwsSolutions-SQS3', 'It is itself the dead-letter queue of every EventBridge rule.');
    this.alarms.notEmpty('undelivered', undelivered, 'EventBridge could not deliver an event to a queue of Ringfence.');

    const heard = evaluators.map((name) => ({
      name,
      events: heardEvents(name, configuration.listenTo, name === 'evaluate-access-change' ? orphans : []),
    }));
    this.events = [...new Map(heard.flatMap(({ events }) => events).map((event) => [event.trigger, event])).values()];
    for (const { name, events } of heard) {
      const made = this.addFunction(name, configuration, [readPrincipals(), readGuardrails()]);
      new ChangeListener(this, `Changes-${name}`, {
        name,
        rules: changeRules(events, [this.account]),
        queue: made.queue,
        undelivered,
      });
    }
    const sweep = this.addFunction(
      'sweep-account',
      configuration,
      [readPrincipals(), readGuardrails()],
      Duration.minutes(15),
    );
    new SweepSchedule(this, 'SweepSchedule', {
      account: this.account,
      everyHours: configuration.sweepEveryHours,
      queue: sweep.queue,
      undelivered,
    });
    this.alarms.silent(
      'sweep',
      sweep.function.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' }),
      Math.min(24, 2 * configuration.sweepEveryHours),
      'Ringfence has not swept the account for two intervals: changes whose events were lost are not seen.',
    );
  }

  surroundings(): Omit<Surroundings, 'configuration'> {
    return { memory: this.memory, announcements: this.announcements, switches: this.switches };
  }

  private addFunction(
    name: string,
    configuration: Configuration,
    reads: readonly PolicyStatement[],
    timeout?: Duration,
  ): QueuedFunction {
    const made = new QueuedFunction(this, name, {
      name,
      bundles: configuration.bundles,
      environment: functionEnvironment(this, { configuration, ...this.surroundings() }),
      statements: [
        ...reads,
        useItems('UseFindings', this.memory.findings, ['open']),
        useItems('UseState', this.memory.state),
        appendHistory(this.memory.history),
        this.switches.read(),
        ...this.announcements.publish(),
        new PolicyStatement({
          sid: 'AskForWork',
          actions: ['sqs:SendMessage'],
          resources: [
            ownName('sweep-account'),
            ...(configuration.containment ? [`${ownName('contain')}.fifo`] : []),
          ].map((queue) => this.formatArn({ service: 'sqs', resource: queue })),
        }),
      ],
      wildcardReasons: readReasons,
      logRetentionDays: configuration.logRetentionDays,
      maxConcurrency: configuration.maxConcurrency,
      key: this.ownKey.key,
      ...(timeout === undefined ? {} : { timeout }),
    });
    this.alarms.watch(name, made);
    return made;
  }
}
