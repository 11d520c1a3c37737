import { displayText } from '../../../change/display-text.ts';
import type { CoverageCheck, Unanswered } from '../../check.ts';
import { accountSubject } from '../../subjects.ts';
import { everyJudgedChange } from '../../triggers.ts';

export const unansweredQuestion = {
  id: 'RF.COVERAGE.3',
  name: 'unanswered-question',
  title: 'What Ringfence could not judge',
  kind: 'coverage',
  severity: 'medium',
  pack: 'essential',
  triggeredBy: everyJudgedChange,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Give what is missing: the permission, the policy or the file that the reason names. Then evaluate again.',
  references: { aisf: ['AISF-GOV-01'] },
  judge: ({ accountId, unanswered }) =>
    [...Map.groupBy(unanswered, ({ why }) => `${why.code}: ${why.detail}`)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([fact, questions]) => judgeFact(accountId, fact, questions)),
} as const satisfies CoverageCheck;

/** Subjects named before it says how many more there are. */
const namedSubjects = 3;

const judgeFact = (accountId: string, fact: string, questions: readonly Unanswered[]) => {
  const why = questions[0]?.why;
  if (why === undefined) return [];
  const subjects = [...new Set(questions.map(({ subject }) => subject.arn))].sort();
  const named = subjects.slice(0, namedSubjects).map((arn) => displayText(arn));
  const more = subjects.length - named.length;
  const about = more > 0 ? `${named.join(', ')} and ${more} more` : named.join(', ');
  const count = questions.length;
  return [
    {
      name: fact,
      subject: accountSubject(accountId),
      sentence: `${count} ${count === 1 ? 'question' : 'questions'} about ${about} ${count === 1 ? 'has' : 'have'} no answer`,
      reason: displayText(why.detail, 1000),
      answer: { answer: 'unknown' as const, why },
    },
  ];
};
