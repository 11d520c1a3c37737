import { aPolicy, aRole, aUser } from '../../../../test/builders/a-principal.ts';
import { askOne, named, sentences } from '../../../../test/builders/ask-one.ts';
import { known, unknown } from '../../../facts/known.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { administratorReachable } from './check.ts';

const root = 'arn:aws:iam::111122223333:root';
const by = (principal: object) => [{ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' }];
const admin = (trust: object = { AWS: root }) => aRole({ name: 'admin', allows: '*', trust: by(trust) });
const assuming = (on: string | readonly string[], name = 'ml-app') => aRole({ name, allows: 'sts:AssumeRole', on });
const reach = (principal: PrincipalFacts, others: readonly PrincipalFacts[]) =>
  askOne(administratorReachable, principal, { others });
const wayOf = (principal: PrincipalFacts, others: readonly PrincipalFacts[]) =>
  reach(principal, others)[0]?.reason?.replace(/\. Cheapest.*/, '');

describe('RF.ESCALATE.6 An administrator role becomes reachable', () => {
  it('answers yes for one step, with the way and a witness of its first step', () => {
    const [judged] = reach(assuming('*'), [admin()]);
    expect(judged).toMatchObject({
      answer: { answer: 'yes', witness: { request: { action: 'sts:AssumeRole', resource: admin().arn } } },
      severity: 'critical',
      containment: 'deny',
      sentence: 'ml-app can become admin, who can do everything',
    });
    expect(judged?.reason).toContain('ml-app assumes admin');
  });

  const build = (trust: object) =>
    aRole({ name: 'build', allows: 'sts:AssumeRole', on: admin().arn, trust: by(trust) });
  const principal = assuming('arn:aws:iam::111122223333:role/build');
  it.each([
    [
      'two assumed roles',
      principal,
      [build({ AWS: principal.arn }), admin({ AWS: build({}).arn })],
      'ml-app assumes build, build assumes admin',
    ],
    [
      'a role that is passed to a service that runs code',
      aRole({ allows: ['iam:PassRole', 'lambda:CreateFunction'] }),
      [admin({ Service: 'lambda.amazonaws.com' })],
      'ml-app passes admin and runs something as it by lambda:CreateFunction',
    ],
    [
      'a changed trust policy',
      aRole({ allows: 'iam:UpdateAssumeRolePolicy' }),
      [admin({ Service: 'ec2.amazonaws.com' })],
      'ml-app lets itself assume admin by iam:UpdateAssumeRolePolicy',
    ],
    [
      'a key of an administrator',
      aRole({ allows: 'iam:CreateAccessKey' }),
      [aUser({ name: 'root-like', allows: '*' })],
      'ml-app takes credentials of root-like by iam:CreateAccessKey',
    ],
    [
      'somebody who can make itself an administrator',
      assuming('*'),
      [aRole({ name: 'iam', allows: 'iam:PutRolePolicy' })],
      'ml-app assumes iam',
    ],
  ])('answers yes by %s', (_name, from, others, way) => {
    expect(wayOf(from, others)).toBe(`The way: ${way}`);
  });

  it('takes a user, and one that a trust policy names without any grant of its own', () => {
    const alex = aUser();
    expect(sentences(reach(alex, [admin({ AWS: alex.arn })]))).toEqual([
      'alex can become admin, who can do everything',
    ]);
  });

  it.each([
    ['the trust policy names another', assuming('*'), [admin({ AWS: 'arn:aws:iam::111122223333:role/other' })]],
    ['it may assume another role only', assuming('arn:aws:iam::111122223333:role/other'), [admin()]],
    [
      'the first role trusts nobody',
      assuming('*'),
      [build({ Service: 'ec2.amazonaws.com' }), admin({ AWS: build({}).arn })],
    ],
    [
      'the role that it can pass trusts a service that it cannot use',
      aRole({ allows: ['iam:PassRole', 'sagemaker:CreateModel'] }),
      [admin({ Service: 'lambda.amazonaws.com' })],
    ],
    ['there is no administrator', assuming('*'), [aRole({ name: 'reader', allows: 's3:Get*' })]],
    [
      'a boundary makes the administrator less',
      assuming('*'),
      [{ ...admin(), permissionsBoundary: known(aPolicy({ Effect: 'Allow', Action: 's3:*', Resource: '*' })) }],
    ],
    ['it may assume nothing', aRole({ allows: 's3:GetObject' }), [admin()]],
    ['it is an administrator itself', aRole({ allows: '*' }), [admin()]],
  ])('answers no where %s', (_name, from, others) => {
    expect(reach(from, others)).toEqual([]);
  });

  it('is content with a circle', () => {
    const a = aRole({ name: 'a', allows: 'sts:AssumeRole' });
    const b = aRole({ name: 'b', allows: 'sts:AssumeRole' });
    expect(reach(a, [b])).toEqual([]);
  });

  it('names the step that most ways share as the cheapest to deny', () => {
    const gate = aRole({ name: 'gate', allows: 'sts:AssumeRole', on: admin().arn, trust: by({ AWS: root }) });
    const others = [1, 2, 3].map((n) => assuming(gate.arn, `app-${n}`));
    const [judged] = reach(assuming(gate.arn), [...others, gate, admin({ AWS: gate.arn })]);
    expect(judged?.reason).toContain('Cheapest to deny: sts:AssumeRole from gate to admin; 5 principals come by it.');
  });

  it('says that longer ways were not looked for, and that policies were not read, instead of no', () => {
    const chain = Array.from({ length: 9 }, (_, n) =>
      aRole({
        name: `link-${n}`,
        allows: n === 8 ? '*' : 'sts:AssumeRole',
        on: n === 8 ? '*' : `arn:aws:iam::111122223333:role/link-${n + 1}`,
        trust: n === 0 ? [] : by({ AWS: `arn:aws:iam::111122223333:role/link-${n - 1}` }),
      }),
    );
    const [start, ...rest] = chain;
    expect(start && reach(start, rest)).toMatchObject([{ answer: { answer: 'unknown', why: { code: 'budget' } } }]);
    const dark = { ...assuming('*'), inlinePolicies: unknown('iam:GetRolePolicy was refused') };
    expect(reach(dark, [admin()])).toMatchObject([{ answer: { answer: 'unknown', why: { code: 'missing-facts' } } }]);
  });

  it('says that the other principals are missing where one is judged by itself, and only where that matters', () => {
    expect(named(askOne(administratorReachable, assuming('*')), 'unknown')).toEqual(['administrator']);
    expect(askOne(administratorReachable, aRole({ allows: 's3:GetObject' }))).toEqual([]);
  });

  it('says that the change granted it', () => {
    const judged = askOne(administratorReachable, assuming('*'), { others: [admin()], before: known(aRole()) });
    expect(judged).toMatchObject([{ novelty: 'granted-by-this-change' }]);
  });
});
