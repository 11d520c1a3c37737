import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import type { AccountFacts } from '../../../facts/account-facts.ts';
import type { HeldSurrounding } from '../../../facts/guardrail/surroundings.ts';
import { actorOf } from '../../actor-of.ts';
import type { AccountStateCheck, ChangeContext, StateJudgement } from '../../check.ts';
import { judgeRegions, yes } from '../../judge-facts.ts';
import { guardrailSubject, resourceSubject } from '../../subjects.ts';
import { automatedReasoningChanges } from '../../triggers.ts';
import { guardrailContent } from '../guardrail-content.ts';
import { heldOf, tellHeld } from '../tell-held.ts';

export const formalChecksChanged = {
  id: 'RF.GUARD.9',
  name: 'formal-checks-changed',
  title: 'Formal checks changed',
  kind: 'account-state',
  severity: 'high',
  pack: 'essential',
  triggeredBy: automatedReasoningChanges,
  administrators: 'judged',
  containment: 'restore',
  fix: 'Import the definition of the policy again, publish a version and attach it to the guardrail.',
  references: {
    guidance: ['layer-3'],
    aisf: ['AISF-AI-08'],
    attack: [{ tactic: 'TA0112', technique: 'T1685' }],
  },
  judge: ({ account, settings }) => [
    ...heldOf(account.surroundings, 'automated-reasoning').flatMap((held) => judgeHeld(account.accountId, held)),
    ...judgeRegions({ account, settings, name: 'attached-policies' }, 'automatedReasoning', (policies, region) =>
      judgeAttached(account, region, new Set(policies.map(({ arn }) => withoutVersion(arn)))),
    ),
  ],
  judgeChange: ({ change, context }) => {
    if (change.outcome.result !== 'succeeded' || context.ownEcho) return [];
    switch (change.eventName) {
      case 'DeleteAutomatedReasoningPolicy':
        return [judgeChanged(change, context, 'policy-deleted', 'deleted')];
      case 'UpdateAutomatedReasoningPolicy':
        return judgeUpdated(change, context);
      default:
        return [];
    }
  },
} as const satisfies AccountStateCheck;

/** `…:automated-reasoning-policy/abc:1` is a version of `…/abc`. */
const withoutVersion = (arn: string): string => arn.split(':').slice(0, 6).join(':');

const judgeAttached = (
  account: AccountFacts,
  region: string,
  there: ReadonlySet<string>,
): readonly StateJudgement[] => {
  const guardrails = account.guardrails[region];
  if (guardrails?.state !== 'known') return [];
  return guardrails.value.flatMap((guardrail) => {
    const attached = guardrailContent(guardrail)?.automatedReasoningPolicy?.policies ?? [];
    const gone = attached.filter((arn) => !there.has(withoutVersion(arn)));
    if (gone.length === 0) return [];
    return [
      {
        name: 'attached-policies',
        subject: guardrailSubject(account.accountId, region, guardrail.arn),
        sentence: `guardrail ${displayText(guardrail.name)} checks against an automated reasoning policy that is gone`,
        answer: yes(...gone.map((value) => ({ fact: 'policy that is gone', value }))),
      },
    ];
  });
};

/** As it stands now to the last state that had lost nothing: it stays told until it is back. */
const judgeHeld = (accountId: string, held: HeldSurrounding): readonly StateJudgement[] => {
  const { losses, evidence } = tellHeld(held);
  const subject = resourceSubject(accountId, held.identifier, held.region);
  const isGone = held.now === undefined;
  const called = displayText(held.identifier, 512);
  const none = (name: string): StateJudgement => ({ name, subject, sentence: '', answer: { answer: 'no' } });
  if (losses.length === 0) return [none('policy-deleted'), none('policy-updated')];
  const sentence = isGone ? `${called} was deleted` : `${called} got weaker, or cannot be ranked: ${losses.join('; ')}`;
  const found = { name: isGone ? 'policy-deleted' : 'policy-updated', subject, sentence, answer: yes(...evidence) };
  // Gone is all of it: nothing is left to be weaker.
  return isGone ? [found, none('policy-updated')] : [none('policy-deleted'), found];
};

const heldBy = (change: Change, context: ChangeContext): HeldSurrounding | undefined => {
  const arn = change.touches.find((each) => each.kind === 'resource')?.identifier;
  return heldOf(context.surroundings, 'automated-reasoning').find(
    ({ identifier }) => arn !== undefined && identifier === withoutVersion(arn),
  );
};

/** Where both definitions are known, only a loss, or what cannot be ranked, is told. */
const judgeUpdated = (change: Change, context: ChangeContext): readonly StateJudgement[] => {
  const held = heldBy(change, context);
  if (held === undefined) return [judgeChanged(change, context, 'policy-updated', 'changed')];
  const { losses, evidence } = tellHeld(held);
  if (losses.length === 0) return [];
  const judged = judgeChanged(change, context, 'policy-updated', 'changed');
  const isWeaker = evidence.some(({ fact }) => fact === 'weaker');
  return [
    {
      ...judged,
      severity: isWeaker ? 'high' : 'medium',
      sentence: `${judged.sentence}: ${losses.join('; ')}`,
      reason: isWeaker
        ? 'It is weaker than the state that it is held against.'
        : 'Whether it is weaker now cannot be ranked: compare the two definitions.',
    },
  ];
};

const judgeChanged = (change: Change, context: ChangeContext, name: string, done: string): StateJudgement => {
  const touched = change.touches.find((each) => each.kind === 'resource');
  const arn = touched?.identifier ?? `an unnamed automated reasoning policy of ${change.region}`;
  const held = heldBy(change, context);
  return {
    name,
    // Whether a new definition is weaker takes both definitions: it is said, and not called a loss.
    ...(done === 'changed'
      ? { severity: 'medium' as const, reason: 'Whether it is weaker now is not known: compare the two definitions.' }
      : {}),
    subject: resourceSubject(change.accountId, held?.identifier ?? arn, change.region),
    sentence: `${displayText(arn, 512)} was ${done} by ${actorOf(change)}`,
    answer: yes(
      { fact: 'CloudTrail event', value: change.eventId },
      ...(held === undefined ? [] : tellHeld(held).evidence),
    ),
  };
};
