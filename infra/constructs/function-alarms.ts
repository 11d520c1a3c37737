import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ownName } from '../own-names.ts';
import type { OwnFunction } from './own-function.ts';
import type { QueuedFunction } from './queued-function.ts';

/** Headings of docs/operate.md: whoever is woken finds there what it means and what to do. */
type Section =
  | 'A function fails'
  | 'A function is held back'
  | 'Dead letters'
  | 'Events wait'
  | 'No heartbeat'
  | 'No sweep'
  | 'Undelivered';

const withRunbook = (description: string, section: Section): string =>
  `${description} Runbook: docs/operate.md, "${section}".`;

const fiveMinutes = Duration.minutes(5);

/** What must happen `atLeast` so often in an hour. */
type Silence = { hours: number; description: string; section?: Section; atLeast?: number };

/** Every way a function can fail in silence has an alarm that reaches a person. */
export class FunctionAlarms extends Construct {
  private readonly topic: ITopic;

  constructor(scope: Construct, id: string, topic: ITopic) {
    super(scope, id);
    this.topic = topic;
  }

  watch(name: string, watched: QueuedFunction): void {
    this.notEmpty(
      name,
      watched.deadLetters,
      `Ringfence could not handle an event (${name}). Nothing is lost: redrive it.`,
    );
    this.watchCalled(name, watched);
    this.alarm(
      `${name}-age`,
      watched.queue.metricApproximateAgeOfOldestMessage({ period: fiveMinutes, statistic: 'Maximum' }),
      {
        threshold: 900,
        description: `Events have waited for the Ringfence function ${name} for 15 minutes.`,
        section: 'Events wait',
      },
    );
  }

  /** A function that another one calls: it has no queue of its own. */
  watchCalled(name: string, watched: OwnFunction): void {
    this.alarm(`${name}-errors`, watched.function.metricErrors({ period: fiveMinutes, statistic: 'Sum' }), {
      threshold: 1,
      description: `The Ringfence function ${name} failed as a whole.`,
      section: 'A function fails',
    });
    this.alarm(`${name}-throttles`, watched.function.metricThrottles({ period: fiveMinutes, statistic: 'Sum' }), {
      threshold: 1,
      evaluationPeriods: 3,
      description: `The Ringfence function ${name} is held back by the account's concurrency.`,
      section: 'A function is held back',
    });
  }

  notEmpty(name: string, queue: IQueue, description: string): void {
    this.alarm(
      `${name}-dead-letters`,
      queue.metricApproximateNumberOfMessagesVisible({ period: fiveMinutes, statistic: 'Maximum' }),
      {
        threshold: 1,
        description,
        section: name.startsWith('undelivered') ? 'Undelivered' : 'Dead letters',
      },
    );
  }

  /** The dead man's switch: something that must happen did not. */
  silent(name: string, metric: IMetric, { hours, description, section = 'No sweep', atLeast = 1 }: Silence): void {
    const alarm = new Alarm(this, `${name}-silent`, {
      alarmName: ownName(`${name}-silent`),
      alarmDescription: withRunbook(description, section),
      metric,
      threshold: atLeast,
      evaluationPeriods: hours,
      datapointsToAlarm: hours,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }

  /** @param atLeast how many an hour: one for each Region whose events the function hears */
  noHeartbeat(service: string, atLeast: number, description: string): void {
    const heard = new Metric({
      namespace: 'Ringfence',
      metricName: 'HeartbeatsHeard',
      dimensionsMap: { service },
      statistic: 'Sum',
      period: Duration.hours(1),
    });
    this.silent(`${service}-heartbeat`, heard, { hours: 3, description, section: 'No heartbeat', atLeast });
  }

  /** A sweep that begins and never ends runs all the time, and sees nothing. */
  sweepLate(hours: number): void {
    const age = new Metric({
      namespace: 'Ringfence',
      metricName: 'SweepAgeMinutes',
      dimensionsMap: { service: 'notify' },
      statistic: 'Maximum',
      period: Duration.hours(1),
    });
    this.alarm('sweep-late', age, {
      threshold: hours * 60,
      description: `The last sweep of Ringfence ended more than ${hours} hours ago.`,
      section: 'No sweep',
    });
  }

  private alarm(
    name: string,
    metric: IMetric,
    input: { threshold: number; description: string; section: Section; evaluationPeriods?: number },
  ): void {
    const alarm = new Alarm(this, name, {
      alarmName: ownName(name),
      alarmDescription: withRunbook(input.description, input.section),
      metric,
      threshold: input.threshold,
      evaluationPeriods: input.evaluationPeriods ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    alarm.addAlarmAction(new SnsAction(this.topic));
  }
}
