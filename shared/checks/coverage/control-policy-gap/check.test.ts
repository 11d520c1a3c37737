import { aPolicy, aRole } from '../../../../test/builders/a-principal.ts';
import { anAccount } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount } from '../../../../test/builders/judge-account.ts';
import { known } from '../../../facts/known.ts';
import { controlPolicyGap } from './check.ts';

const judge = (kind: 'scp' | 'rcp', statement: object, inManagementAccount = false) =>
  judgeAccount(
    controlPolicyGap,
    anAccount({
      principals: [aRole({ inManagementAccount: known(inManagementAccount) })],
      wide: {
        controlPolicies: known([
          { kind, name: 'guard', text: aPolicy({ Effect: 'Deny', Resource: '*', ...statement }).text ?? '' },
        ]),
      },
    }),
  );
const names = (judged: ReturnType<typeof judge>) => found(judged).map(({ questionName }) => questionName);

describe('RF.COVERAGE.5 Organisation policy that covers less than it seems', () => {
  it('answers yes for a Deny of InvokeModel that leaves the second endpoint open', () => {
    const judged = judge('scp', { Action: 'bedrock:InvokeModel' });
    expect(found(judged)[0]?.sentence).toBe('guard does not stop bedrock-mantle:CreateInference');
  });

  it('answers yes for a resource control policy about services that it does not cover', () => {
    const judged = judge('rcp', { Principal: '*', Action: ['sagemaker:*', 's3:GetObject'] });
    expect(names(judged)).toEqual(['guard-rcp-sagemaker']);
  });

  it('answers yes in the management account, which no service control policy reaches', () => {
    expect(names(judge('scp', { Action: ['bedrock:*', 'bedrock-mantle:*'] }, true))).toEqual([
      'guard-management-account',
    ]);
  });

  it.each([
    ['both endpoints', { Action: ['bedrock:Invoke*', 'bedrock-mantle:CreateInference'] }],
    ['everything', { Action: '*' }],
    ['another action of Bedrock', { Action: 'bedrock:DeleteGuardrail' }],
    ['no AI at all', { Action: 's3:*' }],
    ['nothing: it allows', { Effect: 'Allow', Action: 'bedrock:InvokeModel' }],
  ])('answers no for a policy that denies %s', (_name, statement) => {
    expect(judge('scp', statement).map(({ answer }) => answer.answer)).toEqual(['no']);
  });

  it('answers unknown for a text that cannot be read', () => {
    const account = anAccount({ wide: { controlPolicies: known([{ kind: 'scp', name: 'torn', text: '{' }]) } });
    expect(judgeAccount(controlPolicyGap, account).map(({ answer }) => answer.answer)).toEqual(['unknown']);
  });
});
