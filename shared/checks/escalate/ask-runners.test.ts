import { aRole } from '../../../test/builders/a-principal.ts';
import { known, knownInPart, type Known } from '../../facts/known.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { Runner } from '../../facts/runner.ts';
import { reasoner } from '../reasoner.ts';
import { askRunners } from './ask-runners.ts';
import { viewAccount } from './reach/view-account.ts';

const now = '2026-11-21T21:00:00.000Z';
const strong = aRole({
  name: 'strong',
  allows: ['bedrock:DeleteGuardrail', 's3:*'],
  trust: [
    {
      Effect: 'Allow',
      Principal: { Service: ['sagemaker.amazonaws.com', 'lambda.amazonaws.com'] },
      Action: 'sts:AssumeRole',
    },
  ],
});
const functionArn = 'arn:aws:lambda:us-east-1:111122223333:function:job';
const unread = 'notebooks were not read';
const running: readonly Runner[] = [{ arn: functionArn, kind: 'function', roleArn: strong.arn }];
const asked = (principal: PrincipalFacts, runners: Known<readonly Runner[]>) => {
  const view = viewAccount({ accountId: principal.accountId, principals: [principal, strong], now, runners });
  const can: Parameters<typeof askRunners>[1]['can'] = (ask) =>
    reasoner.canEver(reasoner.compile(principal, new Map()), ask, { model: 'realistic', now });
  return (['enter', 'swap'] as const)
    .flatMap((how) => askRunners(how, { principal, account: known(view), can }))
    .map((question) => ('unasked' in question ? question.unasked.detail : question.name));
};

describe('what runs is known in part', () => {
  it('says what was not read to whoever may use such a kind', () => {
    const principal = aRole({ allows: 'sagemaker:CreatePresignedNotebookInstanceUrl' });
    expect(asked(principal, knownInPart(running, unread))).toEqual([unread]);
    expect(asked(principal, known(running))).toEqual([]);
  });

  it('asks about what was read, and lacks nothing where that is another kind', () => {
    const principal = aRole({ allows: 'lambda:UpdateFunctionCode' });
    const inPart = knownInPart(running, unread, { notebook: unread });
    expect(asked(principal, inPart)).toEqual([`lambda:UpdateFunctionCode on ${functionArn}`]);
    const mayEnter = aRole({ allows: 'sagemaker:CreatePresignedNotebookInstanceUrl' });
    expect(asked(mayEnter, inPart)).toEqual([unread]);
  });

  it('says it of every kind where it is not said of which', () => {
    const principal = aRole({ allows: 'lambda:UpdateFunctionCode' });
    expect(asked(principal, knownInPart(running, unread))).toEqual([
      `lambda:UpdateFunctionCode on ${functionArn}`,
      unread,
    ]);
  });

  it('says nothing to whom no such role could give more', () => {
    const equal = aRole({ allows: ['sagemaker:*', 'bedrock:*', 's3:*', 'iam:*', 'sts:*'] });
    expect(asked(equal, knownInPart([], unread))).toEqual([]);
  });
});
