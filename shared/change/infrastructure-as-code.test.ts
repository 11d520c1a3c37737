import { infrastructureAsCodeOf } from './infrastructure-as-code.ts';

describe('the infrastructure as code behind a call', () => {
  it.each([
    ['CloudFormation by who invoked it', { invokedBy: 'cloudformation.amazonaws.com' }, 'CloudFormation'],
    ['CloudFormation by its agent', { userAgent: 'cloudformation.amazonaws.com' }, 'CloudFormation'],
    ['CloudFormation by its session', { sessionName: 'AWSCloudFormation' }, 'CloudFormation'],
    [
      'the CDK by the role that CloudFormation took',
      {
        invokedBy: 'cloudformation.amazonaws.com',
        issuerArn: 'arn:aws:iam::111122223333:role/cdk-hnb659fds-cfn-exec-role-111122223333-eu-west-1',
      },
      'CDK',
    ],
    [
      'Terraform by its agent',
      { userAgent: 'APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) terraform-provider-aws/5.60.0' },
      'Terraform',
    ],
    ['Terraform by its session', { sessionName: 'terraform-run-17', userAgent: 'Boto3/1.34' }, 'Terraform'],
    ['OpenTofu by its agent', { userAgent: 'OpenTofu/1.8.0' }, 'Terraform'],
    ['Pulumi by its agent', { userAgent: 'APN/1.0 Pulumi/1.0 PulumiAws/6.50' }, 'Pulumi'],
    [
      'Pulumi, which uses the provider of Terraform',
      { userAgent: 'APN/1.0 Pulumi/1.0 terraform-provider-aws/5.60' },
      'Pulumi',
    ],
    ['Pulumi by its session', { sessionName: 'pulumi-prod' }, 'Pulumi'],
  ] as const)('is %s', (_, actor, tool) => {
    expect(infrastructureAsCodeOf(actor)).toBe(tool);
  });

  it.each([
    ['nothing known', {}],
    ['the console', { userAgent: 'console.amazonaws.com', sessionName: 'olga' }],
    ['the CLI', { userAgent: 'aws-cli/2.17.0 md/Python#3.11' }],
    ['another service', { invokedBy: 'ssm.amazonaws.com' }],
    ['a name that only holds the word', { sessionName: 'not-terraform', userAgent: 'Boto3/1.34' }],
    ['a host that only begins so', { userAgent: 'cloudformation.amazonaws.com.example.org' }],
    ['a role that only sounds so', { issuerArn: 'arn:aws:iam::111122223333:role/cdk-reader' }],
  ] as const)('is not known from %s', (_, actor) => {
    expect(infrastructureAsCodeOf(actor)).toBeUndefined();
  });
});
