import { aRole } from '../../../../test/builders/a-principal.ts';
import { askOne, named, sentences } from '../../../../test/builders/ask-one.ts';
import type { Runner, RunnerKind } from '../../../facts/runner.ts';
import { runnerActions } from '../runner-actions.ts';
import { swapWhatRuns } from './check.ts';

const arnOf: Partial<Record<RunnerKind, string>> = {
  agent: 'arn:aws:bedrock:us-east-1:111122223333:agent/ABCDEFGHIJ',
  flow: 'arn:aws:bedrock:us-east-1:111122223333:flow/ABCDEFGHIJ',
  function: 'arn:aws:lambda:us-east-1:111122223333:function:tool',
  'notebook-lifecycle': 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance-lifecycle-config/start',
  pipeline: 'arn:aws:sagemaker:us-east-1:111122223333:pipeline/train',
  'agent-runtime': 'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/helper-1',
  gateway: 'arn:aws:bedrock-agentcore:us-east-1:111122223333:gateway/tools-1',
  harness: 'arn:aws:bedrock-agentcore:us-east-1:111122223333:harness/h-1',
};
const strong = aRole({ name: 'strong', allows: ['bedrock:DeleteGuardrail', 'iam:CreateUser'] });
const weak = aRole({ name: 'weak', allows: 'logs:PutLogEvents' });
const runner = (kind: RunnerKind, roleArn = strong.arn): Runner => ({ arn: arnOf[kind] ?? '', kind, roleArn });
const swapping = runnerActions.filter(({ how }) => how === 'swap');

describe('RF.ESCALATE.4 Swap what a trusted role runs', () => {
  it.each(swapping.flatMap(({ action, kinds }) => kinds.map((kind) => [action, kind] as const)))(
    'answers yes for %s on a %s whose role can do more',
    (action, kind) => {
      const more = { others: [strong], runners: [runner(kind)] };
      const judged = askOne(swapWhatRuns, aRole({ allows: action }), more);
      expect(named(judged, 'yes')).toEqual([`${action} on ${arnOf[kind] ?? ''}`]);
      expect(judged[0]).toMatchObject({ severity: 'high', containment: 'deny' });
    },
  );

  it('names the role and what is changed', () => {
    const more = { others: [strong], runners: [runner('function')] };
    expect(sentences(askOne(swapWhatRuns, aRole({ allows: 'lambda:UpdateFunctionCode' }), more))).toEqual([
      'ml-app can change what runs as strong by lambda:UpdateFunctionCode on function:tool',
    ]);
  });

  it.each([
    ['its role can do no more', aRole({ allows: 'lambda:UpdateFunctionCode' }), [runner('function', weak.arn)]],
    [
      'another function is meant',
      aRole({ allows: 'lambda:UpdateFunctionCode', on: `${arnOf.function ?? ''}-2` }),
      [runner('function')],
    ],
    ['it may only run the function', aRole({ allows: 'lambda:InvokeFunction' }), [runner('function')]],
    ['it is an administrator', aRole({ allows: '*' }), [runner('function')]],
  ])('answers no where %s', (_name, principal, runners) => {
    const judged = askOne(swapWhatRuns, principal, { others: [strong, weak], runners });
    expect([...named(judged, 'yes'), ...named(judged, 'unknown')]).toEqual([]);
  });

  it('says that the other principals are missing where one is judged by itself', () => {
    expect(named(askOne(swapWhatRuns, aRole({ allows: 'bedrock:UpdateAgent' })), 'unknown')).toEqual([
      'bedrock:UpdateAgent',
    ]);
  });
});
