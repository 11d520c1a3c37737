import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole } from '../../../../test/builders/a-principal.ts';
import { organisationModels } from './check.ts';

const settings = { organisations: ['o-exampleorgid'], organisationAccounts: ['444455556666'] };
const invoke = (Resource: string | readonly string[], Condition?: object) => ({
  Effect: 'Allow',
  Action: 'bedrock:InvokeModel',
  Resource,
  ...(Condition === undefined ? {} : { Condition }),
});
const judge = (...statements: readonly object[]) =>
  askOne(organisationModels, aRole({ statements: statements as never }), { settings });

describe('RF.ACCESS.10 Access stays in the organisation', () => {
  it('answers yes for a role that can use whatever any organisation shares', () => {
    const judged = judge(invoke('*'));
    expect(named(judged, 'yes')).toEqual(['organisation-models']);
    expect(judged[0]?.sentence).toBe(
      'ml-app can use what any organisation shares with it, for example by bedrock:InvokeModel',
    );
  });

  it('answers yes for a model of a foreign account that its policy names, and names the account', () => {
    const judged = judge(invoke('arn:aws:bedrock:us-east-1:777788889999:custom-model-deployment/*'));
    expect(judged[0]?.sentence).toContain('account 777788889999 shares with it');
  });

  it.each([
    [
      'models of AWS and of its own account',
      invoke(['arn:aws:bedrock:*::foundation-model/*', 'arn:aws:bedrock:*:111122223333:*']),
    ],
    ['models of an account of the organisation', invoke('arn:aws:bedrock:*:444455556666:custom-model-deployment/*')],
    ['whatever carries the own id', invoke('*', { StringEquals: { 'aws:ResourceOrgID': 'o-exampleorgid' } })],
  ])('answers no for a role that reaches %s', (_name, statement) => {
    expect(named(judge(statement), 'no')).toEqual(['organisation-models']);
  });

  it('answers no where other organisations are denied', () => {
    const deny = {
      Effect: 'Deny',
      Action: '*',
      Resource: '*',
      Condition: { StringNotEqualsIfExists: { 'aws:ResourceOrgID': 'o-exampleorgid' } },
    };
    expect(named(judge(invoke('*'), deny), 'yes')).toEqual([]);
  });

  it('asks nothing while the own organisation is not told', () => {
    expect(askOne(organisationModels, aRole({ allows: '*' }))).toEqual([]);
  });
});
