import { Duration, Stack, type StackProps } from 'aws-cdk-lib';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { acknowledge } from '../constructs/acknowledge.ts';
import { allowRules } from '../constructs/change-listener.ts';
import { keepOwnPolicy } from '../constructs/one-policy.ts';
import { forwarderRole, ownName, ownPath } from '../own-names.ts';
import { changeRules } from '../../shared/runtime/event-rules/change-patterns.ts';
import type { HeardEvent } from '../../shared/runtime/event-rules/heard-events.ts';

export type ForwardingStackProps = StackProps & {
  /** What the functions of the home Region hear. Events that exist in one Region only are left out here. */
  events: readonly HeardEvent[];
  home: string;
};

/**
 * For one further Region: sends the events of AI services to the default bus of the home Region, where the functions hear
 * them. Without it a change there is seen by the next sweep only.
 */
export class ForwardingStack extends Stack {
  constructor(scope: Construct, id: string, props: ForwardingStackProps) {
    super(scope, id, props);
    const homeBus = `arn:${this.partition}:events:${props.home}:${this.account}:event-bus/default`;
    const undelivered = new Queue(this, 'Undelivered', {
      queueName: ownName('undelivered'),
      encryption: QueueEncryption.SQS_MANAGED,
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
    });
    acknowledge(undelivered, 'AwsSolutions-SQS3', 'It is itself the dead-letter queue of every rule that forwards.');
    const role = new Role(this, 'Role', {
      roleName: forwarderRole(this.region),
      path: ownPath,
      assumedBy: new ServicePrincipal('events.amazonaws.com'),
      description: `Forwards events of ${this.region} to Ringfence in ${props.home}`,
    });
    role.addToPolicy(new PolicyStatement({ sid: 'PutOnHomeBus', actions: ['events:PutEvents'], resources: [homeBus] }));
    keepOwnPolicy(role);
    const regional = props.events.filter(({ regions }) => regions !== 'us-east-1');
    const rules = changeRules(regional, [this.account]).map(
      (rule) =>
        new CfnRule(this, rule.name, {
          name: ownName(`forward-${rule.name}`),
          description: `Forwards calls to Ringfence in ${props.home}`,
          eventPattern: rule.pattern,
          state: rule.readOnly ? 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' : 'ENABLED',
          targets: [
            { id: 'home', arn: homeBus, roleArn: role.roleArn, deadLetterConfig: { arn: undelivered.queueArn } },
          ],
        }),
    );
    allowRules(
      undelivered,
      'forward',
      rules.map((rule) => rule.attrArn),
    );
  }
}
