import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aPolicy, aRole } from '../../../../test/builders/a-principal.ts';
import { unknown } from '../../../facts/known.ts';
import { avoidGuardrail } from './check.ts';

const guardrail = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/abc';
const foundation = 'arn:aws:bedrock:us-east-1::foundation-model/example.model-v1';
const guarded = (values: string | readonly string[] = guardrail, operator = 'StringLike') => ({
  Effect: 'Allow',
  Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
  Resource: '*',
  Condition: { [operator]: { 'bedrock:GuardrailIdentifier': values } },
});

describe('RF.ACCESS.9 No way round the guardrail condition', () => {
  it('asks nothing where nobody demands a guardrail', () => {
    expect(askOne(avoidGuardrail, aRole({ allows: 'bedrock:*' }))).toEqual([]);
  });

  it('answers no on every path for a role that can only invoke with the guardrail', () => {
    const judged = askOne(avoidGuardrail, aRole({ statements: [guarded([guardrail, `${guardrail}:*`])] }));
    expect(named(judged, 'no')).toEqual([
      'second-endpoint',
      'batch-job',
      'inline-agent',
      'agent',
      'flow',
      'retrieve-and-generate',
      'agentic-retrieval',
      'evaluation-job',
      'prompt-optimization',
      'inference-profile',
      'another-region',
      'api-key',
    ]);
    expect(named(judged, 'yes')).toEqual([]);
  });

  it.each([
    ['second-endpoint', 'bedrock-mantle:CreateInference'],
    ['batch-job', 'bedrock:CreateModelInvocationJob'],
    ['inline-agent', 'bedrock:InvokeInlineAgent'],
    ['agent', 'bedrock:InvokeAgent'],
    ['flow', 'bedrock:InvokeFlow'],
    ['flow', 'bedrock:StartFlowExecution'],
    ['agentic-retrieval', 'bedrock:AgenticRetrieveStream'],
    ['evaluation-job', 'bedrock:CreateEvaluationJob'],
    ['prompt-optimization', 'bedrock:OptimizePrompt'],
    ['retrieve-and-generate', 'bedrock:RetrieveAndGenerate'],
    ['api-key', 'bedrock:CallWithBearerToken'],
    ['api-key', 'bedrock-mantle:CallWithBearerToken'],
  ])('answers yes on the path %s for a role that may also do %s', (path, action) => {
    const judged = askOne(avoidGuardrail, aRole({ allows: action, statements: [guarded()] }));
    expect(named(judged, 'yes')).toEqual([path]);
    expect(judged.find(({ questionName }) => questionName === path)?.sentence).toBe(
      `ml-app can avoid the guardrail by ${path.replaceAll('-', ' ')}, for example with ${action}`,
    );
  });

  it('answers yes on inference profiles that another statement allows without the guardrail', () => {
    const profile = 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.example.model-v1';
    const judged = askOne(
      avoidGuardrail,
      aRole({ allows: 'bedrock:InvokeModel', on: profile, statements: [guarded()] }),
    );
    expect(named(judged, 'yes')).toEqual(['inference-profile']);
  });

  it('answers yes in another Region where the condition holds in one only', () => {
    const elsewhere = {
      Effect: 'Allow',
      Action: 'bedrock:InvokeModel',
      Resource: 'arn:aws:bedrock:eu-west-1::foundation-model/*',
    };
    const judged = askOne(avoidGuardrail, aRole({ statements: [guarded(), elsewhere] }));
    expect(named(judged, 'yes')).toEqual(['another-region']);
    // The Deny that closes it is written from the question: each part of the ARN is there, as IAM wants it.
    const ask = judged.find(({ questionName }) => questionName === 'another-region')?.ask;
    const except =
      ask !== undefined && 'any' in ask ? ask.any.flatMap(({ exceptResources = [] }) => exceptResources) : [];
    expect(except).toEqual(['arn:*:bedrock:us-east-1:*:*']);
  });

  it('answers no in another Region for a role whose models are all in the Region of the guardrail', () => {
    const judged = askOne(avoidGuardrail, aRole({ allows: 'bedrock:InvokeModel', on: foundation }), {
      settings: { approvedGuardrails: [guardrail] },
    });
    expect(named(judged, 'no')).toContain('another-region');
  });

  it('answers yes for an older version where a version is approved and the policy takes any', () => {
    const judged = askOne(avoidGuardrail, aRole({ statements: [guarded(`${guardrail}:*`)] }), {
      settings: { approvedGuardrails: [`${guardrail}:4`] },
    });
    expect(named(judged, 'yes')).toEqual(['older-version']);
  });

  it('answers no for an older version where the policy takes the approved one only', () => {
    const judged = askOne(avoidGuardrail, aRole({ statements: [guarded(`${guardrail}:4`)] }), {
      settings: { approvedGuardrails: [`${guardrail}:4`] },
    });
    expect(named(judged, 'yes')).toEqual([]);
    expect(named(judged, 'no')).toContain('older-version');
  });

  it.each([
    ['an approved guardrail', aRole({ allows: 'bedrock:InvokeFlow' }), { approvedGuardrails: [guardrail] }],
    [
      'a Deny without the guardrail',
      aRole({
        allows: 'bedrock:InvokeFlow',
        statements: [
          {
            Effect: 'Deny',
            Action: 'bedrock:InvokeModel',
            Resource: '*',
            Condition: { StringNotLike: { 'bedrock:guardrailidentifier': `${guardrail}*` } },
          },
        ],
      }),
      {},
    ],
    [
      'a condition in the boundary',
      aRole({
        allows: 'bedrock:InvokeFlow',
        boundary: aPolicy([guarded(), { Effect: 'Allow', Action: 'bedrock:InvokeFlow', Resource: '*' }]),
      }),
      {},
    ],
    ['any guardrail at all', aRole({ allows: 'bedrock:InvokeFlow', statements: [guarded('false', 'Null')] }), {}],
  ])('takes %s for a demand', (_name, role, settings) => {
    expect(named(askOne(avoidGuardrail, role, { settings }), 'yes')).toContain('flow');
  });

  it('takes a guardrail that is meant to be enforced for a demand', () => {
    const enforcedGuardrails = [{ region: 'us-east-1', guardrailArn: guardrail, version: '4' }];
    const judged = askOne(
      avoidGuardrail,
      aRole({ allows: 'bedrock:InvokeFlow', statements: [guarded(`${guardrail}:4`)] }),
      {
        settings: { enforcedGuardrails },
      },
    );
    expect(named(judged, 'yes')).toEqual(['flow']);
  });

  it('takes the guardrails of the class before those of the account', () => {
    const other = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/def';
    const settings = {
      approvedGuardrails: [guardrail],
      classRules: [{ class: 'general' as const, match: { name: 'ml-*' } }],
      classLimits: { general: { guardrails: [other] } },
    };
    const profiles = { ...guarded(other), Resource: 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/*' };
    expect(named(askOne(avoidGuardrail, aRole({ statements: [profiles] }), { settings }), 'yes')).toEqual([]);
  });

  it('does not take wildcards over foundation models for a way through inference profiles', () => {
    const role = aRole({
      allows: 'bedrock:InvokeModel',
      on: 'arn:aws:bedrock:*::foundation-model/*',
      statements: [guarded()],
    });
    expect(named(askOne(avoidGuardrail, role), 'yes')).toEqual(['another-region']);
  });

  it('answers unknown where a policy cannot be read', () => {
    const role = aRole({ statements: [guarded()], attachedPolicies: unknown('iam:GetPolicyVersion was refused') });
    expect(named(askOne(avoidGuardrail, role), 'unknown')).toContain('flow');
  });

  it('does not call a plain call of a foundation model a way round: that is a demand of its own', () => {
    const role = aRole({ allows: 'bedrock:InvokeModel', on: foundation, statements: [guarded()] });
    expect(named(askOne(avoidGuardrail, role), 'yes')).toEqual([]);
  });
});
