import { guardrailInPath } from './guardrail-in-path.ts';

describe('a guardrail in the path of a call', () => {
  it.each([
    ['an id', 'gr1', 'gr1'],
    ['an ARN of the own account and Region', 'arn:aws:bedrock:eu-west-1:111122223333:guardrail/gr1', 'gr1'],
    [
      'an ARN of another account',
      'arn:aws:bedrock:eu-west-1:444455556666:guardrail/gr1',
      'arn:aws:bedrock:eu-west-1:444455556666:guardrail/gr1',
    ],
    [
      'an ARN of another Region',
      'arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1',
      'arn:aws:bedrock:us-east-1:111122223333:guardrail/gr1',
    ],
    [
      'another kind of resource',
      'arn:aws:bedrock:eu-west-1:111122223333:guardrail-profile/x',
      'arn:aws:bedrock:eu-west-1:111122223333:guardrail-profile/x',
    ],
  ])('is for %s', (_, identifier, expected) => {
    expect(guardrailInPath('111122223333', 'eu-west-1', identifier)).toBe(expected);
  });
});
