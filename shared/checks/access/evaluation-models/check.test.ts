import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole } from '../../../../test/builders/a-principal.ts';
import { evaluationModels } from './check.ts';

const model = 'arn:aws:bedrock:us-east-1::foundation-model/example.small-v1';
const other = 'arn:aws:bedrock:us-east-1::foundation-model/example.large-v1';
const classRules = [{ class: 'evaluation' as const, match: { name: 'eval-*' } }];
const settings = { classRules, classLimits: { evaluation: { models: [model], accounts: ['111122223333'] } } };
const evaluating = (on: string | readonly string[], name = 'eval-alex') =>
  aRole({ name, allows: 'bedrock:InvokeModel', on });

describe('RF.ACCESS.2 Evaluation roles reach evaluation models only', () => {
  it('answers yes for a role of the class that can invoke another model, and names the model', () => {
    const judged = askOne(evaluationModels, evaluating([model, other]), { settings });
    expect(named(judged, 'yes')).toEqual(['evaluation-models']);
    expect(judged[0]?.sentence).toBe(`evaluation role eval-alex can invoke ${other} by bedrock:InvokeModel`);
  });

  it('answers no for a role of the class that can invoke the models of its list alone', () => {
    expect(named(askOne(evaluationModels, evaluating(model), { settings }), 'yes')).toEqual([]);
    expect(named(askOne(evaluationModels, evaluating(model), { settings }), 'no')).toContain('evaluation-models');
  });

  it.each([
    ['another class', { ...settings, classRules: [{ class: 'general' as const, match: { name: 'eval-*' } }] }],
    ['no class', { ...settings, classRules: [] }],
    ['a class without a list', { ...settings, classLimits: {} }],
  ])('asks nothing of a role of %s', (_name, near) => {
    expect(askOne(evaluationModels, evaluating('*'), { settings: near })).toEqual([]);
  });

  it('answers yes for a role of the class in an account that is no sandbox', () => {
    const elsewhere = { ...settings, classLimits: { evaluation: { accounts: ['444455556666'] } } };
    const judged = askOne(evaluationModels, evaluating(model), { settings: elsewhere });
    expect(named(judged, 'yes')).toEqual(['outside-sandbox']);
    expect(judged[0]?.sentence).toBe(
      'evaluation role eval-alex can invoke models in an account that its class does not name',
    );
  });

  it('counts an inference profile that the class lists among its models', () => {
    const profile = 'arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.example.small-v1';
    const listed = { classRules, classLimits: { evaluation: { models: [model], inferenceProfiles: [profile] } } };
    expect(named(askOne(evaluationModels, evaluating([model, profile]), { settings: listed }), 'yes')).toEqual([]);
    expect(named(askOne(evaluationModels, evaluating([model, profile]), { settings }), 'yes')).toEqual([
      'evaluation-models',
    ]);
  });

  it('judges the second endpoint by the model it names', () => {
    const second = (value: string) =>
      aRole({
        name: 'eval-alex',
        statements: [
          {
            Effect: 'Allow',
            Action: 'bedrock-mantle:CreateInference',
            Resource: '*',
            Condition: { StringEquals: { 'bedrock-mantle:Model': value } },
          },
        ],
      });
    expect(named(askOne(evaluationModels, second('example.small-v1'), { settings }), 'yes')).toEqual([]);
    expect(named(askOne(evaluationModels, second('example.large-v1'), { settings }), 'yes')).toEqual([
      'evaluation-models',
    ]);
  });
});
