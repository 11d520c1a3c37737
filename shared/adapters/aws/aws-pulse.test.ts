import { BedrockClient, DeleteGuardrailCommand } from '@aws-sdk/client-bedrock';
import { IAMClient, TagRoleCommand } from '@aws-sdk/client-iam';
import { mockClient } from 'aws-sdk-client-mock';
import { awsError } from '../../../test/builders/aws-error.ts';
import { AwsPulse } from './aws-pulse.ts';

const iam = mockClient(IAMClient);
const bedrock = mockClient(BedrockClient);
const pulse = new AwsPulse(
  { iam: new IAMClient({ region: 'us-east-1' }), bedrock: (region) => new BedrockClient({ region }) },
  'us-east-1',
);

describe('the call of a heartbeat', () => {
  beforeEach(() => {
    iam.reset();
    bedrock.reset();
    iam.on(TagRoleCommand).rejects(awsError('AccessDenied', 403));
    bedrock.on(DeleteGuardrailCommand).rejects(awsError('AccessDeniedException', 403));
  });

  it('is one of IAM at home and one of Bedrock elsewhere, and is meant to be refused', async () => {
    await pulse.beat('us-east-1');
    expect([iam.calls().length, bedrock.calls().length]).toEqual([1, 0]);
    await pulse.beat('eu-west-1');
    expect([iam.calls().length, bedrock.calls().length]).toEqual([1, 1]);
  });

  it('names what is not there, so that it changes nothing where it is allowed', async () => {
    iam.on(TagRoleCommand).rejects(awsError('NoSuchEntityException', 404));
    bedrock.on(DeleteGuardrailCommand).rejects(awsError('ResourceNotFoundException', 404));
    await pulse.beat('us-east-1');
    await pulse.beat('eu-west-1');
    expect(iam.commandCalls(TagRoleCommand)[0]?.args[0].input.RoleName).toBe('ringfence-heartbeat-of-nobody');
  });

  it('fails where the service did not answer: nobody recorded anything', async () => {
    iam.on(TagRoleCommand).rejects(awsError('ThrottlingException', 400));
    await expect(pulse.beat('us-east-1')).rejects.toThrow();
  });
});
