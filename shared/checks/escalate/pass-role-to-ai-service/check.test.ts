import { aRole } from '../../../../test/builders/a-principal.ts';
import { askOne, named, sentences } from '../../../../test/builders/ask-one.ts';
import { known, unknown } from '../../../facts/known.ts';
import { passRoleToAiService } from './check.ts';

const trusts = (...services: readonly string[]) => [
  { Effect: 'Allow', Principal: { Service: services }, Action: 'sts:AssumeRole' },
];
const sagemaker = 'sagemaker.amazonaws.com';
const strong = aRole({ name: 'training', allows: ['s3:*', 'bedrock:DeleteGuardrail'], trust: trusts(sagemaker) });
const weak = aRole({ name: 'reports', allows: 's3:GetObject', trust: trusts(sagemaker) });
const pass = (on: string, condition?: object) => ({
  Effect: 'Allow',
  Action: 'iam:PassRole',
  Resource: on,
  ...(condition === undefined ? {} : { Condition: condition }),
});
const passing = (on: string, condition?: object) => aRole({ statements: [pass(on, condition)] });

describe('RF.ESCALATE.1 PassRole to an AI service', () => {
  it('answers yes for a role that may pass one that can do more, and names both', () => {
    const judged = askOne(passRoleToAiService, passing('*'), { others: [strong, weak] });
    expect(named(judged, 'yes')).toEqual([sagemaker]);
    expect(sentences(judged)).toEqual(['ml-app can pass training, which can do more, to sagemaker.amazonaws.com']);
    expect(judged[0]).toMatchObject({
      severity: 'high',
      containment: 'deny',
      ask: { any: [{ actions: ['iam:PassRole'], resources: [strong.arn] }] },
    });
  });

  it.each([
    ['the service is named', passing('*', { StringEquals: { 'iam:PassedToService': sagemaker } })],
    ['the role is named', passing(strong.arn)],
    ['roles are named by a pattern', passing('arn:aws:iam::111122223333:role/train*')],
  ])('answers yes where %s and that is no limit', (_name, principal) => {
    expect(named(askOne(passRoleToAiService, principal, { others: [strong, weak] }), 'yes')).toEqual([sagemaker]);
  });

  it.each([
    ['the role that it may pass can do no more', passing(weak.arn), [strong, weak]],
    [
      'the condition names another service',
      passing('*', { StringEquals: { 'iam:PassedToService': 'ec2.amazonaws.com' } }),
      [strong],
    ],
    ['nobody else is there', passing('*'), []],
    [
      'the stronger role trusts no AI service',
      passing('*'),
      [aRole({ name: 'x', allows: '*', trust: trusts('ec2.amazonaws.com') })],
    ],
    ['it can do as much itself', aRole({ allows: ['bedrock:*', 's3:*'], statements: [pass('*')] }), [strong]],
    ['it is an administrator', aRole({ allows: '*' }), [strong]],
    ['it may pass nothing', aRole({ allows: 'sagemaker:*' }), [strong]],
  ])('answers no where %s', (_name, principal, others) => {
    const judged = askOne(passRoleToAiService, principal, { others });
    expect([...named(judged, 'yes'), ...named(judged, 'unknown')]).toEqual([]);
  });

  it('answers no where the trust policy lets the service in for another account only', () => {
    const guarded = aRole({
      name: 'guarded',
      allows: '*',
      trust: [{ ...trusts(sagemaker)[0], Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } } }],
    });
    expect(named(askOne(passRoleToAiService, passing('*'), { others: [guarded] }), 'yes')).toEqual([]);
  });

  it('says that the other principals are missing where one is judged by itself, and only where that matters', () => {
    expect(named(askOne(passRoleToAiService, passing('*')), 'unknown')).toEqual(['any-service']);
    expect(askOne(passRoleToAiService, aRole({ allows: 's3:*' }))).toEqual([]);
  });

  it('answers unknown where the only role that comes into question was not read', () => {
    const unread = aRole({
      name: 'dark',
      trust: trusts(sagemaker),
      inlinePolicies: unknown('iam:GetRolePolicy was refused'),
    });
    expect(named(askOne(passRoleToAiService, passing('*'), { others: [unread] }), 'unknown')).toEqual([sagemaker]);
  });

  it('says that a change granted it, and that it was there before', () => {
    const after = passing('*');
    const given = { others: [strong], before: known(aRole()) };
    expect(askOne(passRoleToAiService, after, given)).toMatchObject([{ novelty: 'granted-by-this-change' }]);
    expect(askOne(passRoleToAiService, after, { ...given, before: known(after) })).toMatchObject([
      { novelty: 'already-there' },
    ]);
  });
});
