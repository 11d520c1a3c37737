import { aRole } from '../../../../test/builders/a-principal.ts';
import { anAccount, guardrailArn } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount } from '../../../../test/builders/judge-account.ts';
import { known, unknown } from '../../../facts/known.ts';
import type { PrincipalFacts } from '../../../facts/principal-facts.ts';
import { callerCannotApply } from './check.ts';

const enforced = known([{ configId: 'c', guardrailArn, guardrailVersion: '1' }]);
const judge = (principal: PrincipalFacts, enforcedGuardrails: typeof enforced = enforced) =>
  judgeAccount(callerCannotApply, anAccount({ principals: [principal], state: { enforcedGuardrails } }));
const invoke = ['bedrock:InvokeModel'];

describe('RF.GUARD.10 Callers can use the enforced guardrail', () => {
  it('answers yes, with the call that will fail, for a caller that may not apply it', () => {
    expect(found(judge(aRole({ allows: invoke })))).toMatchObject([
      {
        severity: 'medium',
        subject: { kind: 'role', uniqueId: 'AROAMLAPP' },
        sentence:
          'ml-app will get AccessDenied in us-east-1: it can call models and cannot apply the enforced guardrail',
      },
    ]);
  });

  it.each([
    ['may apply it', aRole({ allows: [...invoke, 'bedrock:ApplyGuardrail'] })],
    [
      'may apply this one',
      aRole({
        allows: invoke,
        statements: [{ Effect: 'Allow', Action: 'bedrock:ApplyGuardrail', Resource: guardrailArn }],
      }),
    ],
    ['calls no models', aRole({ allows: 's3:GetObject' })],
    [
      'calls them in another Region only',
      aRole({
        statements: [
          {
            Effect: 'Allow',
            Action: invoke,
            Resource: '*',
            Condition: { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } },
          },
        ],
      }),
    ],
  ])('finds nothing for a principal that %s', (_name, principal) => {
    expect(judge(principal).map(({ answer }) => answer.answer)).toEqual(['no']);
  });

  it('answers yes for a caller that may apply another guardrail only', () => {
    const statement = {
      Effect: 'Allow',
      Action: 'bedrock:ApplyGuardrail',
      Resource: guardrailArn.replace('abc', 'other'),
    };
    expect(found(judge(aRole({ allows: invoke, statements: [statement] })))).toHaveLength(1);
  });

  it('answers unknown, once for the Region, where a policy could not be read', () => {
    const judged = judge(aRole({ inlinePolicies: unknown('iam:GetRolePolicy was refused') }));
    expect(judged).toMatchObject([{ answer: { answer: 'unknown' }, subject: { kind: 'region' } }]);
  });

  it('finds nothing where nothing is enforced', () => {
    expect(judge(aRole({ allows: invoke }), known([])).map(({ answer }) => answer.answer)).toEqual(['no']);
  });
});
