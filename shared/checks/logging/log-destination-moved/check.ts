import { z } from 'zod';
import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import type { AccountFacts } from '../../../facts/account-facts.ts';
import { unknown } from '../../../facts/known.ts';
import { actorOf } from '../../actor-of.ts';
import type { AccountStateCheck, StateJudgement } from '../../check.ts';
import { judgedRegions, judgeFact, yes } from '../../judge-facts.ts';
import type { CheckSettings } from '../../settings.ts';
import { regionSubject } from '../../subjects.ts';
import { loggingAndModelAccessChanges } from '../../triggers.ts';

export const logDestinationMoved = {
  id: 'RF.LOGGING.3',
  name: 'log-destination-moved',
  title: 'The destination did not move',
  kind: 'account-state',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: loggingAndModelAccessChanges,
  administrators: 'judged',
  containment: 'restore',
  fix: 'Set model invocation logging back to the approved bucket or log group, or approve the new one in the settings.',
  needs: ['logDestinations'],
  references: {
    guidance: ['layer-3'],
    aisf: ['AISF-AI-05'],
    attack: [{ tactic: 'TA0112', technique: 'T1685.002' }],
  },
  judge: ({ account, settings }) => {
    if (!anyApproved(settings)) return [];
    return judgedRegions(account, settings).flatMap((region) =>
      judgeFact(
        account.invocationLogging[region] ??
          unknown('model invocation logging was not read: allow bedrock:GetModelInvocationLoggingConfiguration'),
        { name: 'log-destination-moved', subject: regionSubject(account.accountId, region) },
        (logging) =>
          found(account.accountId, region, [...moved(logging, settings), ...owners(account, region, settings)]),
      ),
    );
  },
  judgeChange: ({ change, context, settings }) => {
    if (change.outcome.result !== 'succeeded' || context.ownEcho || !anyApproved(settings)) return [];
    if (change.eventName !== 'PutModelInvocationLoggingConfiguration') return [];
    const parsed = parameters.safeParse(change.parameters);
    if (!parsed.success) return [];
    const { cloudWatchConfig, s3Config } = parsed.data.loggingConfig;
    const logGroup = cloudWatchConfig?.logGroupName;
    const bucket = s3Config?.bucketName;
    const largeDataBucket = cloudWatchConfig?.largeDataDeliveryS3Config?.bucketName;
    return found(change.accountId, change.region, moved({ logGroup, bucket, largeDataBucket }, settings), change);
  },
} as const satisfies AccountStateCheck;

const place = z.object({ bucketName: z.string().optional() });
const parameters = z.object({
  loggingConfig: z.object({
    cloudWatchConfig: z
      .object({ logGroupName: z.string().optional(), largeDataDeliveryS3Config: place.optional() })
      .optional(),
    s3Config: place.optional(),
  }),
});

const anyApproved = ({ logDestinations: { buckets, logGroups, owners: accounts } }: CheckSettings): boolean =>
  buckets.length + logGroups.length + accounts.length > 0;

type Places = {
  logGroup?: string | undefined;
  bucket?: string | undefined;
  largeDataBucket?: string | undefined;
};

/** Destinations that nobody approved. A kind of destination for which none is approved is judged by its owner alone. */
const moved = (
  { logGroup, bucket, largeDataBucket }: Places,
  { logDestinations }: CheckSettings,
): readonly string[] => {
  const { buckets, logGroups } = logDestinations;
  const anyPlace = buckets.length + logGroups.length > 0;
  return [
    ...(logGroup === undefined || !anyPlace || isListed(logGroup, logGroups) ? [] : [`log group ${logGroup}`]),
    ...[bucket, largeDataBucket].flatMap((name) =>
      name === undefined || !anyPlace || isListed(name, buckets) ? [] : [`bucket ${name}`],
    ),
  ];
};

/** By its name, or by its ARN: `arn:aws:s3:::NAME`, `arn:aws:logs:REGION:ACCOUNT:log-group:NAME`. */
const isListed = (name: string, list: readonly string[]): boolean =>
  list.some((each) => each === name || (each.startsWith('arn:') && each.replace(/:\*$/u, '').endsWith(`:${name}`)));

/** Destinations of an account that is neither this one nor an approved owner. */
const owners = (account: AccountFacts, region: string, { logDestinations }: CheckSettings): readonly string[] => {
  const destinations = account.regions?.[region]?.logDestinations;
  if (destinations?.state !== 'known') return [];
  return destinations.value.flatMap(({ name, kind, owner }) =>
    owner === undefined || owner === account.accountId || logDestinations.owners.includes(owner)
      ? []
      : [`${kind === 'bucket' ? 'bucket' : 'log group'} ${name} of account ${owner}`],
  );
};

const found = (
  accountId: string,
  region: string,
  places: readonly string[],
  change?: Change,
): readonly StateJudgement[] =>
  places.length === 0
    ? []
    : [
        {
          name: 'log-destination-moved',
          subject: regionSubject(accountId, region),
          sentence: `logs of model calls in ${displayText(region)} now go to ${displayText(places.join(' and '), 512)}`,
          ...(change === undefined ? {} : { reason: `${actorOf(change)} moved them.` }),
          answer: yes(
            ...(change === undefined ? [] : [{ fact: 'CloudTrail event', value: change.eventId }]),
            ...places.map((value) => ({ fact: `not approved in ${region}`, value })),
          ),
        },
      ];
