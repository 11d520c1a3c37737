import type { InstalledTopic } from '../../../shared/adapters/aws/installed/installed-parts.ts';
import type { DoctorItem } from '../doctor-item.ts';
import { deployAgain } from './deploy-again.ts';
import { ok } from './item-of.ts';

/** What nobody would hear. Alarms of Ringfence itself are urgent too, so that without them silence looks like health. */
const carries: Readonly<Record<string, { what: string; level: DoctorItem['level'] }>> = {
  'ringfence-alerts-urgent': { what: 'alarms, and findings that are high or critical,', level: 'error' },
  'ringfence-alerts': { what: 'findings below high', level: 'warning' },
  'ringfence-escalations': { what: 'plans that nobody has answered', level: 'warning' },
};

/** Somebody is told: each topic for people has a subscriber who confirmed. */
export const topicItems = (topics: readonly InstalledTopic[]): readonly DoctorItem[] => {
  const items = topics.flatMap(itemsOf);
  return items.length > 0 ? items : [ok('topics', `${topics.length} topics for people have subscribers`)];
};

const itemsOf = ({ arn, there, confirmed, waiting }: InstalledTopic): readonly DoctorItem[] => {
  const about = 'topics';
  const at = arn.split(':').at(-1) ?? arn;
  const { what, level } = carries[at] ?? { what: 'what is told here', level: 'error' };
  if (!there)
    return [
      {
        about,
        level: 'error',
        code: 'topic-missing',
        at,
        what: `it is not there: ${what} reach nobody`,
        fix: deployAgain,
      },
    ];
  const region = arn.split(':')[3] ?? '';
  const subscribe = `aws sns subscribe --region ${region} --topic-arn ${arn} --protocol email --notification-endpoint ADDRESS`;
  const unconfirmed = `${waiting} ${waiting === 1 ? 'subscription waits' : 'subscriptions wait'} for the link in the mail to be opened`;
  if (confirmed === 0)
    return [
      {
        about,
        level,
        code: 'nobody-told',
        at,
        what: `nobody has subscribed: ${what} reach nobody${waiting === 0 ? '' : `; ${unconfirmed}`}`,
        fix: waiting === 0 ? subscribe : `open the link; where the mail is gone or too old, again: ${subscribe}`,
      },
    ];
  if (waiting === 0) return [];
  return [
    {
      about,
      level: 'warning',
      code: 'not-confirmed',
      at,
      what: unconfirmed,
      fix: `open the link; where the mail is gone or too old, again: ${subscribe}`,
    },
  ];
};
