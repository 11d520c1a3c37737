import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole } from '../../../../test/builders/a-principal.ts';
import { known } from '../../../facts/known.ts';
import { absentTags } from './check.ts';

const invoke = (Condition: object) => ({
  Effect: 'Allow',
  Action: 'bedrock:InvokeModel',
  Resource: 'arn:aws:bedrock:*:*:custom-model-deployment/*',
  Condition,
});
const tag = (value: string) => ({ 'aws:ResourceTag/team': value });
const judge = (...statements: readonly object[]) => askOne(absentTags, aRole({ statements: statements as never }));

describe('RF.ACCESS.20 Tag conditions are closed when the tag is absent', () => {
  it.each([
    ['a negated operator', invoke({ StringNotEquals: tag('hr') })],
    ['IfExists', invoke({ StringEqualsIfExists: tag('ml') })],
    ['ForAllValues', invoke({ 'ForAllValues:StringEquals': tag('ml') })],
    ['Null true', invoke({ Null: tag('true') })],
  ])('answers yes where access is given by %s', (_name, statement) => {
    const judged = judge(statement);
    expect(named(judged, 'yes')).toEqual(['resource-tag-team']);
    expect(judged[0]?.sentence).toBe('without tag team ml-app can bedrock:InvokeModel');
  });

  it('answers no where the absent tag is denied', () => {
    const deny = { Effect: 'Deny', Action: '*', Resource: '*', Condition: { Null: tag('true') } };
    expect(named(judge(invoke({ StringNotEquals: tag('hr') }), deny), 'no')).toEqual(['resource-tag-team']);
  });

  it.each([
    ['StringEquals', invoke({ StringEquals: tag('ml') })],
    ['ForAnyValue', invoke({ 'ForAnyValue:StringEquals': tag('ml') })],
    ['a Deny, which takes away and gives nothing', { ...invoke({ StringNotEquals: tag('hr') }), Effect: 'Deny' }],
  ])('asks nothing where access is given by %s', (_name, statement) => {
    expect(askOne(absentTags, aRole({ allows: 'bedrock:ListGuardrails', statements: [statement] }))).toEqual([]);
  });

  it('knows that the own tags of a role are in each of its sessions', () => {
    const statement = invoke({ StringNotEquals: { 'aws:PrincipalTag/team': 'hr' } });
    expect(named(askOne(absentTags, aRole({ statements: [statement] })), 'yes')).toEqual(['principal-tag-team']);
    expect(askOne(absentTags, aRole({ statements: [statement], tags: known({ Team: 'ml' }) }))).toEqual([]);
  });
});
