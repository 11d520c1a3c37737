import fc from 'fast-check';
import { known } from '../../facts/known.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { Principal } from '../principal.ts';
import { allow, aPrincipal, asUser, boundary, deny, NOW, scps, type Statement } from '../testing/a-world.ts';
import type { Question, SearchOptions } from '../types.ts';
import { askAction, outcomeBySearch } from './ask-action.ts';
import { startAsking, type Asking } from './asking.ts';
import { compileQuestion, type CompiledQuestion } from './question.ts';

const actions = ['bedrock:InvokeModel', 'iam:PassRole', 'sts:AssumeRole', 'sagemaker:CreateNotebookInstance'] as const;

/** With everything that lets a search see who asks: own name, own ARN, variables, tags, ids. */
const resources = [
  '*',
  'arn:aws:bedrock:*::foundation-model/*',
  'arn:aws:iam::111122223333:role/one',
  'arn:aws:iam::111122223333:role/*',
  'arn:aws:iam::111122223333:role/${aws:username}',
  'arn:aws:sagemaker:*:*:notebook-instance/${aws:PrincipalTag/team}',
] as const;
const conditions = [
  { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
  { StringNotEquals: { 'aws:RequestedRegion': ['us-east-1', 'eu-west-1'] } },
  { StringEquals: { 'aws:ResourceTag/team': 'blue' } },
  { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
  { StringEquals: { 'iam:PassedToService': 'bedrock.amazonaws.com' } },
  { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } },
  { StringEquals: { 'aws:PrincipalTag/team': 'blue' } },
  { ArnLike: { 'aws:PrincipalArn': '*/one' } },
  { StringEquals: { 'aws:username': 'one' } },
  { StringLike: { 'aws:userid': '*ONE*' } },
  { StringEquals: { 'aws:PrincipalOrgID': 'o-one' } },
  { StringEquals: { 'aws:ResourceOrgID': '${aws:PrincipalOrgID}' } },
] as const;
const names = fc.constantFrom('*', 'bedrock:*', 'iam:*', 's*:*', ...actions);
const ofRequests = conditions.slice(0, 5);
const when = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  { weight: 3, arbitrary: fc.constantFrom(...ofRequests) },
  { weight: 1, arbitrary: fc.constantFrom(...conditions) },
);
const statements = fc
  .tuple(fc.nat(3), names, fc.constantFrom('*', '*', ...resources), when)
  .map(([kind, name, resource, condition]): Statement => (kind === 0 ? deny : allow)(name, resource, condition));
/** Allows something, mostly in some requests only. */
const layer = fc
  .tuple(fc.constantFrom('*', '*', '*:*'), when, fc.array(statements, { maxLength: 3 }))
  .map(([name, condition, more]): Statement[] => [allow(name, '*', condition), ...more]);
const policies = fc.record({ identity: layer, limit: layer, level: layer }, { requiredKeys: ['identity'] });

/** Whoever may have the policies: of one kind, and in nothing else alike. */
const people = (name: 'one' | 'two'): readonly Partial<PrincipalFacts>[] => [
  {
    arn: `arn:aws:iam::111122223333:role/${name}`,
    name,
    uniqueId: `AROA${name.toUpperCase()}`,
    tags: known({ team: name === 'one' ? 'blue' : 'red' }),
    organisation: known(`o-${name}`),
  },
  {
    ...asUser,
    arn: `arn:aws:iam::111122223333:user/${name}`,
    name,
    uniqueId: `AIDA${name.toUpperCase()}`,
    tags: known(name === 'one' ? { team: 'blue' } : {}),
  },
];

const questionsAbout = (action: string): readonly Question[] => [
  { actions: [action], resources: ['*'] },
  { actions: [action], resources: ['*'], condition: { StringLike: { 'aws:PrincipalArn': '*/two' } } },
  { actions: [action], resources: ['*'], exceptResources: ['arn:aws:iam::*:role/one'] },
];

const compiled = (question: Question): CompiledQuestion => {
  const read = compileQuestion(question);
  if (!read.ok) throw new Error(read.detail);
  return read.compiled;
};

describe('the outcome of a search, for whoever has the same statements', () => {
  const asking = (principal: Principal, question: CompiledQuestion, options: Partial<SearchOptions> = {}): Asking =>
    startAsking(principal, question, { model: 'realistic', now: NOW, ...options });
  const without = (fully: boolean): Partial<SearchOptions> => (fully ? { explain: false } : {});

  it('is the one that a search of the principal alone finds, whoever was asked about before', () => {
    let taken = 0;
    fc.assert(
      fc.property(
        policies,
        fc.constantFrom(...actions),
        fc.nat(2),
        fc.nat(1),
        fc.boolean(),
        ({ identity, limit, level }, action, at, kind, unexplained) => {
          const question = compiled(questionsAbout(action)[at] ?? { actions: [action], resources: ['*'] });
          const one = (name: 'one' | 'two'): Principal =>
            aPrincipal(identity, {
              ...(limit === undefined ? {} : boundary(...limit)),
              ...(level === undefined ? {} : scps(level)),
              ...people(name)[kind],
            });
          const [first, second] = [one('one'), one('two')];
          askAction(asking(first, question, without(unexplained)), action);
          const shared = asking(second, question, without(unexplained));
          const alone = asking(second, question, without(unexplained));
          const quick = askAction(shared, action);
          expect(quick).toEqual(outcomeBySearch(alone, action));
          if (quick.answer !== 'yes') return;
          const { request } = quick.witness;
          const again = askAction(asking(first, question), action);
          // The very request of somebody else: it was looked up.
          if (again.answer === 'yes' && again.witness.request === request) taken += 1;
          for (const ref of quick.witness.by) expect(refsOf(second)).toContain(ref);
          for (const { statement } of quick.witness.passedBy) expect(refsOf(second)).toContain(statement);
        },
      ),
      { numRuns: 250 },
    );
    expect(taken).toBeGreaterThan(8);
  });

  it('is paid for as if it had been searched, so that a budget ends at the same place for everybody', () => {
    const region = { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } };
    const question = compiled({ actions: ['bedrock:InvokeModel'], resources: ['*'] });
    const [first, second] = ['one', 'two'].map((name) =>
      aPrincipal([allow('bedrock:*', '*', region)], { arn: `arn:aws:iam::111122223333:role/${name}` }),
    );
    if (first === undefined || second === undefined) throw new Error('there are two');
    const searched = asking(first, question);
    askAction(searched, 'bedrock:InvokeModel');
    const lookedUp = asking(second, question);
    askAction(lookedUp, 'bedrock:InvokeModel');
    expect(searched.effort.branches).toBeGreaterThan(0);
    expect(lookedUp.effort).toEqual(searched.effort);
    const spent = asking(second, question);
    spent.effort.branchesLeft = searched.effort.branches - 1;
    expect(() => askAction(spent, 'bedrock:InvokeModel')).toThrow('spent');
  });
});

const refsOf = ({ identity, boundary: limit, scps: levels }: Principal) =>
  [identity, limit, ...levels.levels].flatMap(({ policies: list }) =>
    list.flatMap((policy) => policy.statements.map(({ ref }) => ref)),
  );
