import type { DoctorItem } from '../doctor-item.ts';
import { ok, unread } from './item-of.ts';
import { sinceText } from './since-text.ts';
import type { StackFacts } from './stack-facts.ts';

/** How old a sweep may be: the configuration allows a day between two. */
const longestSweep = 2 * 24 * 3_600_000;

/** Events are hints, the sweep is the truth: that one ended, and what it could not read. */
export const sweepItems = ({
  sweep,
  now,
  accountId,
  stack,
}: Pick<StackFacts, 'sweep' | 'now' | 'accountId' | 'stack'>): readonly DoctorItem[] => {
  const about = 'last sweep';
  const ask = `aws sqs send-message --queue-url https://sqs.us-east-1.amazonaws.com/${accountId}/ringfence-sweep-account --message-body '{"accountId":"${accountId}","because":"doctor","eventId":"doctor-${now}"}'`;
  if (sweep.found === 'unreadable')
    return [
      {
        about,
        level: 'warning',
        code: unread,
        at: '',
        what: sweep.why,
        fix: 'allow dynamodb:GetItem on ringfence-state',
      },
    ];
  const at = sweep.found === 'yes' ? sweep.value.completedAt : undefined;
  if (at === undefined)
    return [
      { about, level: 'error', code: 'never-swept', at: '', what: 'no sweep of the account has ended yet', fix: ask },
    ];
  if (Date.parse(now) - Date.parse(at) > longestSweep)
    return [
      {
        about,
        level: 'error',
        code: 'sweep-late',
        at: '',
        what: `the last one ended at ${at} (${sinceText(now, at)})`,
        fix: ask,
      },
    ];
  const missing = sweep.found === 'yes' ? (sweep.value.run?.coverage ?? []) : [];
  return [
    ok(about, `ended at ${at} (${sinceText(now, at)})`),
    ...(missing.length === 0
      ? []
      : [
          {
            about,
            level: 'warning' as const,
            code: 'incomplete',
            at: '',
            what: `${missing.length} facts could not be read so far`,
            fix: `ringfence history list --kind evaluation --stack ${stack} names them`,
          },
        ]),
  ];
};
