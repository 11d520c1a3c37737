import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aPolicy, aRole } from '../../../../test/builders/a-principal.ts';
import { unknown } from '../../../facts/known.ts';
import { invokeUnnamedModel } from './check.ts';

const model = 'arn:aws:bedrock:us-east-1::foundation-model/example.model-v1';
const other = 'arn:aws:bedrock:us-east-1::foundation-model/example.other-v1';
const endpoint = 'arn:aws:sagemaker:us-east-1:111122223333:endpoint/scores';
const invoke = 'bedrock:InvokeModel';

describe('RF.ACCESS.1 Model access is limited to named models', () => {
  it.each([
    ['a wildcard over every resource', { allows: invoke, on: '*' }],
    ['a wildcard over models', { allows: invoke, on: 'arn:aws:bedrock:*::foundation-model/*' }],
    [
      'a wildcard in the name of a model',
      { allows: invoke, on: 'arn:aws:bedrock:us-east-1::foundation-model/example.*' },
    ],
    ['a wildcard over the actions of the service', { allows: 'bedrock:*' }],
    ['NotResource', { statements: [{ Effect: 'Allow', Action: invoke, NotResource: model }] }],
    [
      'a Deny that spares one model under a condition',
      {
        statements: [
          { Effect: 'Allow', Action: invoke, Resource: '*' },
          {
            Effect: 'Deny',
            Action: 'bedrock:*',
            NotResource: model,
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    ],
    ['NotAction', { statements: [{ Effect: 'Allow', NotAction: 'iam:*', Resource: '*' }] }],
    [
      'a policy variable',
      { allows: invoke, on: 'arn:aws:bedrock:us-east-1::foundation-model/${aws:PrincipalTag/model}' },
    ],
    ['streamed answers of any model', { allows: 'bedrock:InvokeModelWithResponseStream' }],
    ['batch jobs of any model', { allows: 'bedrock:CreateModelInvocationJob' }],
    ['any SageMaker endpoint', { allows: 'sagemaker:InvokeEndpoint' }],
    ['the second endpoint, which a resource does not limit', { allows: 'bedrock-mantle:CreateInference' }],
    [
      'AmazonBedrockFullAccess',
      {
        attached: [
          aPolicy(
            { Effect: 'Allow', Action: 'bedrock:*', Resource: '*' },
            { arn: 'arn:aws:iam::aws:policy/AmazonBedrockFullAccess' },
          ),
        ],
      },
    ],
  ])('answers yes, with a model that nobody named, for %s', (_name, shown) => {
    const [judged] = askOne(invokeUnnamedModel, aRole(shown));
    expect(judged?.answer.answer).toBe('yes');
    expect(judged?.sentence).toMatch(/^ml-app can invoke models that nobody named, for example arn:aws:/);
    expect(judged?.sentence).not.toContain(model);
  });

  it.each([
    ['one model named in full', { allows: invoke, on: model }],
    ['several models', { allows: invoke, on: [model, other] }],
    [
      'everything, where a Deny spares one model by its name',
      {
        statements: [
          { Effect: 'Allow', Action: invoke, Resource: '*' },
          { Effect: 'Deny', Action: 'bedrock:*', NotResource: model },
        ],
      },
    ],
    [
      'one model in every Region, as cross-Region inference needs',
      { allows: invoke, on: 'arn:aws:bedrock:*::foundation-model/example.model-v1' },
    ],
    [
      'one model, and a wildcard over places where answers are left',
      { allows: invoke, on: [model, 'arn:aws:bedrock:us-east-1:111122223333:async-invoke/*'] },
    ],
    [
      'batch jobs of one model',
      {
        allows: 'bedrock:CreateModelInvocationJob',
        on: [model, 'arn:aws:bedrock:*:111122223333:model-invocation-job/*'],
      },
    ],
    ['one endpoint named in full', { allows: 'sagemaker:InvokeEndpoint', on: endpoint }],
    [
      'the second endpoint with its model named',
      {
        statements: [
          {
            Effect: 'Allow',
            Action: 'bedrock-mantle:CreateInference',
            Resource: '*',
            Condition: { StringEquals: { 'bedrock-mantle:Model': 'example.model-v1' } },
          },
        ],
      },
    ],
    ['no access to models', { allows: ['s3:GetObject', 'bedrock:ListFoundationModels'] }],
    [
      'a wildcard that a Deny takes back',
      {
        allows: invoke,
        statements: [
          { Effect: 'Deny', Action: invoke, NotResource: model },
          { Effect: 'Allow', Action: invoke, Resource: model },
        ],
      },
    ],
    [
      'a wildcard that the boundary cuts to one model',
      {
        allows: invoke,
        statements: [{ Effect: 'Allow', Action: invoke, Resource: model }],
        boundary: aPolicy({ Effect: 'Allow', Action: '*', Resource: model }),
      },
    ],
  ])('answers no for %s', (_name, shown) => {
    expect(named(askOne(invokeUnnamedModel, aRole(shown)), 'no')).toEqual(['invoke-unnamed-model']);
  });

  it('counts the approved list, where one is set, instead of what the policies name', () => {
    const settings = { approvedModels: [model] };
    expect(named(askOne(invokeUnnamedModel, aRole({ allows: invoke, on: other }), { settings }), 'yes')).toHaveLength(
      1,
    );
    expect(named(askOne(invokeUnnamedModel, aRole({ allows: invoke, on: model }), { settings }), 'no')).toHaveLength(1);
  });

  it('leaves a service for which no list is set to what the policies name', () => {
    const role = aRole({ allows: 'sagemaker:InvokeEndpoint', on: endpoint });
    expect(named(askOne(invokeUnnamedModel, role, { settings: { approvedModels: [model] } }), 'no')).toHaveLength(1);
  });

  it('answers unknown where a policy cannot be read', () => {
    const role = aRole({ allows: invoke, on: model, attachedPolicies: unknown('iam:GetPolicyVersion was refused') });
    const [judged] = askOne(invokeUnnamedModel, role);
    expect(judged?.answer).toMatchObject({ answer: 'unknown', why: { code: 'missing-facts' } });
  });

  it('asks in the shape of a Deny on everything but the same list', () => {
    const [judged] = askOne(invokeUnnamedModel, aRole({ allows: invoke, on: model }));
    expect(judged?.ask).toMatchObject({
      name: 'invoke-unnamed-model',
      any: [
        { resources: ['*'], exceptResources: expect.arrayContaining([model]) as unknown },
        {
          actions: ['bedrock-mantle:CreateInference'],
          condition: { StringNotLike: { 'bedrock-mantle:Model': [model, 'example.model-v1'] } },
        },
        { resources: ['*'] },
      ],
    });
    expect(judged?.containment).toBe('deny');
  });

  it('excuses a confirmed administrator', () => {
    const role = aRole({ allows: '*' });
    expect(askOne(invokeUnnamedModel, role, { settings: { administrators: [role.uniqueId] } })).toEqual([]);
  });
});
