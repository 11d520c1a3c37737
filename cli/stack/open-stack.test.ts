import { GetFunctionCommand, LambdaClient, ResourceNotFoundException } from '@aws-sdk/client-lambda';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { mockClient } from 'aws-sdk-client-mock';
import { awsClients } from '../../shared/adapters/aws/aws-clients.ts';
import { installedEnvironment } from '../../test/builders/installed-environment.ts';
import { CommandError } from '../command-error.ts';
import { openStack } from './open-stack.ts';

const named = (name: string): Error => Object.assign(new Error('no'), { name, $metadata: { httpStatusCode: 403 } });
const sts = mockClient(STSClient);
const lambda = mockClient(LambdaClient);
const missing = new ResourceNotFoundException({ message: 'no', Type: 'User', $metadata: {} });
const open = (stack = 'RingfenceDetection') =>
  openStack(stack, awsClients({ region: 'us-east-1', requestTimeout: 1_000 }));
const refusal = async (stack?: string): Promise<string> => {
  const error = await open(stack).catch((reason: unknown) => reason);
  if (!(error instanceof CommandError)) throw new Error('it was opened, or failed without a name');
  return `${error.message} / ${error.next ?? ''}`;
};

describe('a deployed stack', () => {
  beforeEach(() => {
    sts.reset();
    lambda.reset();
    sts.on(GetCallerIdentityCommand).resolves({ Arn: 'arn:aws:iam::111122223333:user/alice', Account: '111122223333' });
    lambda.on(GetFunctionCommand).rejects(missing);
    lambda.on(GetFunctionCommand, { FunctionName: 'ringfence-sweep-account' }).resolves({
      Configuration: { Environment: { Variables: installedEnvironment } },
      Tags: { 'aws:cloudformation:stack-name': 'RingfenceDetection' },
    });
  });

  it('is opened under the name of the credentials, with the tables that the stack gave its functions', async () => {
    const { caller, containment, ports } = await open();
    expect({ caller, containment, account: ports.identity.accountId }).toEqual({
      caller: 'arn:aws:iam::111122223333:user/alice',
      containment: false,
      account: '111122223333',
    });
  });

  it('is refused by another name', async () => {
    expect(await refusal('Production')).toContain('there is no stack Production of Ringfence here');
  });

  it('that is not there is named, with how to deploy one', async () => {
    lambda.on(GetFunctionCommand).rejects(missing);
    lambda.on(GetFunctionCommand, { FunctionName: 'ringfence-sweep-account' }).rejects(missing);
    expect(await refusal()).toMatch(/there is no Ringfence in account 111122223333, us-east-1 \/ .*cdk deploy/u);
  });

  it('whose functions may not be read names the permission', async () => {
    lambda.on(GetFunctionCommand).rejects(named('AccessDeniedException'));
    expect(await refusal()).toContain('allow lambda:GetFunction');
  });

  it('needs credentials, and says so', async () => {
    sts.on(GetCallerIdentityCommand).rejects(Object.assign(new Error('none'), { name: 'CredentialsProviderError' }));
    expect(await refusal()).toContain('aws sts get-caller-identity');
  });

  it('of another version is named', async () => {
    lambda.on(GetFunctionCommand, { FunctionName: 'ringfence-sweep-account' }).resolves({
      Configuration: { Environment: { Variables: { ...installedEnvironment, RINGFENCE_STATE_TABLE: '' } } },
    });
    expect(await refusal()).toContain('another version');
  });
});
