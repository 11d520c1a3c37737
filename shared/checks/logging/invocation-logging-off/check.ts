import { displayText } from '../../../change/display-text.ts';
import type { AccountFacts, InvocationLogging } from '../../../facts/account-facts.ts';
import type { Known } from '../../../facts/known.ts';
import type { AccountStateCheck, StateAnswer, StateJudgement } from '../../check.ts';
import { regionSubject } from '../../subjects.ts';
import { loggingAndModelAccessChanges } from '../../triggers.ts';
import { loggingAfter } from './logging-after.ts';

export const invocationLoggingOff = {
  id: 'RF.LOGGING.1',
  name: 'invocation-logging-off',
  title: 'Invocation logging is on',
  kind: 'account-state',
  severity: 'high',
  pack: 'essential',
  triggeredBy: loggingAndModelAccessChanges,
  administrators: 'judged',
  containment: 'restore',
  fix: 'Set model invocation logging of the Region to the log group or bucket that the security team reads.',
  references: {
    guidance: ['layer-3'],
    aisf: ['AISF-AI-05'],
    attack: [{ tactic: 'TA0112', technique: 'T1685.002' }],
  },
  judge: ({ account, settings, modelUsers }) => {
    // Nobody can call a model: there is nothing to record.
    if (modelUsers === 'none') return [];
    const regions = settings.modelRegions.length > 0 ? settings.modelRegions : Object.keys(account.invocationLogging);
    return [...new Set(regions)]
      .sort()
      .map((region) => judgement(account.accountId, region, answerOf(region, loggingOf(account, region))));
  },
  judgeChange: ({ change, context }) => {
    if (change.outcome.result !== 'succeeded' || context.ownEcho) return [];
    const after = loggingAfter(change);
    if (after !== 'off') return [];
    const actor = displayText(change.actor.arn ?? `an actor of type ${change.actor.type}`);
    const evidence = [
      { fact: 'CloudTrail event', value: change.eventId },
      { fact: 'model invocation logging', value: `switched off by ${change.eventName}` },
    ];
    const reason = `${actor} switched it off.`;
    return [{ ...judgement(change.accountId, change.region, { answer: 'yes', evidence }), reason }];
  },
} as const satisfies AccountStateCheck;

const judgement = (accountId: string, region: string, answer: StateAnswer): StateJudgement => ({
  name: 'invocation-logging-off',
  subject: regionSubject(accountId, region),
  answer,
  sentence: `model calls in ${displayText(region)} are not recorded`,
});

const loggingOf = (account: AccountFacts, region: string): Known<InvocationLogging> =>
  account.invocationLogging[region] ?? { state: 'unknown', why: `${region} was not read` };

const answerOf = (region: string, logging: Known<InvocationLogging>): StateAnswer => {
  const fact = `model invocation logging in ${region}`;
  switch (logging.state) {
    case 'absent':
      // A file that cannot hold the setting says nothing about it.
      return logging.declared === true
        ? { answer: 'no' }
        : { answer: 'yes', evidence: [{ fact, value: 'not configured' }] };
    case 'unknown': {
      const detail = `Model invocation logging of ${region} was not read: ${logging.why}`;
      return { answer: 'unknown', why: { code: 'missing-facts', detail } };
    }
    case 'known': {
      const { text, image, embedding, video, audio, logGroup, bucket } = logging.value;
      if (logGroup === undefined && bucket === undefined) {
        return { answer: 'yes', evidence: [{ fact, value: 'no log group and no bucket' }] };
      }
      return text || image || embedding || video || audio
        ? { answer: 'no' }
        : { answer: 'yes', evidence: [{ fact, value: 'no kind of data is delivered' }] };
    }
  }
};
