import fc from 'fast-check';
import { known } from '../../facts/known.ts';
import { decide } from '../decide.ts';
import type { Principal } from '../principal.ts';
import { allow, aPrincipal, asUser, NOW } from '../testing/a-world.ts';
import { aiActions, aiPrincipals } from '../testing/arbitrary-ai-principal.ts';
import type { Question } from '../types.ts';
import { askAction, outcomeBySearch } from './ask-action.ts';
import { startAsking, type Asking } from './asking.ts';
import { askQuestion, refuseAlike } from './ask-question.ts';
import { isNever } from './is-never.ts';
import { leftOpen } from './not-refused.ts';
import { compileQuestion } from './question.ts';

const options = { model: 'realistic', now: NOW } as const;

const asked = (principal: Principal, question: Question): Asking => {
  const read = compileQuestion(question);
  if (!read.ok) throw new Error(read.detail);
  return startAsking(principal, read.compiled, options);
};

const questionsAbout = (action: string): readonly Question[] => [
  { actions: [action], resources: ['*'] },
  { actions: [action], resources: ['*'], exceptResources: ['arn:aws:bedrock:*::foundation-model/example'] },
  {
    actions: [action],
    resources: ['*'],
    condition: { StringEquals: { 'iam:PassedToService': 'bedrock.amazonaws.com' } },
  },
  { actions: [action], resources: ['*'], condition: { StringLike: { 'aws:PrincipalArn': '*/app' } } },
];

describe('an answer without a search', () => {
  it('is the answer of the search, with the same witness', () => {
    let sure = 0;
    fc.assert(
      fc.property(aiPrincipals, fc.constantFrom(...aiActions), fc.nat(3), (principal, action, at) => {
        const question = questionsAbout(action)[at] ?? { actions: [action], resources: ['*'] };
        const quick = askAction(asked(principal, question), action);
        const searched = outcomeBySearch(asked(principal, question), action);
        if (searched.answer === 'yes') sure += 1;
        expect(quick).toEqual(searched);
      }),
      { numRuns: 600 },
    );
    expect(sure).toBeGreaterThan(50);
  });

  it('is decided for the principal itself', () => {
    fc.assert(
      fc.property(aiPrincipals, fc.constantFrom(...aiActions), (principal, action) => {
        const answer = askQuestion(principal, { actions: [action], resources: ['*'] }, options);
        if (answer.answer !== 'yes') return;
        const decision = decide(principal, answer.witness.request, { derive: false });
        expect(decision).toEqual({ decision: 'Allowed', by: answer.witness.by });
      }),
      { numRuns: 300 },
    );
  });

  it('to a question about several actions is no exactly when each of them alone is no', () => {
    fc.assert(
      fc.property(aiPrincipals, (principal) => {
        const unlisted = 'bedrock:NotInTheList';
        const all = askQuestion(principal, { actions: [...aiActions, unlisted], resources: ['*'] }, options);
        const each = [...aiActions, unlisted].map((action) =>
          outcomeBySearch(asked(principal, { actions: [action], resources: ['*'] }), action),
        );
        expect(all.answer === 'no').toBe(each.every(({ answer }) => answer === 'no'));
      }),
      { numRuns: 150 },
    );
  });

  it('is told whether it is no as the answer tells it', () => {
    let never = 0;
    fc.assert(
      fc.property(
        aiPrincipals,
        fc.uniqueArray(fc.constantFrom(...aiActions), { minLength: 1 }),
        (principal, actions) => {
          const question: Question = { actions: [...actions, 'bedrock:NotInTheList'], resources: ['*'] };
          const told = isNever(principal, question, options);
          if (told) never += 1;
          expect(told).toBe(askQuestion(principal, question, options).answer === 'no');
        },
      ),
      { numRuns: 300 },
    );
    expect(never).toBeGreaterThan(5);
  });

  it('that a list of questions is told with them is the one that each alone gets', () => {
    const questions = aiActions.flatMap(questionsAbout);
    let answered = 0;
    fc.assert(
      fc.property(aiPrincipals, (principal) => {
        const open = leftOpen(principal, questions, options);
        const places = open.map(({ place }) => place);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
        for (const [place, question] of questions.entries()) {
          const left = open.find((each) => each.place === place);
          if (left !== undefined && left.answer === undefined) continue;
          const alone = askQuestion(principal, { ...question }, options);
          if (left === undefined) expect(alone.answer).toBe('no');
          else expect(left.answer).toEqual(alone);
          if (left !== undefined) answered += 1;
        }
      }),
      { numRuns: 150 },
    );
    expect(answered).toBeGreaterThan(50);
  });

  it('given to many questions at once is the one that each alone gets', () => {
    const questions = aiActions
      .filter((action) => !action.startsWith('sts:'))
      .map((action): Question => ({ actions: [action], resources: ['*'] }));
    const few = questions.slice(0, 2);
    let refused = 0;
    fc.assert(
      fc.property(aiPrincipals, fc.constantFrom(questions, few), (principal, list) => {
        const alike = refuseAlike(principal, list, options);
        if (alike === undefined) return;
        refused += 1;
        for (const question of list) expect(askQuestion(principal, { ...question }, options)).toEqual(alike);
      }),
      { numRuns: 800 },
    );
    expect(refused).toBeGreaterThan(5);
  });

  it('of one account is not given for another, nor that of a user for a role', () => {
    const question: Question = { actions: ['sagemaker:InvokeEndpoint'], resources: ['*'] };
    const ask = (shown: Parameters<typeof aPrincipal>[1]) => {
      const answer = askQuestion(aPrincipal([allow('*')], shown), question, options);
      return answer.answer === 'yes' ? [answer.witness.request.resource, answer.witness.shape] : [];
    };
    const elsewhere = { accountId: '444455556666', arn: 'arn:aws-cn:iam::444455556666:role/app', tags: known({}) };
    const inChina = ask(elsewhere);
    expect(ask({})).toEqual([
      expect.stringContaining('arn:aws:sagemaker:us-east-1:111122223333:'),
      'public / role session',
    ]);
    expect(inChina).toEqual([
      expect.stringMatching(/^arn:aws-cn:sagemaker:[a-z0-9-]+:444455556666:/),
      'public / role session',
    ]);
    expect(ask(asUser)).toEqual([expect.stringContaining(':111122223333:'), 'public / long-term key']);
  });
});
