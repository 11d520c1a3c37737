import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole } from '../../../../test/builders/a-principal.ts';
import { fineTunedModels } from './check.ts';

const settings = {
  classRules: [
    { class: 'fine-tuned' as const, match: { name: 'tuned-*' } },
    { class: 'specialised' as const, match: { name: 'special-*' } },
  ],
};
const deployment = 'arn:aws:bedrock:us-east-1:111122223333:custom-model-deployment/abc';

describe('RF.ACCESS.4 Fine-tuned models are reached by their class only', () => {
  it.each([
    ['custom models deployed', 'bedrock:InvokeModel', deployment],
    ['imported models', 'bedrock:InvokeModel', 'arn:aws:bedrock:us-east-1:111122223333:imported-model/abc'],
    ['provisioned models', 'bedrock:InvokeModel', 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc'],
    ['batch jobs over custom models', 'bedrock:CreateModelInvocationJob', '*'],
  ])('answers yes for %s within reach of a role without the class', (_name, allows, on) => {
    expect(named(askOne(fineTunedModels, aRole({ allows, on }), { settings }), 'yes')).toEqual(['fine-tuned-models']);
  });

  it('answers yes for a class above it as well: the models belong to one class', () => {
    const judged = askOne(fineTunedModels, aRole({ name: 'special-1', allows: 'bedrock:InvokeModel' }), { settings });
    expect(named(judged, 'yes')).toEqual(['fine-tuned-models']);
  });

  it('answers no for a role that reaches every foundation model and inference profile and no other', () => {
    const on = ['arn:aws:bedrock:*::foundation-model/*', 'arn:aws:bedrock:*:111122223333:inference-profile/*'];
    const judged = askOne(fineTunedModels, aRole({ allows: 'bedrock:InvokeModel', on }), { settings });
    expect(named(judged, 'no')).toEqual(['fine-tuned-models']);
  });

  it('asks nothing of the class itself, nor where no rule gives the class', () => {
    const tuned = aRole({ name: 'tuned-1', allows: 'bedrock:InvokeModel', on: deployment });
    expect(askOne(fineTunedModels, tuned, { settings })).toEqual([]);
    expect(askOne(fineTunedModels, aRole({ allows: 'bedrock:InvokeModel' }))).toEqual([]);
  });
});
