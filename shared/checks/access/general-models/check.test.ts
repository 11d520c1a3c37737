import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole } from '../../../../test/builders/a-principal.ts';
import { known } from '../../../facts/known.ts';
import { generalModels } from './check.ts';

const model = 'arn:aws:bedrock:us-east-1::foundation-model/example.standard-v1';
const other = 'arn:aws:bedrock:us-east-1::foundation-model/example.large-v1';
const settings = {
  classRules: [{ class: 'general' as const, match: { tag: { key: 'ai-class', value: 'general' } } }],
  classLimits: { general: { models: [model] } },
};
const tagged = { tags: known({ 'AI-Class': 'general' }) };

describe('RF.ACCESS.3 General roles reach standard models only', () => {
  it('answers yes for a general role that can invoke a model off its list', () => {
    const judged = askOne(generalModels, aRole({ allows: 'bedrock:InvokeModel', on: other, ...tagged }), { settings });
    expect(named(judged, 'yes')).toEqual(['general-models']);
    expect(judged[0]?.sentence).toContain('general role ml-app can invoke');
  });

  it('answers no for one that stays on its list', () => {
    const judged = askOne(generalModels, aRole({ allows: 'bedrock:InvokeModel', on: model, ...tagged }), { settings });
    expect(named(judged, 'no')).toEqual(['general-models']);
  });

  it('asks nothing where the tag is another, or where the role may tag itself into the class', () => {
    const free = { allows: ['bedrock:InvokeModel', 'iam:TagRole'], ...tagged };
    expect(askOne(generalModels, aRole(free), { settings })).toEqual([]);
    const untagged = aRole({ allows: 'bedrock:InvokeModel', tags: known({ 'ai-class': 'specialised' }) });
    expect(askOne(generalModels, untagged, { settings })).toEqual([]);
  });
});
