import { Duration } from 'aws-cdk-lib';
import { Rule, RuleTargetInput, Schedule as Rate } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ownName } from '../own-names.ts';

export type ScheduleProps = {
  name: string;
  description: string;
  everyMinutes: number;
  queue: Queue;
  undelivered: Queue;
  message: Readonly<Record<string, unknown>>;
  /** For a queue that keeps order. */
  group?: string;
};

/** Puts one message on a function's queue by the clock, as another function or a person would. */
export class Schedule extends Construct {
  constructor(scope: Construct, id: string, props: ScheduleProps) {
    super(scope, id);
    new Rule(this, 'Rule', {
      ruleName: ownName(props.name),
      description: props.description,
      schedule: Rate.rate(Duration.minutes(props.everyMinutes)),
      targets: [
        new SqsQueue(props.queue, {
          deadLetterQueue: props.undelivered,
          message: RuleTargetInput.fromObject(props.message),
          ...(props.group === undefined ? {} : { messageGroupId: props.group }),
        }),
      ],
    });
  }
}
