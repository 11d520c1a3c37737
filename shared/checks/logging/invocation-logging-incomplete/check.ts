import { z } from 'zod';
import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import type { InvocationLogging } from '../../../facts/account-facts.ts';
import { unknown } from '../../../facts/known.ts';
import { actorOf } from '../../actor-of.ts';
import type { AccountStateCheck, StateJudgement } from '../../check.ts';
import { judgedRegions, judgeFact, yes } from '../../judge-facts.ts';
import { regionSubject } from '../../subjects.ts';
import { loggingAndModelAccessChanges } from '../../triggers.ts';

export const invocationLoggingIncomplete = {
  id: 'RF.LOGGING.2',
  name: 'invocation-logging-incomplete',
  title: 'Invocation logging is complete',
  kind: 'account-state',
  severity: 'high',
  pack: 'recommended',
  triggeredBy: loggingAndModelAccessChanges,
  administrators: 'judged',
  containment: 'restore',
  fix: 'Switch the delivery of every kind of data on, and name a bucket for what is too large for the log group.',
  references: {
    guidance: ['layer-3'],
    aisf: ['AISF-AI-05'],
    attack: [{ tactic: 'TA0112', technique: 'T1685.002' }],
  },
  judge: ({ account, settings, modelUsers }) => {
    if (modelUsers === 'none') return [];
    return judgedRegions(account, settings).flatMap((region) =>
      judgeFact(
        account.invocationLogging[region] ??
          unknown('model invocation logging was not read: allow bedrock:GetModelInvocationLoggingConfiguration'),
        { name: 'invocation-logging-incomplete', subject: regionSubject(account.accountId, region) },
        (logging) => found(account.accountId, region, lacksOf(logging)),
      ),
    );
  },
  judgeChange: ({ change, context }) => {
    if (change.outcome.result !== 'succeeded' || context.ownEcho) return [];
    const off = switchedOff(change);
    return off.length === 0 || off.length === kinds.length ? [] : found(change.accountId, change.region, off, change);
  },
} as const satisfies AccountStateCheck;

/** The kinds of data that the API can deliver (Amazon Bedrock API Reference, "LoggingConfig"). */
const kinds = ['text', 'image', 'embedding', 'video', 'audio'] as const;
type Kind = (typeof kinds)[number];

/** What is not recorded. Nothing recorded at all is the check of logging itself. */
const lacksOf = (logging: InvocationLogging): readonly string[] => {
  const { logGroup, bucket, largeDataBucket } = logging;
  const off = kinds.filter((kind) => !logging[kind]);
  if (off.length === kinds.length || (logGroup === undefined && bucket === undefined)) return [];
  const large = bucket === undefined && largeDataBucket === undefined;
  return [...off, ...(large ? ['large'] : [])];
};

const parameters = z.object({
  loggingConfig: z.object({
    textDataDeliveryEnabled: z.boolean().optional(),
    imageDataDeliveryEnabled: z.boolean().optional(),
    embeddingDataDeliveryEnabled: z.boolean().optional(),
    videoDataDeliveryEnabled: z.boolean().optional(),
    audioDataDeliveryEnabled: z.boolean().optional(),
  }),
});

/** Kinds that the change itself switches off: a flag that is not sent says nothing. */
const switchedOff = (change: Change): readonly Kind[] => {
  if (change.eventName !== 'PutModelInvocationLoggingConfiguration') return [];
  const parsed = parameters.safeParse(change.parameters);
  if (!parsed.success) return [];
  const sent = parsed.data.loggingConfig;
  return kinds.filter((kind) => sent[`${kind}DataDeliveryEnabled`] === false);
};

const found = (
  accountId: string,
  region: string,
  lacks: readonly string[],
  change?: Change,
): readonly StateJudgement[] =>
  lacks.length === 0
    ? []
    : [
        {
          name: 'invocation-logging-incomplete',
          subject: regionSubject(accountId, region),
          sentence: `${lacks.join(', ')} data of model calls in ${displayText(region)} is not logged`,
          ...(change === undefined ? {} : { reason: `${actorOf(change)} switched it off.` }),
          answer: yes(
            ...(change === undefined ? [] : [{ fact: 'CloudTrail event', value: change.eventId }]),
            ...lacks.map((kind) => ({
              fact: `${kind} data in ${region}`,
              value: kind === 'large' ? 'no bucket: what is too large for the log group is not kept' : 'not delivered',
            })),
          ),
        },
      ];
