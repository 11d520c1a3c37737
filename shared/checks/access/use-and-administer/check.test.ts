import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole } from '../../../../test/builders/a-principal.ts';
import { useAndAdminister } from './check.ts';

const use = 'bedrock:InvokeModel';

describe('RF.ACCESS.23 Permissions to change AI are separate from permissions to use AI', () => {
  it.each([
    ['guardrails', 'bedrock:UpdateGuardrail'],
    ['guardrails', 'bedrock:DeleteEnforcedGuardrailConfiguration'],
    ['invocation-logging', 'bedrock:DeleteModelInvocationLoggingConfiguration'],
    ['model-access', 'bedrock:CreateFoundationModelAgreement'],
  ])('answers yes for %s where a role that calls models can also do %s', (name, action) => {
    const judged = askOne(useAndAdminister, aRole({ allows: [use, action] }));
    expect(named(judged, 'yes')).toEqual([name]);
  });

  it('answers with a witness for each side', () => {
    const judged = askOne(useAndAdminister, aRole({ allows: [use, 'bedrock:DeleteGuardrail'] }));
    const answer = judged.find(({ questionName }) => questionName === 'guardrails')?.answer;
    expect(answer).toMatchObject({
      witnesses: [{ request: { action: use } }, { request: { action: 'bedrock:DeleteGuardrail' } }],
    });
  });

  it.each([
    ['uses models and reads their settings', [use, 'bedrock:GetGuardrail', 'bedrock:ApplyGuardrail', 'bedrock:List*']],
    ['administers and calls no model', ['bedrock:UpdateGuardrail', 'bedrock:PutModelInvocationLoggingConfiguration']],
  ])('answers no for a role that %s', (_name, allows) => {
    expect(named(askOne(useAndAdminister, aRole({ allows })), 'yes')).toEqual([]);
  });

  it('excuses a confirmed administrator', () => {
    const settings = { administrators: ['AROAMLAPP'] };
    expect(askOne(useAndAdminister, aRole({ allows: '*' }), { settings })).toEqual([]);
  });
});
