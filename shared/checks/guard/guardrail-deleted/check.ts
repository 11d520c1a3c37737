import { displayText } from '../../../change/display-text.ts';
import type { Change } from '../../../change/change.ts';
import { actorOf } from '../../actor-of.ts';
import type { ChangeCheck, ChangeContext, GuardrailUser, StateJudgement } from '../../check.ts';
import { guardrailSubject, regionSubject } from '../../subjects.ts';

const deletions = ['bedrock.amazonaws.com:DeleteGuardrail'] as const;

export const guardrailDeleted = {
  id: 'RF.GUARD.1',
  name: 'guardrail-deleted',
  title: 'A guardrail was deleted',
  kind: 'change',
  severity: 'critical',
  pack: 'essential',
  triggeredBy: deletions,
  administrators: 'judged',
  containment: 'restore',
  fix: 'Create the guardrail again from what Ringfence remembers, publish a version and point its callers to the new identifier.',
  references: {
    guidance: ['layer-3'],
    owaspLlm: ['LLM01'],
    aisf: ['AISF-AI-01'],
    attack: [{ tactic: 'TA0112', technique: 'T1685' }],
    atlas: ['AML.T0054'],
  },
  judge: ({ change, context }) => {
    if (change.outcome.result !== 'succeeded' || context.ownEcho) return [];
    const deleted = change.touches.filter((touched) => touched.kind === 'guardrail');
    if (deleted.length === 0) return [unnamed(change)];
    return deleted.map(({ identifier, version }) => judgeDeletion(change, context, identifier, version));
  },
} as const satisfies ChangeCheck;

const judgeDeletion = (
  change: Change,
  context: ChangeContext,
  identifier: string,
  version: string | undefined,
): StateJudgement => {
  const id = identifier.split('/').at(-1) ?? identifier;
  const memory = context.guardrailMemory[id];
  const called = memory === undefined ? displayText(id) : `${displayText(memory.name)} (${displayText(id)})`;
  const what = version === undefined ? `guardrail ${called}` : `version ${displayText(version)} of guardrail ${called}`;
  const users = memory?.users ?? [];
  const callers = memory?.referredToBy ?? users.map(({ by }) => by);
  const lose =
    callers.length === 0 ? '' : `; ${callers.length} ${callers.length === 1 ? 'caller loses' : 'callers lose'} it`;
  return {
    name: version === undefined ? 'guardrail-deleted' : `version-${version}-deleted`,
    // The other versions and the draft are still there.
    ...(version === undefined ? {} : { severity: 'high' as const }),
    subject: guardrailSubject(change.accountId, change.region, identifier.startsWith('arn:') ? identifier : id),
    sentence: `${actorOf(change)} deleted ${what}${lose}`,
    ...(memory === undefined ? {} : { reason: protectedText(memory.summary) }),
    answer: {
      answer: 'yes',
      evidence: [
        { fact: 'CloudTrail event', value: change.eventId },
        { fact: 'last seen', value: memory?.asOf ?? 'never: nothing is remembered of it' },
        ...(memory?.summary ?? []).map((value) => ({ fact: 'protected', value })),
        ...users.map(({ by, now, because }) => ({ fact: fates[now], value: `${by}: ${because}` })),
        ...callers
          .filter((caller) => !users.some(({ by }) => by === caller))
          .map((value) => ({ fact: 'referred to by', value })),
        ...(memory?.restore ?? []).map((value) => ({ fact: 'to bring it back', value })),
      ],
    },
  };
};

/** What now happens to whoever named it. */
const fates: Readonly<Record<GuardrailUser['now'], string>> = {
  'fails-closed': 'used by, fails closed now',
  'may-run-unguarded': 'used by, may run unguarded now',
  'not-known': 'used by, not known what happens now',
};

/** CloudTrail left the parameters out: a guardrail is gone and nobody can say which. */
const unnamed = (change: Change): StateJudgement => {
  const detail =
    `${change.eventName} ${change.eventId} does not say which guardrail was deleted; ` +
    `compare the guardrails of ${change.region} with the last sweep`;
  return {
    name: `unnamed-${change.eventId}`,
    subject: regionSubject(change.accountId, change.region),
    sentence: `${actorOf(change)} deleted a guardrail in ${change.region} that the event does not name`,
    answer: { answer: 'unknown', why: { code: 'missing-facts', detail } },
  };
};

const protectedText = (summary: readonly string[]): string =>
  summary.length === 0 ? 'What it protected against is not remembered.' : `It protected: ${summary.join('; ')}.`;
