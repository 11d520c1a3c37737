import { askOne } from '../../../../test/builders/ask-one.ts';
import { aPolicy, aRole } from '../../../../test/builders/a-principal.ts';
import { aiServices } from '../../../reasoning/catalogue/ai-services.ts';
import { outOfScope, unknown } from '../../../facts/known.ts';
import { modelAccessWithoutBoundary } from './check.ts';

const invoke = 'bedrock:InvokeModel';
const allow = (Action: string | string[], more = {}) => ({ Effect: 'Allow', Action, Resource: '*', ...more });

const answerFor = (role: Parameters<typeof askOne>[1]) => askOne(modelAccessWithoutBoundary, role)[0];

describe('RF.ACCESS.12 AI roles carry a permissions boundary', () => {
  it('answers yes for model access without a boundary', () => {
    const judged = answerFor(aRole({ allows: invoke }));
    expect(judged?.answer).toEqual({ answer: 'yes', evidence: [{ fact: 'permissions boundary', value: 'none' }] });
    expect(judged?.sentence).toBe('ml-app has model access and no permissions boundary');
  });

  it.each([
    ['allows everything', [allow('*')]],
    ['allows each AI service by its own statement', [allow(aiServices.map((service) => `${service}:*`))]],
    ['denies only what has nothing to do with AI', [allow('*'), { Effect: 'Deny', Action: 's3:*', Resource: '*' }]],
  ])('answers yes for a boundary that %s', (_name, statements) => {
    const judged = answerFor(aRole({ allows: invoke, boundary: aPolicy(statements, { name: 'b' }) }));
    expect(judged?.sentence).toBe('ml-app has model access and a permissions boundary that limits no AI action');
  });

  it.each([
    ['allows one service', [allow(['bedrock:*', 's3:*'])]],
    ['allows AI in one Region', [allow('*', { Condition: { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } } })]],
    ['allows named resources', [{ Effect: 'Allow', Action: '*', Resource: 'arn:aws:bedrock:*::foundation-model/x' }]],
    ['denies one AI action', [allow('*'), { Effect: 'Deny', Action: 'bedrock:DeleteGuardrail', Resource: '*' }]],
    ['allows all but one AI action', [{ Effect: 'Allow', NotAction: 'bedrock:DeleteGuardrail', Resource: '*' }]],
  ])('answers no for a boundary that %s', (_name, statements) => {
    expect(answerFor(aRole({ allows: invoke, boundary: aPolicy(statements, { name: 'b' }) }))?.answer).toEqual({
      answer: 'no',
    });
  });

  it.each([
    ['without model access', aRole({ allows: 's3:GetObject' })],
    ['of which the input cannot hold boundaries', aRole({ allows: invoke, permissionsBoundary: outOfScope })],
  ])('answers no for a role %s', (_name, role) => {
    expect(answerFor(role)?.answer).toEqual({ answer: 'no' });
  });

  it.each([
    ['the boundary was not read', aRole({ allows: invoke, permissionsBoundary: unknown('refused') }), 'missing-facts'],
    ['the boundary is no policy', aRole({ allows: invoke, boundary: { name: 'b', text: '{' } }), 'unreadable-policy'],
    ['model access is not known', aRole({ attachedPolicies: unknown('refused') }), 'missing-facts'],
  ])('answers unknown where %s', (_name, role, code) => {
    expect(answerFor(role)?.answer).toMatchObject({ answer: 'unknown', why: { code } });
  });
});
