import { aRole } from '../../../test/builders/a-principal.ts';
import { canEver } from '../can-ever.ts';
import { compilePrincipal } from '../compile-principal.ts';
import type { Question } from '../types.ts';

const ask = (on: string | readonly string[], resources: readonly string[]) => {
  const question: Question = { actions: ['bedrock:InvokeModel'], resources };
  const principal = compilePrincipal(aRole({ allows: 'bedrock:InvokeModel', on }));
  return canEver(principal, question, { model: 'realistic', now: '2026-11-21T21:00:00.000Z' });
};

describe('The resources that a question looks among', () => {
  it.each(['imported-model', 'inference-profile', 'provisioned-model'])(
    'hold no foundation model whose name spells out %s',
    (type) => {
      const answer = ask('arn:aws:bedrock:*::foundation-model/*', [`arn:*:bedrock:*:*:${type}/*`]);
      expect(answer.answer).toBe('no');
    },
  );

  it('hold a model whose id has a colon, as versions of models do', () => {
    const model = 'arn:aws:bedrock:us-east-1::foundation-model/example.model-v1:0';
    const answer = ask('arn:aws:bedrock:*::foundation-model/*', [model]);
    expect(answer.answer === 'yes' && answer.witness.request.resource).toBe(model);
  });

  it('hold a custom model, whose id has a slash after a colon', () => {
    const job: Question = {
      actions: ['bedrock:CreateModelInvocationJob'],
      resources: ['arn:aws:bedrock:us-east-1:111122223333:custom-model/example.model-v1:0:4k/abcdef'],
    };
    const principal = compilePrincipal(aRole({ allows: 'bedrock:CreateModelInvocationJob' }));
    expect(canEver(principal, job, { model: 'realistic', now: '2026-11-21T21:00:00.000Z' }).answer).toBe('yes');
  });

  it('hold no custom model whose name spells out two other kinds', () => {
    const question: Question = {
      actions: ['bedrock:TagResource'],
      resources: ['arn:aws:bedrock:*:*:custom-model-deployment/*'],
    };
    const on = 'arn:aws:bedrock:*:*:guardrail/*';
    const principal = compilePrincipal(aRole({ allows: 'bedrock:TagResource', on }));
    expect(canEver(principal, question, { model: 'realistic', now: '2026-11-21T21:00:00.000Z' }).answer).toBe('no');
  });
});
