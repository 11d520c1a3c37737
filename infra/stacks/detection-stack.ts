import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { EventField } from 'aws-cdk-lib/aws-events';
import { Effect, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { checks } from '../../shared/checks/catalogue.ts';
import { type Configuration, furtherRegions } from '../../shared/runtime/installation/configuration.ts';
import { acknowledge } from '../constructs/acknowledge.ts';
import { Announcements } from '../constructs/announcements.ts';
import { ChangeListener } from '../constructs/change-listener.ts';
import { FunctionAlarms } from '../constructs/function-alarms.ts';
import { Memory } from '../constructs/memory.ts';
import { Overview, type OverviewProps } from '../constructs/overview.ts';
import { OwnKey } from '../constructs/own-key.ts';
import { QueuedFunction } from '../constructs/queued-function.ts';
import { Schedule } from '../constructs/schedule.ts';
import { Switches } from '../constructs/switches.ts';
import { functionEnvironment, type Surroundings } from '../function-environment.ts';
import { ownName } from '../own-names.ts';
import { changeRules } from '../../shared/runtime/event-rules/change-patterns.ts';
import {
  heardEvents,
  type HeardEvent,
  type Listener,
  listeners,
  orphanTriggers,
} from '../../shared/runtime/event-rules/heard-events.ts';
import {
  readGuardrails,
  readOrganisation,
  readOrganisationGuardrails,
  readPrincipals,
  readReasons,
  readRunners,
  readWholeAccount,
} from '../policies/read-account.ts';
import { readRelease, releaseReasons } from '../policies/read-release.ts';
import { appendHistory, useItems } from '../policies/use-tables.ts';

export type DetectionStackProps = StackProps & { configuration: Configuration };

/** What each function that hears changes may read and do besides the memory that all share. */
const listenerStatements = (
  switches: Switches,
  askForWork: PolicyStatement,
): Record<Listener, readonly PolicyStatement[]> => ({
  // Runners and the organisation: what a sweep judges a principal by, or one would resolve what the other finds.
  'evaluate-access-change': [readPrincipals(), readRunners(), readOrganisation(), askForWork, switches.stop()],
  // Principals, runners and the organisation: who names a guardrail that was deleted, and who is refused under one that is enforced.
  'evaluate-guardrail-change': [
    readGuardrails(),
    readPrincipals(),
    readRunners(),
    readOrganisation(),
    readOrganisationGuardrails(),
    askForWork,
  ],
  'evaluate-ai-activity': [],
  'watch-tampering': [readPrincipals(), switches.stop()],
});

/** Both stacks on one page: whoever looks wants to see what was heard and what was done about it. */
const overviewOf = (configuration: Configuration): OverviewProps => {
  const { containment, containInline, containKeys, environment } = configuration;
  const acting = ['contain', 'undo', 'restore-guardrail'].map((name) => ({ name, fifo: true as const }));
  return {
    queued: [
      ...[...listeners, 'notify', 'sweep-account', 'heartbeat'].map((name) => ({ name })),
      ...(containment ? acting : []),
    ],
    called: [...(containInline === 'off' ? [] : ['contain-inline']), ...(containKeys ? ['contain-keys'] : [])],
    undelivered: ['undelivered', ...(containment ? ['undelivered-containment'] : [])],
    containment,
    ...(environment === undefined ? {} : { environment }),
  };
};

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
  /** Where EventBridge puts what it could not deliver. */
  readonly undelivered: Queue;
  /** What all functions hear. */
  readonly events: readonly HeardEvent[];

  constructor(scope: Construct, id: string, props: DetectionStackProps) {
    super(scope, id, props);
    const { configuration } = props;
    this.ownKey = new OwnKey(this, 'OwnKey');
    const { key } = this.ownKey;
    this.memory = new Memory(this, 'Memory', key);
    this.announcements = new Announcements(this, 'Announcements', {
      key,
      alertEmails: configuration.alertEmails,
      escalationEmails: configuration.escalationEmails,
      account: this.account,
    });
    this.switches = new Switches(this, 'Switches');
    this.alarms = new FunctionAlarms(this, 'Alarms', this.announcements.urgent);

    this.undelivered = new Queue(this, 'Undelivered', {
      queueName: ownName('undelivered'),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(this.undelivered, 'AwsSolutions-SQS3', 'It is itself the dead-letter queue of every EventBridge rule.');
    this.alarms.notEmpty(
      'undelivered',
      this.undelivered,
      'EventBridge could not deliver an event to a queue of Ringfence.',
    );

    // A check that waits for events which nobody asked for, such as model calls, is asked after them all the same.
    const orphans = orphanTriggers(checks, listeners, configuration.listenTo);
    const heard = listeners.map((name) => ({
      name,
      events: heardEvents(name, configuration.listenTo, name === 'evaluate-access-change' ? orphans : []),
    }));
    this.events = [...new Map(heard.flatMap(({ events }) => events).map((event) => [event.trigger, event])).values()];
    const askForWork = this.askForWork(configuration);
    const statements = listenerStatements(this.switches, askForWork);
    for (const { name, events } of heard) {
      const made = this.addFunction(name, configuration, statements[name]);
      new ChangeListener(this, `Changes-${name}`, {
        name,
        rules: changeRules(events, [this.account]),
        queue: made.queue,
        undelivered: this.undelivered,
      });
    }

    const notify = this.addFunction('notify', configuration, []);
    new Schedule(this, 'NotifySchedule', {
      name: 'notify',
      description: 'Sends notices that could not be sent when they were made',
      everyMinutes: 5,
      queue: notify.queue,
      undelivered: this.undelivered,
      message: { because: 'schedule' },
    });
    const sweep = this.addFunction(
      'sweep-account',
      configuration,
      [...readWholeAccount(), ...readRelease(this), askForWork],
      Duration.minutes(15),
    );
    new Schedule(this, 'SweepSchedule', {
      name: 'sweep',
      description: 'Asks for a full evaluation of the account: events are hints, the sweep is the truth',
      everyMinutes: 60 * configuration.sweepEveryHours,
      queue: sweep.queue,
      undelivered: this.undelivered,
      message: { accountId: this.account, because: 'schedule', eventId: EventField.eventId },
    });
    this.alarms.silent('sweep', sweep.function.metricInvocations({ period: Duration.hours(1), statistic: 'Sum' }), {
      hours: 2 * configuration.sweepEveryHours,
      description:
        'Ringfence has not swept the account for two intervals: changes whose events were lost are not seen.',
    });
    this.addHeartbeat(configuration);
    this.alarms.sweepLate(2 * configuration.sweepEveryHours);
    new Overview(this, 'Overview', overviewOf(configuration));
  }

  surroundings(): Omit<Surroundings, 'configuration'> {
    return { memory: this.memory, announcements: this.announcements, switches: this.switches };
  }

  /** Whether events come at all is seen by one that must, and its absence by an alarm that needs none of the functions. */
  private addHeartbeat(configuration: Configuration): void {
    const never = new PolicyStatement({
      sid: 'NeverSucceeds',
      effect: Effect.DENY,
      actions: ['bedrock:DeleteGuardrail', 'iam:TagRole'],
      resources: ['*'],
    });
    const { queue } = this.addFunction('heartbeat', configuration, [never]);
    new Schedule(this, 'HeartbeatSchedule', {
      name: 'heartbeat',
      description: 'Asks for a refused call in each watched Region, whose event must come back',
      everyMinutes: 60,
      queue,
      undelivered: this.undelivered,
      message: { because: 'schedule', eventId: EventField.eventId },
    });
    this.alarms.noHeartbeat('evaluate-access-change', 1, 'No event of IAM has come for three hours.');
    const further = furtherRegions(configuration);
    if (further.length > 0)
      this.alarms.noHeartbeat(
        'evaluate-guardrail-change',
        further.length,
        `From at least one of ${further.join(', ')} no event has come for three hours.`,
      );
  }

  /** Sweeps, and containment and restoration where they are installed, are asked for on their queues. */
  private askForWork({ containment }: Configuration): PolicyStatement {
    const acting = [`${ownName('contain')}.fifo`, `${ownName('restore-guardrail')}.fifo`];
    const queues = [ownName('sweep-account'), ...(containment ? acting : [])];
    return new PolicyStatement({
      sid: 'AskForWork',
      actions: ['sqs:SendMessage'],
      resources: queues.map((queue) => this.formatArn({ service: 'sqs', resource: queue })),
    });
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
      ],
      wildcardReasons: { ...readReasons, ...releaseReasons },
      logRetentionDays: configuration.logRetentionDays,
      maxConcurrency: configuration.maxConcurrency,
      key: this.ownKey.key,
      ...(timeout === undefined ? {} : { timeout }),
    });
    this.alarms.watch(name, made);
    return made;
  }
}
