import { PublishCommand, type SNSClient } from '@aws-sdk/client-sns';
import { isUrgent } from '../../findings/formats/alert-text.ts';
import { busEntry } from '../../findings/formats/event.ts';
import { alertMessage, eventMessage, type EventMessage } from '../../findings/formats/sns.ts';
import { stories, type Story } from '../../findings/story.ts';
import type { Notifier } from '../../ports/containment-ports.ts';
import type { Notice } from '../../response/notice.ts';
import type { EventBridgePublisher } from './event-bridge-publisher.ts';
import { noticeEvents, type Emitter } from './notices/notice-events.ts';
import { plainAlert, plainMessage } from './notices/plain-alert.ts';

/** `escalations`: whoever is told when nobody answers. */
export type SnsTopics = { alerts: string; urgent: string; escalations: string; events: string };
export type NotifierSettings = { topics: SnsTopics; emitter: Emitter; environment?: string };

/** People first, then machines. What fails leaves the notice in the outbox; consumers drop repeats by its key. */
export class SnsNotifier implements Notifier {
  private readonly sns: SNSClient;
  private readonly publisher: EventBridgePublisher;
  private readonly settings: NotifierSettings;

  constructor(sns: SNSClient, publisher: EventBridgePublisher, settings: NotifierSettings) {
    this.sns = sns;
    this.publisher = publisher;
    this.settings = settings;
  }

  async send(notice: Notice): Promise<void> {
    const { emitter, environment } = this.settings;
    await this.tellPeople(notice);
    const events = noticeEvents(notice, emitter);
    const where = {
      ...('mode' in notice ? { mode: notice.mode } : {}),
      ...(environment === undefined ? {} : { environment }),
    };
    for (const event of events) await this.publishEvent(eventMessage(event, where));
    await this.publisher.put(events.map(busEntry));
  }

  private async tellPeople(notice: Notice): Promise<void> {
    if (notice.kind !== 'findings' && notice.kind !== 'tampering') {
      const alert = plainAlert(notice);
      if (alert === undefined) return;
      const event = noticeEvents(notice, this.settings.emitter)[0];
      const message = plainMessage(alert, notice, event);
      await this.publishAlert(message, alert.urgent ? 'urgent' : 'alerts');
      if (notice.kind === 'waiting' && notice.stage === 'escalated') await this.publishAlert(message, 'escalations');
      return;
    }
    const told = notice.kind === 'findings' && notice.tell !== undefined ? new Set(notice.tell) : undefined;
    const findings = notice.findings.filter(({ id }) => told === undefined || told.has(id));
    const open = notice.kind === 'findings' ? (notice.open ?? []) : [];
    for (const story of stories(findings, open)) {
      const urgent = notice.kind === 'tampering' || isUrgent(story);
      await this.publishAlert(this.storyMessage(story, notice), urgent ? 'urgent' : 'alerts');
    }
  }

  private storyMessage(story: Story, notice: Notice): { subject: string; message: string } {
    const { emitter } = this.settings;
    const event = noticeEvents(
      { ...notice, kind: 'findings', findings: [story.lead], mode: 'mode' in notice ? notice.mode : 'observe' },
      emitter,
    )[0];
    if (event === undefined) throw new RangeError(`a finding without its event: ${story.lead.id}`);
    return alertMessage({
      story,
      mode: 'mode' in notice ? notice.mode : 'observe',
      versions: emitter,
      event,
      eventType: event.data.type,
    });
  }

  private async publishAlert(
    message: { subject: string; message: string },
    topic: Exclude<keyof SnsTopics, 'events'>,
  ): Promise<void> {
    await this.sns.send(
      new PublishCommand({
        TopicArn: this.settings.topics[topic],
        Subject: message.subject,
        MessageStructure: 'json',
        Message: message.message,
      }),
    );
  }

  private async publishEvent(message: EventMessage): Promise<void> {
    await this.sns.send(
      new PublishCommand({
        TopicArn: this.settings.topics.events,
        Message: message.message,
        MessageAttributes: Object.fromEntries(
          Object.entries(message.attributes).map(([name, { dataType, value }]) => [
            name,
            { DataType: dataType, StringValue: value },
          ]),
        ),
      }),
    );
  }
}
