import { aPolicy } from '../../../../test/builders/a-principal.ts';
import { guardrailArn } from '../../../../test/builders/an-account.ts';
import { admittedCallers, callersChanged } from './admitted-callers.ts';

const policy = (...statements: readonly object[]): string =>
  aPolicy(
    statements.map((statement) => ({
      Effect: 'Allow',
      Principal: { AWS: '444455556666' },
      Action: 'bedrock:ApplyGuardrail',
      Resource: guardrailArn,
      ...statement,
    })),
  ).text ?? '';

describe('whom a resource policy of a guardrail admits', () => {
  it.each<[string, string | undefined, readonly string[] | undefined]>([
    ['nobody without a policy', undefined, []],
    ['the account that it names', policy({}), ['444455556666']],
    ['everybody', policy({ Principal: '*' }), ['everybody']],
    ['whoever a pattern of actions reaches', policy({ Action: 'bedrock:Apply*' }), ['444455556666']],
    ['nobody by another action', policy({ Action: 'bedrock:GetGuardrail' }), []],
    ['nobody by NotAction with it', policy({ Action: undefined, NotAction: 'bedrock:ApplyGuardrail' }), []],
    ['nobody by a Deny', policy({ Effect: 'Deny' }), []],
    [
      'all but some',
      policy({ Principal: undefined, NotPrincipal: { AWS: '444455556666' } }),
      ['everybody but 444455556666'],
    ],
    [
      'those under a condition, as others than those without one',
      policy({ Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-example1' } } }),
      ['everybody where aws:PrincipalOrgID StringEquals o-example1'],
    ],
    ['not known where it cannot be read', '{', undefined],
  ])('is %s', (_name, text, who) => {
    expect(admittedCallers(text)).toEqual(who);
  });

  it('says who gained and who lost, and nothing where one of the two cannot be read', () => {
    expect(callersChanged(policy({}), policy({ Principal: { AWS: '777788889999' } }))).toEqual({
      gained: ['777788889999'],
      lost: ['444455556666'],
    });
    expect(callersChanged('{', policy({}))).toBeUndefined();
  });
});
