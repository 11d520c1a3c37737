import type { Answer, Question, Witness } from '../reasoning/types.ts';
import type { AccessCheck, AccessQuestion, Subject } from './check.ts';
import { declaredSeverity } from './declared-severity.ts';
import type { Because, Judgement, Novelty } from './judgement.ts';
import { stamp } from './stamp.ts';

/** What is found out about one principal; everything else of a judgement is the check's and the question's. */
export type Granted = {
  severity: Judgement['severity'];
  subject: Subject;
  sentence: string;
  answer: Answer;
  because: readonly Because[];
  novelty: Novelty;
  gained: Witness | undefined;
};

/** A judgement of the question about nobody yet: what is found out is filled in. */
type Template = Omit<Judgement, 'gained'>;

/**
 * The judgement of one question. Checks ask every principal the same question objects, so what is the same for all of
 * them is put together once.
 * @param denyable false: IAM refuses to let anybody change this principal
 */
export const grantedJudgement = (
  check: AccessCheck,
  question: AccessQuestion,
  denyable: boolean,
  granted: Granted,
): Judgement => {
  const template = wordsOf(check, question, denyable);
  const { severity, subject, sentence, answer, because, novelty, gained } = granted;
  // Member by member: thousands are made of each principal, most of them a no.
  const judgement = { ...template, severity, subject, sentence, answer, because, novelty };
  return gained === undefined ? judgement : { ...judgement, gained };
};

/** What is found out about one principal where every question is answered alike: no. */
export type Refused = Pick<Granted, 'subject' | 'answer'> & {
  severityOf: (severity: Judgement['severity']) => Judgement['severity'];
};

export const refusedJudgements = (
  check: AccessCheck,
  questions: readonly AccessQuestion[],
  denyable: boolean,
  { subject, answer, severityOf }: Refused,
): readonly Judgement[] => {
  const novelty = 'unknown';
  return questions.map((question) => {
    const template = wordsOf(check, question, denyable);
    const severity = severityOf(severityOfQuestion(check, question));
    return {
      ...template,
      severity,
      subject,
      sentence: '',
      answer,
      because: nothing,
      novelty,
    };
  });
};

const nothing: readonly Because[] = [];

/**
 * The questions of a list, to be asked at once. `undefined`: one of them is more than one question. A check that asks
 * every principal the same gives the same list, so it is looked at once.
 */
export const plainQuestions = (questions: readonly AccessQuestion[]): readonly Question[] | undefined => {
  // Lists of one are mostly made anew for each principal: they are not worth keeping.
  if (questions.length < 2) return undefined;
  const before = plain.get(questions);
  if (before !== undefined) return before.questions;
  const all = questions.flatMap((question) =>
    'ask' in question && question.trusts === undefined && 'any' in question.ask && question.ask.any.length === 1
      ? question.ask.any
      : [],
  );
  const found = all.length === questions.length && all.length > 1 ? all : undefined;
  plain.set(questions, { questions: found });
  return found;
};

const plain = new WeakMap<readonly AccessQuestion[], { questions: readonly Question[] | undefined }>();

/** The severity of a question before anything is known about the principal. */
export const severityOfQuestion = (check: AccessCheck, question: AccessQuestion): Judgement['severity'] =>
  question.severity ?? declaredSeverity(check);

type Words = { check: AccessCheck; template: Template; undeniable: Template };

const made = new WeakMap<AccessQuestion, Words>();

const wordsOf = (check: AccessCheck, question: AccessQuestion, denyable: boolean): Template => {
  const before = made.get(question);
  if (before?.check === check) return denyable ? before.template : before.undeniable;
  const template = templateOf(check, question);
  const words: Words = { check, template, undeniable: { ...template, containment: 'ask' } };
  made.set(question, words);
  return denyable ? words.template : words.undeniable;
};

/**
 * With all members in place, so that every judgement made of it has one form from the start: members that are added one by one
 * cost more than all the others together.
 */
const templateOf = (check: AccessCheck, question: AccessQuestion): Template => ({
  ...stamped(check, question),
  severity: severityOfQuestion(check, question),
  subject: nobody,
  sentence: '',
  answer: notAsked,
  because: nothing,
  novelty: 'unknown',
});

const nobody: Subject = { kind: 'role', arn: '', uniqueId: '', accountId: '' };
const notAsked: Judgement['answer'] = { answer: 'no' };

const stamped = (check: AccessCheck, question: AccessQuestion): Omit<Judgement, keyof Granted> => {
  const judgement = stamp(check, {
    kind: 'granted',
    questionName: question.name,
    ...('ask' in question ? { ask: question.ask } : 'trust' in question ? { trust: question.trust } : {}),
    ...(question.reason === undefined ? {} : { reason: question.reason }),
    references: question.references ?? check.references,
    ...(question.listedOnly === undefined ? {} : { listedOnly: question.listedOnly }),
    ...(question.origin === undefined ? {} : { origin: question.origin }),
  });
  // In the place that it has: of more than four forms, none is copied quickly.
  return question.denyable === false ? { ...judgement, containment: 'ask' } : judgement;
};
