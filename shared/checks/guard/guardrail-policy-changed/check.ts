import type { Change } from '../../../change/change.ts';
import { displayText } from '../../../change/display-text.ts';
import type { HeldSurrounding } from '../../../facts/guardrail/surroundings.ts';
import type { Statement } from '../../../reasoning/policy/policy.ts';
import { actorOf } from '../../actor-of.ts';
import type { AccountStateCheck, ChangeContext, StateJudgement, Subject } from '../../check.ts';
import { judgeRegions, missing, yes } from '../../judge-facts.ts';
import { outsidersOf } from '../../outsiders.ts';
import type { CheckSettings } from '../../settings.ts';
import { guardrailSubject } from '../../subjects.ts';
import { guardrailChanges } from '../../triggers.ts';
import { heldOf, tellHeld } from '../tell-held.ts';
import { callersChanged } from './admitted-callers.ts';

export const guardrailPolicyChanged = {
  id: 'RF.GUARD.7',
  name: 'guardrail-policy-changed',
  title: 'Guardrail resource policy changed',
  kind: 'account-state',
  severity: 'high',
  pack: 'essential',
  triggeredBy: guardrailChanges,
  administrators: 'judged',
  containment: 'restore',
  fix: 'Name the accounts or the organisation in the resource policy of the guardrail, and leave ApplyGuardrail to those who are meant to be guarded.',
  references: {
    guidance: ['layer-3'],
    aisf: ['AISF-AI-01'],
    attack: [{ tactic: 'TA0003', technique: 'T1098' }],
    atlas: ['AML.T0029'],
  },
  judge: ({ account, settings }) =>
    judgeRegions({ account, settings, name: 'guardrail-policy-changed' }, 'guardrailPolicies', (policies, region) =>
      Object.entries(policies).flatMap(([arn, text]) =>
        judgePolicy(text, { subject: guardrailSubject(account.accountId, region, arn), settings }),
      ),
    ),
  judgeChange: ({ change, context, settings }) => {
    if (change.outcome.result !== 'succeeded' || context.ownEcho) return [];
    return change.touches.flatMap((touched) => {
      if (touched.kind !== 'guardrail') return [];
      const subject = guardrailSubject(change.accountId, change.region, touched.identifier);
      switch (change.eventName) {
        case 'PutResourcePolicy':
          return [
            ...change.documents.flatMap(({ text }) => judgePolicy(text, { subject, settings, change })),
            ...judgeLost(change, context, subject),
          ];
        case 'DeleteResourcePolicy':
          return [deleted(change, context, subject)];
        default:
          return [];
      }
    });
  },
} as const satisfies AccountStateCheck;

type About = { subject: Subject; settings: CheckSettings; change?: Change };

const judgePolicy = (text: string, { subject, settings, change }: About): readonly StateJudgement[] => {
  const sharing = outsidersOf(text, subject.accountId, settings);
  const called = displayText(subject.arn, 512);
  if (!sharing.readable) {
    const answer = missing(`the resource policy of ${subject.arn} cannot be read: ${sharing.why}`);
    return [{ name: 'outsiders', subject, sentence: `the policy of ${called} was not judged`, answer }];
  }
  const said = change === undefined ? [] : [{ fact: 'CloudTrail event', value: change.eventId }];
  const reason = change === undefined ? {} : { reason: `${actorOf(change)} set the policy.` };
  const gained = [...new Set(sharing.outsiders.map(({ who }) => who))];
  const refusing = sharing.statements.filter(refusesEverybody);
  return [
    ...(gained.length === 0
      ? []
      : [
          {
            name: 'outsiders',
            subject,
            sentence: `policy of ${called}: ${displayText(gained.join(', '), 512)} can use it`,
            ...reason,
            answer: yes(
              ...said,
              ...sharing.outsiders.map(({ who, statement }) => ({ fact: `statement ${statement} admits`, value: who })),
            ),
          },
        ]),
    ...(refusing.length === 0
      ? []
      : [
          {
            name: 'callers-refused',
            subject,
            sentence: `policy of ${called}: every caller loses bedrock:ApplyGuardrail, so calls under enforcement fail`,
            ...reason,
            answer: yes(
              ...said,
              ...refusing.map(({ index, sid }) => ({
                fact: `statement ${index}`,
                value: sid ?? 'a Deny without an id',
              })),
            ),
          },
        ]),
  ];
};

/** A Deny of ApplyGuardrail for everybody, whatever the request: under enforcement every call is refused. */
const refusesEverybody = ({ effect, principals, actions, conditions }: Statement): boolean =>
  effect === 'Deny' &&
  conditions.length === 0 &&
  principals !== undefined &&
  !principals.negated &&
  principals.entries.some(({ type }) => type === 'any') &&
  !actions.negated &&
  actions.entries.some((action) => applyPatterns.has(action));

const applyPatterns = new Set(['*', 'bedrock:*', 'bedrock:apply*', 'bedrock:applyguardrail']);

/** What the policy said before, where Ringfence remembers it. */
const changedCallers = (context: ChangeContext, subject: Subject) => {
  const held = heldOf(context.surroundings, 'guardrail-policy').find(({ identifier }) => identifier === subject.arn);
  if (held === undefined) return undefined;
  const text = (content: HeldSurrounding['was']): string | undefined => {
    const policy = content?.['resourcePolicy'];
    return typeof policy === 'string' ? policy : undefined;
  };
  const changed = callersChanged(text(held.was), text(held.now));
  return changed === undefined ? undefined : { ...changed, evidence: tellHeld(held).evidence };
};

/** The names of principals are not the text of a policy; they are shown as it spells them. */
const list = (who: readonly string[]): string => displayText(who.join(', '), 512);

const judgeLost = (change: Change, context: ChangeContext, subject: Subject): readonly StateJudgement[] => {
  const changed = changedCallers(context, subject);
  if (changed === undefined || changed.lost.length === 0) return [];
  const { gained, lost, evidence } = changed;
  return [
    {
      name: 'callers-lost',
      severity: 'medium',
      subject,
      sentence: `policy of ${displayText(subject.arn, 512)}: ${gained.length === 0 ? '' : `${list(gained)} gained, `}${list(lost)} lost bedrock:ApplyGuardrail`,
      reason: `${actorOf(change)} set the policy. Under enforcement, calls of those who lost it fail.`,
      answer: yes(
        { fact: 'CloudTrail event', value: change.eventId },
        ...gained.map((value) => ({ fact: 'gained', value })),
        ...lost.map((value) => ({ fact: 'lost', value })),
        ...evidence,
      ),
    },
  ];
};

const deleted = (change: Change, context: ChangeContext, subject: Subject): StateJudgement => {
  const changed = changedCallers(context, subject);
  const lost = changed?.lost ?? [];
  return {
    name: 'policy-deleted',
    severity: 'medium',
    subject,
    sentence: `${actorOf(change)} deleted the resource policy of ${displayText(subject.arn, 512)}: ${lost.length === 0 ? 'callers of other accounts lose it' : `${list(lost)} lost it`}`,
    answer: yes(
      { fact: 'CloudTrail event', value: change.eventId },
      ...lost.map((value) => ({ fact: 'lost', value })),
      ...(changed?.evidence ?? []),
    ),
  };
};
