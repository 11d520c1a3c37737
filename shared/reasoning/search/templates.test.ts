import { aRole } from '../../../test/builders/a-principal.ts';
import { canEver } from '../can-ever.ts';
import { compilePrincipal } from '../compile-principal.ts';
import type { Question } from '../types.ts';

const options = { model: 'realistic', now: '2026-11-21T21:00:00.000Z' } as const;

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

  it.each([
    ['sagemaker:CreateNotebookInstance', 'arn:aws:sagemaker:*:*:endpoint/*'],
    ['bedrock:DeleteGuardrail', 'arn:aws:bedrock:*:*:agent/*'],
    ['bedrock:DeleteCustomModel', 'arn:aws:bedrock:*:*:inference-profile/*'],
    ['bedrock:CreateModelCopyJob', 'arn:aws:bedrock:*:*:inference-profile/*'],
    ['kendra:BatchPutDocument', 'arn:aws:kendra:*:*:experience/*'],
    ['qbusiness:CreatePlugin', 'arn:aws:qbusiness:*:*:retriever/*'],
  ])('hold nothing that %s takes where every action is allowed on %s', (action, on) => {
    const principal = compilePrincipal(aRole({ allows: '*', on }));
    expect(canEver(principal, { actions: [action], resources: ['*'] }, options).answer).toBe('no');
  });

  it.each([
    ['bedrock-agentcore:CreateAgentRuntime', 'arn:aws:bedrock-agentcore:*:*:*'],
    ['bedrock-agentcore:CreateGateway', 'arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/*'],
    ['bedrock-agentcore:CreateCodeInterpreter', 'arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter/*'],
    ['bedrock:CreateCustomModel', 'arn:aws:bedrock:*:*:custom-model/*'],
  ])('hold what %s names, though no type of it is listed, and so a grant on %s counts', (action, on) => {
    const principal = compilePrincipal(aRole({ allows: action, on }));
    expect(canEver(principal, { actions: [action], resources: ['*'] }, options).answer).toBe('yes');
  });

  it('hold nothing of another kind for an action without a listed type', () => {
    const principal = compilePrincipal(
      aRole({ allows: 'bedrock-agentcore:*', on: 'arn:aws:bedrock-agentcore:*:*:memory/*' }),
    );
    const question: Question = { actions: ['bedrock-agentcore:CreateGateway'], resources: ['*'] };
    expect(canEver(principal, question, options).answer).toBe('no');
  });

  it('are reached under a key of the session that no service lists', () => {
    const condition = { StringEquals: { 'aws:ResourceTag/domain': '${datazone:domainId}' } };
    const statement = { Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource: '*', Condition: condition };
    const principal = compilePrincipal(aRole({ statements: [statement] }));
    expect(canEver(principal, { actions: ['bedrock:InvokeModel'], resources: ['*'] }, options).answer).toBe('yes');
  });
});
