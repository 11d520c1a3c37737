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

  const when = (condition: object, action: string | string[] = 'bedrock:TagResource') => ({
    Effect: 'Allow',
    Action: action,
    Resource: '*',
    Condition: condition,
  });
  const own = { StringEquals: { 'aws:ResourceTag/team': '${aws:PrincipalTag/team}' } };
  const any = { Null: { 'aws:ResourceTag/team': 'false' } };
  const updateEndpoint = { Effect: 'Allow', Action: 'sagemaker:UpdateEndpoint', Resource: '*' };

  it.each([
    ['retag what holds the value already', [byResource, when({ StringEquals: { 'aws:ResourceTag/team': ['ml'] } })]],
    ['retag what is its own already', [{ ...byResource, Condition: own }, when(own)]],
    [
      'retag what has the tag already, and untag it',
      [{ ...byResource, Condition: any }, when(any, ['bedrock:TagResource', 'bedrock:UntagResource'])],
    ],
    [
      'tag what it makes',
      [
        { ...updateEndpoint, Condition: any },
        when({ StringEquals: { 'sagemaker:TaggingAction': ['CreateEndpoint'] } }, 'sagemaker:AddTags'),
      ],
    ],
  ])('answers no where it may only %s', (_name, statements) => {
    expect(named(askOne(tagsThatDecide, aRole({ statements })), 'yes')).toEqual([]);
  });

  it.each([
    [
      'the tag must not hold a value',
      { StringNotEquals: { 'aws:ResourceTag/team': 'ops' } },
      { StringEquals: { 'aws:ResourceTag/team': 'ops' } },
    ],
    ['the tag must be there, and it may be given to what lacks it', any, { Null: { 'aws:ResourceTag/team': 'true' } }],
    [
      'one of two statements lets it retag what is not its own',
      own,
      { StringEquals: { 'aws:RequestTag/team': '${aws:PrincipalTag/team}' } },
    ],
    ['the value is another one before', { StringEquals: { 'aws:ResourceTag/team': 'ml' } }, any],
  ])('answers yes where %s', (_name, tested, tagging) => {
    const role = aRole({ statements: [{ ...byResource, Condition: tested }, when(tagging), when(own)] });
    expect(named(askOne(tagsThatDecide, role), 'yes')).toEqual(['resource-tag-team']);
  });

  it('answers yes where it may take off the tag that a Deny reads', () => {
    const locked = { StringEquals: { 'aws:ResourceTag/locked': 'true' } };
    const role = aRole({
      allows: 'bedrock:InvokeModel',
      statements: [
        { Effect: 'Deny', Action: 'bedrock:InvokeModel', Resource: deployments, Condition: locked },
        when(locked, 'bedrock:UntagResource'),
      ],
    });
    expect(named(askOne(tagsThatDecide, role), 'yes')).toEqual(['resource-tag-locked']);
  });

  it('asks nothing where no AI access reads a tag', () => {
    const elsewhere = { ...byResource, Action: 's3:GetObject' };
    expect(askOne(tagsThatDecide, aRole({ allows: 'bedrock:*', statements: [elsewhere] }))).toEqual([]);
    expect(askOne(tagsThatDecide, aRole({ allows: '*' }))).toEqual([]);
  });
});
