import { aRole } from '../../../../test/builders/a-principal.ts';
import { askOne, named, sentences } from '../../../../test/builders/ask-one.ts';
import type { Runner } from '../../../facts/runner.ts';
import { catalogueAction } from '../../../reasoning/catalogue/action-catalogue.ts';
import { runnerActions } from '../runner-actions.ts';
import { runInExistingRuntime } from './check.ts';

const arnOf: Readonly<Record<string, string>> = {
  notebook: 'arn:aws:sagemaker:us-east-1:111122223333:notebook-instance/research',
  'agent-runtime': 'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/helper-1',
  'runtime-endpoint': 'arn:aws:bedrock-agentcore:us-east-1:111122223333:runtime/helper-1/runtime-endpoint/prod',
  'studio-profile': 'arn:aws:sagemaker:us-east-1:111122223333:user-profile/d-1/ann',
  'code-interpreter': 'arn:aws:bedrock-agentcore:us-east-1:111122223333:code-interpreter-custom/python-1',
  browser: 'arn:aws:bedrock-agentcore:us-east-1:111122223333:browser-custom/web-1',
};
const strong = aRole({
  name: 'strong',
  allows: ['bedrock:DeleteGuardrail', 's3:*'],
  trust: [
    {
      Effect: 'Allow',
      Principal: { Service: ['sagemaker.amazonaws.com', 'bedrock-agentcore.amazonaws.com'] },
      Action: 'sts:AssumeRole',
    },
  ],
});
const weak = aRole({ name: 'weak', allows: 'logs:PutLogEvents' });
const runner = (kind: Runner['kind'], roleArn = strong.arn): Runner => ({ arn: arnOf[kind] ?? '', kind, roleArn });
const entering = runnerActions.filter(({ how }) => how === 'enter');

describe('RF.ESCALATE.3 Run in an existing runtime', () => {
  it.each(entering.flatMap(({ action, kinds }) => kinds.map((kind) => [action, kind] as const)))(
    'answers yes for %s on a %s whose role can do more',
    (action, kind) => {
      const judged = askOne(runInExistingRuntime, aRole({ allows: action }), {
        others: [strong],
        runners: [runner(kind)],
      });
      expect(named(judged, 'yes')).toEqual([`${action} on ${arnOf[kind] ?? ''}`]);
      expect(judged[0]).toMatchObject({ severity: 'critical', containment: 'deny' });
    },
  );

  it('lists actions that the catalogue holds', () => {
    expect(runnerActions.filter(({ action }) => catalogueAction(action)?.name !== action)).toEqual([]);
  });

  it('names the role whose credentials are taken, and what is entered', () => {
    const principal = aRole({ allows: 'bedrock-agentcore:InvokeCodeInterpreter' });
    const more = { others: [strong], runners: [runner('code-interpreter')] };
    expect(sentences(askOne(runInExistingRuntime, principal, more))).toEqual([
      'ml-app can take the credentials of strong by bedrock-agentcore:InvokeCodeInterpreter on python-1',
    ]);
  });

  it.each([
    [
      'its role can do no more',
      aRole({ allows: 'bedrock-agentcore:InvokeCodeInterpreter' }),
      [runner('code-interpreter', weak.arn)],
    ],
    [
      'another interpreter is meant',
      aRole({ allows: 'bedrock-agentcore:InvokeCodeInterpreter', on: `${arnOf['code-interpreter'] ?? ''}x` }),
      [runner('code-interpreter')],
    ],
    ['nothing runs', aRole({ allows: 'bedrock-agentcore:InvokeCodeInterpreter' }), []],
    ['it may only look', aRole({ allows: 'bedrock-agentcore:GetCodeInterpreter' }), [runner('code-interpreter')]],
    [
      'its role is of another account',
      aRole({ allows: 'bedrock-agentcore:InvokeCodeInterpreter' }),
      [runner('code-interpreter', 'arn:aws:iam::444455556666:role/x')],
    ],
  ])('answers no where %s', (_name, principal, runners) => {
    const judged = askOne(runInExistingRuntime, principal, { others: [strong, weak], runners });
    expect([...named(judged, 'yes'), ...named(judged, 'unknown')]).toEqual([]);
  });

  it('says what was not read where what runs is not known, and only where a role could matter', () => {
    const principal = aRole({ allows: 'sagemaker:CreatePresignedNotebookInstanceUrl' });
    const [judged] = askOne(runInExistingRuntime, principal, { others: [strong] });
    expect(judged?.answer).toMatchObject({
      answer: 'unknown',
      why: { detail: expect.stringContaining('sagemaker:ListNotebookInstances') as string },
    });
    expect(askOne(runInExistingRuntime, principal, { others: [weak] })).toEqual([]);
  });
});
