import { displayText } from '../../../change/display-text.ts';
import type { AccountFacts, InvocationLogging } from '../../../facts/account-facts.ts';
import { loggingConfigOf } from '../../../facts/guardrail/diff-logging.ts';
import type { HeldSurrounding } from '../../../facts/guardrail/surroundings.ts';
import type { Known } from '../../../facts/known.ts';
import { actorOf } from '../../actor-of.ts';
import type { AccountStateCheck, StateAnswer, StateJudgement } from '../../check.ts';
import { heldOf, tellHeld } from '../../guard/tell-held.ts';
import { yes } from '../../judge-facts.ts';
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
    const held = heldOf(account.surroundings, 'invocation-logging');
    const regions = settings.modelRegions.length > 0 ? settings.modelRegions : Object.keys(account.invocationLogging);
    return [
      ...[...new Set(regions)].sort().map((region) =>
        judgement(
          account.accountId,
          region,
          withMemory(
            answerOf(region, loggingOf(account, region)),
            held.find((each) => each.region === region),
          ),
        ),
      ),
      ...held.map((each) => judgeWeakened(account.accountId, each)),
    ];
  },
  judgeChange: ({ change, context }) => {
    if (change.outcome.result !== 'succeeded' || context.ownEcho) return [];
    const [held] = heldOf(context.surroundings, 'invocation-logging', change.region);
    const reason = `${actorOf(change)} switched it off.`;
    const by = { fact: 'CloudTrail event', value: change.eventId };
    if (loggingAfter(change) === 'off') {
      const evidence = [by, { fact: 'model invocation logging', value: `switched off by ${change.eventName}` }];
      return [{ ...judgement(change.accountId, change.region, withMemory({ answer: 'yes', evidence }, held)), reason }];
    }
    const weakened = held === undefined ? [] : [judgeWeakened(change.accountId, held)];
    return weakened.flatMap((judged) =>
      judged.answer.answer === 'yes'
        ? [
            {
              ...judged,
              reason: `${actorOf(change)} changed it by ${change.eventName}.`,
              answer: yes(by, ...judged.answer.evidence),
            },
          ]
        : [],
    );
  },
} as const satisfies AccountStateCheck;

/** What was recorded before, and the exact call that puts it back. */
const withMemory = (answer: StateAnswer, held: HeldSurrounding | undefined): StateAnswer =>
  answer.answer === 'yes' && held !== undefined && loggingConfigOf(held.now) === undefined
    ? yes(...answer.evidence, ...tellHeld(held).evidence)
    : answer;

/** Less is recorded than before, or it goes elsewhere. That nothing is recorded at all is the other question. */
const judgeWeakened = (accountId: string, held: HeldSurrounding): StateJudgement => {
  const judged = { name: 'invocation-logging-weakened', subject: regionSubject(accountId, held.region) };
  const { losses, evidence } = tellHeld(held);
  if (losses.length === 0 || loggingConfigOf(held.now) === undefined) {
    return { ...judged, sentence: '', answer: { answer: 'no' } };
  }
  return {
    ...judged,
    sentence: `logging of model calls in ${displayText(held.region)} got weaker: ${displayText(losses.join('; '), 512)}`,
    answer: yes(...evidence),
  };
};

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
