import { Duration } from 'aws-cdk-lib';
import { EventField, Rule, RuleTargetInput, Schedule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ownName } from '../own-names.ts';

export type SweepScheduleProps = { account: string; everyHours: number; queue: Queue; undelivered: Queue };

/** Events are hints, the sweep is the truth: a full evaluation is asked for by the clock, as a function would ask for it. */
export class SweepSchedule extends Construct {
  constructor(scope: Construct, id: string, props: SweepScheduleProps) {
    super(scope, id);
    new Rule(this, 'Rule', {
      ruleName: ownName('sweep'),
      description: 'Asks for a full evaluation of the account',
      schedule: Schedule.rate(Duration.hours(props.everyHours)),
      targets: [
        new SqsQueue(props.queue, {
          deadLetterQueue: props.undelivered,
          message: RuleTargetInput.fromObject({
            accountId: props.account,
            because: 'schedule',
            eventId: EventField.eventId,
          }),
        }),
      ],
    });
  }
}
