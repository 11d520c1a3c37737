import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IQueue, Queue } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ownName } from '../own-names.ts';
import type { ChangeRule } from '../../shared/runtime/event-rules/change-patterns.ts';

export type ChangeListenerProps = {
  /** The function's name; the rules carry it. */
  name: string;
  rules: readonly ChangeRule[];
  queue: Queue;
  /** Where EventBridge puts what it could not deliver to the queue. */
  undelivered: Queue;
};

/** Rules on the default bus that bring CloudTrail's calls to one function's queue. */
export class ChangeListener extends Construct {
  constructor(scope: Construct, id: string, props: ChangeListenerProps) {
    super(scope, id);
    const rules = props.rules.map(
      (rule) =>
        new CfnRule(this, rule.name, {
          name: ownName(`${props.name}-${rule.name}`),
          description: `Calls that start ${props.name}`,
          eventPattern: rule.pattern,
          // "Events from AWS services via CloudTrail": only this state lets read-only management events through.
          state: rule.readOnly ? 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' : 'ENABLED',
          targets: [
            {
              id: 'queue',
              arn: props.queue.queueArn,
              deadLetterConfig: { arn: props.undelivered.queueArn },
              retryPolicy: { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 },
            },
          ],
        }),
    );
    allowRules(
      props.queue,
      props.name,
      rules.map((rule) => rule.attrArn),
    );
    allowRules(
      props.undelivered,
      props.name,
      rules.map((rule) => rule.attrArn),
    );
  }
}

/** Only these rules may put messages: an event is evidence of where it came from. */
export const allowRules = (queue: IQueue, name: string, ruleArns: readonly string[]): void => {
  queue.addToResourcePolicy(
    new PolicyStatement({
      sid: `RulesOf${name.replaceAll('-', '')}`,
      principals: [new ServicePrincipal('events.amazonaws.com')],
      actions: ['sqs:SendMessage'],
      resources: [queue.queueArn],
      conditions: { ArnEquals: { 'aws:SourceArn': [...ruleArns] } },
    }),
  );
};
