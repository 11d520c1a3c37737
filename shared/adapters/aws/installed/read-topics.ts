import { paginateListSubscriptionsByTopic, type SNSClient } from '@aws-sdk/client-sns';
import { allowedBy, unlessMissing } from '../state/state-fact.ts';
import type { InstalledTopic } from './installed-parts.ts';

/** What a subscription has for an ARN until its owner agrees (Amazon SNS API Reference, "Subscribe"). */
const pending = 'PendingConfirmation';

/** Who hears what Ringfence says. Whom a topic belongs to decides nothing: a mail, a queue and a chat count alike. */
export const readTopics = async (sns: SNSClient, arns: readonly string[]): Promise<readonly InstalledTopic[]> => {
  const topics: InstalledTopic[] = [];
  for (const arn of arns) {
    const found = await unlessMissing(['NotFound', 'NotFoundException'], () =>
      allowedBy('sns:ListSubscriptionsByTopic', async () => {
        const all: string[] = [];
        for await (const page of paginateListSubscriptionsByTopic({ client: sns }, { TopicArn: arn }))
          for (const { SubscriptionArn = '' } of page.Subscriptions ?? []) all.push(SubscriptionArn);
        return all;
      }),
    );
    const waiting = (found ?? []).filter((each) => each === pending).length;
    // One that was deleted is listed for a while, by this word.
    const ended = (found ?? []).filter((each) => each === '' || each === 'Deleted').length;
    topics.push({
      arn,
      there: found !== undefined,
      confirmed: (found ?? []).length - waiting - ended,
      waiting,
    });
  }
  return topics;
};
