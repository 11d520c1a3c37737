import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole } from '../../../../test/builders/a-principal.ts';
import { highCostModels } from './check.ts';

const costly = 'arn:aws:bedrock:*::foundation-model/example.large-*';
const classRules = [{ class: 'specialised' as const, match: { uniqueId: 'AROASPECIAL' } }];
const settings = { highCostModels: [costly], classRules };

describe('RF.ACCESS.5 High-cost models are reached by the specialised class only', () => {
  it.each([
    ['a named model', 'bedrock:InvokeModel', 'arn:aws:bedrock:us-east-1::foundation-model/example.large-v2'],
    ['any model', 'bedrock:InvokeModel', '*'],
    ['any model of the second endpoint', 'bedrock-mantle:CreateInference', '*'],
  ])('answers yes for a role without the class that reaches %s', (_name, allows, on) => {
    const judged = askOne(highCostModels, aRole({ allows, on }), { settings });
    expect(named(judged, 'yes')).toEqual(['high-cost-models']);
    expect(judged[0]?.sentence).toContain(allows);
  });

  it('answers no for models beside the list, however they are spelt', () => {
    const on = 'arn:aws:bedrock:*::foundation-model/example.small-*';
    expect(named(askOne(highCostModels, aRole({ allows: 'bedrock:InvokeModel', on }), { settings }), 'no')).toEqual([
      'high-cost-models',
    ]);
  });

  it('answers no for the second endpoint where another model is named', () => {
    const statement = {
      Effect: 'Allow',
      Action: 'bedrock-mantle:CreateInference',
      Resource: '*',
      Condition: { StringEquals: { 'bedrock-mantle:Model': 'example.small-v1' } },
    };
    const judged = askOne(highCostModels, aRole({ statements: [statement] }), { settings });
    expect(named(judged, 'yes')).toEqual([]);
    expect(judged).toHaveLength(1);
  });

  it('asks nothing of the class, nor without a list', () => {
    const special = aRole({ allows: 'bedrock:InvokeModel', uniqueId: 'AROASPECIAL' });
    expect(askOne(highCostModels, special, { settings })).toEqual([]);
    expect(askOne(highCostModels, aRole({ allows: 'bedrock:InvokeModel' }))).toEqual([]);
  });
});
