import { aChange } from '../../../../test/builders/a-change.ts';
import { aPolicy } from '../../../../test/builders/a-principal.ts';
import { anAccount, guardrailArn } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount, judgeChange } from '../../../../test/builders/judge-account.ts';
import { known } from '../../../facts/known.ts';
import { guardrailPolicyChanged } from './check.ts';

const textOf = (statement: object): string =>
  aPolicy({ Effect: 'Allow', Action: 'bedrock:ApplyGuardrail', Resource: guardrailArn, ...statement }).text ?? '';
const judge = (text: string, settings = {}) =>
  judgeAccount(guardrailPolicyChanged, anAccount({ state: { guardrailPolicies: known({ [guardrailArn]: text }) } }), {
    settings,
  });
const organisation = { organisationAccounts: ['222233334444'], organisations: ['o-example1'] };

describe('RF.GUARD.7 Guardrail resource policy changed', () => {
  it.each<[string, object, object, string]>([
    ['anyone', { Principal: '*' }, {}, 'anyone'],
    ['anyone by AWS', { Principal: { AWS: '*' } }, {}, 'anyone'],
    ['all but some', { NotPrincipal: { AWS: '222233334444' } }, {}, 'everybody but those it names'],
    [
      'anyone, by a condition that is true without the key',
      { Principal: '*', Condition: { StringEqualsIfExists: { 'aws:PrincipalOrgID': 'o-example1' } } },
      {},
      'anyone',
    ],
    [
      'anyone of any organisation',
      { Principal: '*', Condition: { StringLike: { 'aws:PrincipalOrgID': '*' } } },
      {},
      'anyone',
    ],
    [
      'another organisation',
      { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-stranger' } } },
      organisation,
      'anyone',
    ],
    ['a foreign account', { Principal: { AWS: 'arn:aws:iam::444455556666:root' } }, organisation, '444455556666'],
  ])('answers yes where the policy admits %s', (_name, statement, settings, who) => {
    const [judged] = found(judge(textOf(statement), settings));
    expect(judged).toMatchObject({ severity: 'high', subject: { kind: 'guardrail', arn: guardrailArn } });
    expect(judged?.sentence).toContain(who);
  });

  it('answers yes, apart, where every caller is refused what enforcement needs', () => {
    const judged = found(judge(textOf({ Effect: 'Deny', Principal: '*' })));
    expect(judged.map(({ questionName }) => questionName)).toEqual(['callers-refused']);
  });

  it.each<[string, object, object]>([
    ['the own account', { Principal: { AWS: '111122223333' } }, organisation],
    ['an account of the organisation', { Principal: { AWS: '222233334444' } }, organisation],
    ['a named account where nobody said which are inside', { Principal: { AWS: '444455556666' } }, {}],
    [
      'everybody of the own organisation',
      { Principal: '*', Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-example1' } } },
      organisation,
    ],
    ['a service', { Principal: { Service: 'bedrock.amazonaws.com' } }, organisation],
    ['nobody: a Deny of one account', { Effect: 'Deny', Principal: { AWS: '444455556666' } }, organisation],
  ])('answers no where it admits %s', (_name, statement, settings) => {
    expect(judge(textOf(statement), settings).map(({ answer }) => answer.answer)).toEqual(['no']);
  });

  it('answers unknown for a text that cannot be read', () => {
    expect(judge('{').map(({ answer }) => answer.answer)).toEqual(['unknown']);
  });

  describe('after a change', () => {
    const touches = [{ kind: 'guardrail' as const, identifier: 'abc' }];
    it('judges the text that the change carries, about the subject of the sweep', () => {
      const text = textOf({ Principal: '*' });
      const change = aChange('bedrock.amazonaws.com:PutResourcePolicy', {
        touches,
        documents: [{ role: 'resource-policy', text }],
      });
      const [judged] = judgeChange(guardrailPolicyChanged, change);
      const [swept] = found(judge(text));
      expect(judged?.subject).toEqual(swept?.subject);
      expect(judged?.questionName).toBe(swept?.questionName);
    });

    it('says that other accounts lose the guardrail with its policy', () => {
      const change = aChange('bedrock.amazonaws.com:DeleteResourcePolicy', { touches });
      expect(judgeChange(guardrailPolicyChanged, change)).toMatchObject([
        { severity: 'medium', questionName: 'policy-deleted' },
      ]);
    });

    it('judges nothing for the policy of another kind of resource', () => {
      const change = aChange('bedrock.amazonaws.com:DeleteResourcePolicy', {
        touches: [{ kind: 'resource', type: 'AWS::Bedrock::PolicyHolder', identifier: 'arn:custom-model' }],
      });
      expect(judgeChange(guardrailPolicyChanged, change)).toEqual([]);
    });
  });
});
