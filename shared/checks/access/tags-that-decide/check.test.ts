import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole, aUser } from '../../../../test/builders/a-principal.ts';
import { tagsThatDecide } from './check.ts';

const deployments = 'arn:aws:bedrock:*:*:custom-model-deployment/*';
const byResource = {
  Effect: 'Allow',
  Action: 'bedrock:InvokeModel',
  Resource: deployments,
  Condition: { StringEquals: { 'aws:ResourceTag/team': 'ml' } },
};
const byPrincipal = {
  Effect: 'Allow',
  Action: 'bedrock:InvokeModel',
  Resource: '*',
  Condition: { StringEquals: { 'aws:PrincipalTag/team': 'ml' } },
};
const keepsTags = (operator: string) => ({
  Effect: 'Deny',
  Action: ['bedrock:TagResource', 'bedrock:UntagResource'],
  Resource: '*',
  Condition: { [operator]: { 'aws:TagKeys': ['team'] } },
});

describe('RF.ACCESS.19 Tags that grant access cannot be changed by those they limit', () => {
  it('answers yes where the resource may be tagged by whom its tag limits', () => {
    const judged = askOne(tagsThatDecide, aRole({ allows: 'bedrock:TagResource', statements: [byResource] }));
    expect(named(judged, 'yes')).toEqual(['resource-tag-team']);
    expect(judged[0]?.sentence).toBe(
      'ml-app can change the resource tag team, which decides its access, by bedrock:TagResource',
    );
  });

  it.each([
    ['a role', aRole({ allows: 'iam:TagRole', statements: [byPrincipal] })],
    ['a user', aUser({ allows: 'iam:UntagUser', statements: [byPrincipal] })],
  ])('answers yes where %s may tag itself', (_name, principal) => {
    expect(named(askOne(tagsThatDecide, principal), 'yes')).toEqual(['principal-tag-team']);
  });

  it('reads the tag of a policy variable as well', () => {
    const byVariable = {
      Effect: 'Allow',
      Action: 'bedrock:InvokeModel',
      Resource: deployments,
      Condition: { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } },
    };
    const judged = askOne(tagsThatDecide, aRole({ allows: 'iam:TagRole', statements: [byVariable] }));
    expect(named(judged, 'yes')).toEqual(['principal-tag-team']);
    expect(named(judged, 'no')).toEqual(['resource-tag-team']);
  });

  it.each([
    ['it can tag nothing', aRole({ statements: [byResource, byPrincipal] })],
    [
      'it can tag another role only',
      aRole({ allows: 'iam:TagRole', on: 'arn:aws:iam::111122223333:role/other', statements: [byPrincipal] }),
    ],
    [
      'it can tag other resources only',
      aRole({ allows: 'bedrock:TagResource', on: 'arn:aws:bedrock:*:*:guardrail/*', statements: [byResource] }),
    ],
    [
      'the key is kept from it, in any spelling',
      aRole({
        allows: 'bedrock:TagResource',
        statements: [byResource, keepsTags('ForAnyValue:StringEqualsIgnoreCase')],
      }),
    ],
  ])('answers no where %s', (_name, principal) => {
    expect(named(askOne(tagsThatDecide, principal), 'yes')).toEqual([]);
  });

  it('asks nothing where no AI access reads a tag', () => {
    const elsewhere = { ...byResource, Action: 's3:GetObject' };
    expect(askOne(tagsThatDecide, aRole({ allows: 'bedrock:*', statements: [elsewhere] }))).toEqual([]);
    expect(askOne(tagsThatDecide, aRole({ allows: '*' }))).toEqual([]);
  });
});
