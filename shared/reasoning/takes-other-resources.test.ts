import { takesOtherResources } from './takes-other-resources.ts';

describe('Whether an action takes a resource', () => {
  it.each([
    ['bedrock:InvokeModel', 'arn:aws:s3:::b/k', 'foundation-model/${ResourceId}'],
    ['bedrock:InvokeModel', 'arn:aws:s3:::b/*', 'foundation-model/${ResourceId}'],
    ['bedrock:InvokeModel', 'arn:aws:bedrock:us-east-1:111122223333:guardrail/abc', 'foundation-model/${ResourceId}'],
    ['BEDROCK:deleteguardrail', 'arn:aws:iam::111122223333:role/x', 'guardrail/${GuardrailId}'],
    ['bedrock:PutEnforcedGuardrailConfiguration', 'arn:aws:bedrock:us-east-1:111122223333:guardrail/abc', 'takes *'],
    ['iam:PassRole', 'arn:aws:iam::111122223333:user/ann', 'role/${RoleNameWithPath}'],
  ])('%s does not take %s', (action, resource, form) => {
    const said = takesOtherResources(action, resource);
    expect(said).toContain('does not act on such a resource; it takes ');
    expect(said).toContain(form);
  });

  it.each([
    ['bedrock:InvokeModel', '*'],
    ['bedrock:InvokeModel', 'arn:*'],
    ['bedrock:InvokeModel', 'arn:aws:bedrock:*'],
    ['bedrock:InvokeModel', 'arn:aws:bedrock:us-east-1::foundation-model/a.b-v1:0'],
    ['bedrock:InvokeModel', 'arn:aws-cn:bedrock:cn-north-1::foundation-model/*'],
    ['bedrock:PutEnforcedGuardrailConfiguration', '*'],
    ['iam:PassRole', 'arn:aws:iam::*:role/team/x'],
    ['bedrock:*', 'arn:aws:s3:::b/k'],
    ['none:Listed', 'arn:aws:s3:::b/k'],
  ])('nothing is said about %s on %s', (action, resource) => {
    expect(takesOtherResources(action, resource)).toBeUndefined();
  });
});
