import { EventBus } from 'aws-cdk-lib/aws-events';
import type { Key } from 'aws-cdk-lib/aws-kms';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import { Construct } from 'constructs';
import { ownName } from '../own-names.ts';

export type AnnouncementsProps = {
  key: Key;
  alertEmails: readonly string[];
  escalationEmails: readonly string[];
  account: string;
};

/**
 * Where people and machines are told. Three topics for people: `urgent` carries what is high, critical, or broken; `escalations` what
 * nobody has answered.
 */
export class Announcements extends Construct {
  readonly alerts: Topic;
  readonly urgent: Topic;
  readonly escalations: Topic;
  readonly events: Topic;
  readonly bus: EventBus;

  constructor(scope: Construct, id: string, props: AnnouncementsProps) {
    super(scope, id);
    const topic = (part: string, name: string) =>
      new Topic(this, part, { topicName: ownName(name), masterKey: props.key, enforceSSL: true });
    this.alerts = topic('Alerts', 'alerts');
    this.urgent = topic('Urgent', 'alerts-urgent');
    this.escalations = topic('Escalations', 'escalations');
    this.events = topic('Events', 'events');
    for (const address of props.alertEmails) {
      this.alerts.addSubscription(new EmailSubscription(address));
      this.urgent.addSubscription(new EmailSubscription(address));
    }
    const next = props.escalationEmails.length === 0 ? props.alertEmails : props.escalationEmails;
    for (const address of next) this.escalations.addSubscription(new EmailSubscription(address));
    this.bus = new EventBus(this, 'Bus', { eventBusName: 'ringfence', description: 'What Ringfence says happened' });

    // An alarm that cannot use the topic's key says nothing to anybody.
    const alarms = new ServicePrincipal('cloudwatch.amazonaws.com');
    const ownAccount = { StringEquals: { 'aws:SourceAccount': props.account } };
    props.key.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsUseTopics',
        principals: [alarms],
        actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
        resources: ['*'],
        conditions: ownAccount,
      }),
    );
    this.urgent.addToResourcePolicy(
      new PolicyStatement({
        sid: 'AlarmsPublish',
        principals: [alarms],
        actions: ['sns:Publish'],
        resources: [this.urgent.topicArn],
        conditions: ownAccount,
      }),
    );
  }

  /** For a function that tells people. */
  publish(): PolicyStatement[] {
    return [
      new PolicyStatement({
        sid: 'PublishAlerts',
        actions: ['sns:Publish'],
        resources: [this.alerts.topicArn, this.urgent.topicArn, this.escalations.topicArn, this.events.topicArn],
      }),
      new PolicyStatement({
        sid: 'PutOwnEvents',
        actions: ['events:PutEvents'],
        resources: [this.bus.eventBusArn],
      }),
    ];
  }
}
