import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aUser } from '../../../../test/builders/a-principal.ts';
import { known, outOfScope } from '../../../facts/known.ts';
import { apiKeyUser } from './check.ts';

const keyUser = (shown: Parameters<typeof aUser>[0] = {}) =>
  aUser({ name: 'BedrockAPIKey-abcd', signInProfile: known(false), ...shown });
/** In the manner of what the console attaches. */
const ordinary = [
  'bedrock:CallWithBearerToken',
  'bedrock:Get*',
  'bedrock:Invoke*',
  'bedrock:List*',
  'ec2:DescribeVpcs',
  'iam:ListRoles',
  'kms:DescribeKey',
];

describe("RF.ACCESS.18 A key's user does only model calls", () => {
  it.each(['s3:GetObject', 'iam:CreateAccessKey', 'sts:AssumeRole', 'sagemaker:CreateNotebookInstance', '*'])(
    'answers yes for the user of a key that can also do %s',
    (action) => {
      const judged = askOne(apiKeyUser, keyUser({ allows: [...ordinary, action] }));
      expect(named(judged, 'yes')).toEqual(['outside-bedrock']);
    },
  );

  it('answers no for what the console attaches by itself', () => {
    const judged = askOne(apiKeyUser, keyUser({ allows: ordinary }));
    expect(named(judged, 'no')).toEqual(['outside-bedrock', 'access-keys', 'sign-in-profile']);
  });

  it('answers yes for an active access key and for a sign-in profile', () => {
    const accessKeys = known([{ id: 'AKIAIOSFODNN7EXAMPLE', status: 'Active' as const, createdAt: '2026-01-01' }]);
    const judged = askOne(apiKeyUser, keyUser({ allows: ordinary, accessKeys, signInProfile: known(true) }));
    expect(named(judged, 'yes')).toEqual(['access-keys', 'sign-in-profile']);
    expect(judged.map(({ sentence }) => sentence)).toContain(
      'API-key user BedrockAPIKey-abcd holds access keys beside its API key',
    );
  });

  it('answers unknown for what a file cannot hold', () => {
    const user = keyUser({ allows: ordinary, accessKeys: outOfScope, signInProfile: outOfScope });
    expect(named(askOne(apiKeyUser, user), 'unknown')).toEqual(['access-keys', 'sign-in-profile']);
  });

  it('asks nothing of any other user', () => {
    expect(askOne(apiKeyUser, aUser({ name: 'MyBedrockAPIKey-abcd', allows: '*' }))).toEqual([]);
  });
});
