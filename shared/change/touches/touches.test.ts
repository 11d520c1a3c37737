import type { Change } from '../change.ts';
import { readChange } from '../read-change.ts';
import { aRecord } from '../testing/a-record.ts';

const read = (
  service: string,
  eventName: string,
  requestParameters: unknown,
  responseElements: unknown = null,
): Change => {
  const eventSource = `${service}.amazonaws.com`;
  const parsed = readChange(aRecord({ eventSource, eventName, requestParameters, responseElements }));
  if (parsed.kind !== 'change') throw new Error(`not a change: ${JSON.stringify(parsed)}`);
  return parsed;
};

const role = { kind: 'role', name: 'app' };
const user = { kind: 'user', name: 'bob' };
const group = { kind: 'group', name: 'ml' };
const policyArn = 'arn:aws:iam::111122223333:policy/ml/models';
const policy = { kind: 'managed-policy', arn: policyArn };
const resource = (type: string, identifier: string): unknown => ({ kind: 'resource', type, identifier });
const account = (accountId: string): unknown => ({ kind: 'account', accountId });

describe('what an IAM event touches', () => {
  it.each([
    ['AttachRolePolicy', { roleName: 'app', policyArn }, [role]],
    ['DetachRolePolicy', { roleName: 'app', policyArn }, [role]],
    ['PutRolePermissionsBoundary', { roleName: 'app', permissionsBoundary: policyArn }, [role]],
    ['TagRole', { roleName: 'app', tags: [] }, [role]],
    ['UpdateRole', { roleName: 'app', maxSessionDuration: 43_200 }, [role]],
    ['AttachUserPolicy', { userName: 'bob', policyArn }, [user]],
    ['DeleteUserPermissionsBoundary', { userName: 'bob' }, [user]],
    ['AddUserToGroup', { userName: 'bob', groupName: 'ml' }, [user]],
    ['RemoveUserFromGroup', { userName: 'bob', groupName: 'ml' }, [user]],
    ['UpdateUser', { userName: 'bob', newUserName: 'eve' }, [user, { kind: 'user', name: 'eve' }]],
    ['UpdateGroup', { groupName: 'ml', newGroupName: 'ai' }, [group, { kind: 'group', name: 'ai' }]],
    ['PutGroupPolicy', { groupName: 'ml', policyName: 'p', policyDocument: '{}' }, [group]],
    ['DetachGroupPolicy', { groupName: 'ml', policyArn }, [group]],
    ['CreatePolicyVersion', { policyArn, policyDocument: '{}', setAsDefault: true }, [policy]],
    ['SetDefaultPolicyVersion', { policyArn, versionId: 'v1' }, [policy]],
    ['DeletePolicyVersion', { policyArn, versionId: 'v1' }, [policy]],
    ['UntagPolicy', { policyArn, tagKeys: ['team'] }, [policy]],
    [
      'AddRoleToInstanceProfile',
      { roleName: 'app', instanceProfileName: 'i' },
      [role, { kind: 'instance-profile', name: 'i' }],
    ],
    ['CreateServiceSpecificCredential', { userName: 'bob', serviceName: 'bedrock.amazonaws.com' }, [user]],
    ['UpdateAccessKey', { userName: 'bob', accessKeyId: 'AKIAEXAMPLE', status: 'Active' }, [user]],
    ['DeleteLoginProfile', { userName: 'bob' }, [user]],
    ['DeactivateMFADevice', { userName: 'bob', serialNumber: 'arn:aws:iam::111122223333:mfa/bob' }, [user]],
    ['DeactivateMFADevice', { userName: 'AWS ROOT USER', serialNumber: 'x' }, [account('111122223333')]],
    ['CreateAccessKey', { userName: 'Root' }, [{ kind: 'user', name: 'Root' }]],
    [
      'DeleteVirtualMFADevice',
      { serialNumber: 'arn:aws:iam::111122223333:mfa/bob' },
      [resource('AWS::IAM::VirtualMFADevice', 'arn:aws:iam::111122223333:mfa/bob')],
    ],
    [
      'UpdateSAMLProvider',
      { sAMLProviderArn: 'arn:aws:iam::111122223333:saml-provider/idp' },
      [resource('AWS::IAM::SAMLProvider', 'arn:aws:iam::111122223333:saml-provider/idp')],
    ],
    [
      'DeleteOpenIDConnectProvider',
      { openIDConnectProviderArn: 'arn:aws:iam::111122223333:oidc-provider/x' },
      [resource('AWS::IAM::OIDCProvider', 'arn:aws:iam::111122223333:oidc-provider/x')],
    ],
  ])('%s %j', (eventName, parameters, touches) => {
    expect(read('iam', eventName, parameters)).toMatchObject({ body: 'present' });
    expect(read('iam', eventName, parameters).touches).toEqual(touches);
  });

  it('takes ARN and unique id from an answer about the same principal only', () => {
    const answer = { role: { roleName: 'app', arn: 'arn:aws:iam::111122223333:role/ml/app', roleId: 'AROAEXAMPLE' } };
    expect(read('iam', 'CreateRole', { roleName: 'app' }, answer).touches).toEqual([
      { ...role, arn: 'arn:aws:iam::111122223333:role/ml/app', principalId: 'AROAEXAMPLE' },
    ]);
    expect(read('iam', 'CreateRole', { roleName: 'other' }, answer).touches).toEqual([{ kind: 'role', name: 'other' }]);
  });

  it('names a new policy by the ARN of the answer', () => {
    expect(
      read('iam', 'CreatePolicy', { policyName: 'models', policyDocument: '{}' }, { policy: { arn: policyArn } }),
    ).toMatchObject({
      touches: [policy],
      documents: [{ role: 'managed-policy', name: 'models', text: '{}' }],
    });
  });
});

describe('what an organisation event touches', () => {
  const setArn = 'arn:aws:sso:::permissionSet/ssoins-1/ps-1';
  it.each([
    [
      'organizations',
      'AttachPolicy',
      { policyId: 'p-1', targetId: '444455556666' },
      [resource('AWS::Organizations::Policy', 'p-1'), account('444455556666')],
    ],
    [
      'organizations',
      'DetachPolicy',
      { policyId: 'p-1', targetId: 'r-1' },
      [
        resource('AWS::Organizations::Policy', 'p-1'),
        account('111122223333'),
        resource('AWS::Organizations::OrganizationalUnit', 'r-1'),
      ],
    ],
    [
      'organizations',
      'MoveAccount',
      { accountId: '444455556666', sourceParentId: 'ou-1', destinationParentId: 'r-1' },
      [
        account('444455556666'),
        resource('AWS::Organizations::OrganizationalUnit', 'ou-1'),
        resource('AWS::Organizations::OrganizationalUnit', 'r-1'),
      ],
    ],
    [
      'sso',
      'CreateAccountAssignment',
      { permissionSetArn: setArn, targetId: '444455556666' },
      [resource('AWS::SSO::PermissionSet', setArn), account('444455556666')],
    ],
    [
      'sso',
      'PutInlinePolicyToPermissionSet',
      { permissionSetArn: setArn, inlinePolicy: '{}' },
      [resource('AWS::SSO::PermissionSet', setArn), account('111122223333')],
    ],
  ])('%s %s', (service, eventName, parameters, touches) => {
    expect(read(service, eventName, parameters).touches).toEqual(touches);
  });

  it('leaves the organisation without a word', () => {
    expect(read('organizations', 'LeaveOrganization', null)).toMatchObject({
      body: 'none-expected',
      touches: [account('111122223333')],
    });
  });
});

describe('what an event of an AI service touches', () => {
  const arn = (service: string, rest: string): string => `arn:aws:${service}:us-east-1:111122223333:${rest}`;
  it.each([
    [
      'bedrock',
      'CreateAgent',
      { agentName: 'a' },
      { agent: { agentId: 'AG1' } },
      [resource('AWS::Bedrock::Agent', 'AG1')],
    ],
    [
      'bedrock',
      'UpdateAgentActionGroup',
      { agentId: 'AG1', actionGroupId: 'AC1' },
      null,
      [resource('AWS::Bedrock::Agent', 'AG1')],
    ],
    [
      'bedrock',
      'CreateDataSource',
      { knowledgeBaseId: 'KB1', name: 'n' },
      { dataSource: { dataSourceId: 'DS1', knowledgeBaseId: 'KB1' } },
      [resource('AWS::Bedrock::KnowledgeBase', 'KB1'), resource('AWS::Bedrock::DataSource', 'DS1')],
    ],
    [
      'bedrock',
      'UpdateFlowAlias',
      { flowIdentifier: 'F1', aliasIdentifier: 'A1', name: 'n' },
      { flowId: 'F1', id: 'A1' },
      [resource('AWS::Bedrock::Flow', 'F1'), resource('AWS::Bedrock::FlowAlias', 'A1')],
    ],
    [
      'bedrock',
      'PutResourcePolicy',
      { resourceArn: arn('bedrock', 'knowledge-base/KB1'), resourcePolicy: '{}' },
      null,
      [resource('AWS::Bedrock::PolicyHolder', arn('bedrock', 'knowledge-base/KB1'))],
    ],
    [
      'bedrock-agentcore-control',
      'UpdateGatewayTarget',
      { gatewayIdentifier: arn('bedrock-agentcore', 'gateway/g-1'), targetId: 'T1' },
      null,
      [resource('AWS::BedrockAgentCore::Gateway', 'g-1'), resource('AWS::BedrockAgentCore::GatewayTarget', 'T1')],
    ],
    [
      'sagemaker',
      'CreateDomain',
      { domainName: 'studio' },
      { domainArn: arn('sagemaker', 'domain/d-1') },
      [resource('AWS::SageMaker::Domain', arn('sagemaker', 'domain/d-1'))],
    ],
    [
      'qbusiness',
      'CreatePlugin',
      { applicationId: 'app', displayName: 'p' },
      { pluginId: 'pl' },
      [resource('AWS::QBusiness::Application', 'app'), resource('AWS::QBusiness::Plugin', 'pl')],
    ],
    [
      'kendra',
      'CreateExperience',
      { indexId: 'i', name: 'x' },
      { id: 'e' },
      [resource('AWS::Kendra::Index', 'i'), resource('AWS::Kendra::Experience', 'e')],
    ],
  ])('%s %s %j', (service, eventName, parameters, response, touches) => {
    expect(read(service, eventName, parameters, response).touches).toEqual(touches);
  });

  it('takes the member that looks like an identifier where nobody has seen a record', () => {
    expect(read('q', 'CreatePlugin', { clientToken: 't', roleArn: 'r', pluginName: 'p' }).touches).toEqual([
      resource('AWS::QDeveloper::Plugin', 'p'),
    ]);
    const both = { name: 'p', arn: 'arn:aws:q::111122223333:plugin/p' };
    expect(read('q', 'UpdatePlugin', both).touches).toEqual([resource('AWS::QDeveloper::Plugin', both.arn)]);
    expect(read('sagemaker', 'UpdateEndpoint', { endpoint_id: 'e' })).toMatchObject({
      body: 'present',
      touches: [resource('unknown', 'e')],
    });
  });
});

describe('what an event about Ringfence itself touches', () => {
  const local = (service: string, rest: string): string => `arn:aws:${service}:us-east-1:111122223333:${rest}`;
  it.each([
    ['events', 'RemoveTargets', { rule: 'r', ids: ['1'] }, 'AWS::Events::Rule', 'r'],
    [
      'events',
      'PutPermission',
      { eventBusName: local('events', 'event-bus/b'), policy: '{}' },
      'AWS::Events::EventBus',
      'b',
    ],
    ['lambda', 'DeleteFunction20150331', { functionName: 'f' }, 'AWS::Lambda::Function', 'f'],
    ['lambda', 'DeleteFunction20150331', { functionName: 'f:live' }, 'AWS::Lambda::Function', 'f'],
    ['lambda', 'DeleteFunction20150331', { functionName: '111122223333:function:f' }, 'AWS::Lambda::Function', 'f'],
    [
      'lambda',
      'DeleteFunction20150331',
      { functionName: local('lambda', 'function:f:3') },
      'AWS::Lambda::Function',
      'f',
    ],
    [
      'lambda',
      'DeleteFunction20150331',
      { functionName: '444455556666:function:f' },
      'AWS::Lambda::Function',
      '444455556666:function:f',
    ],
    [
      'lambda',
      'DeleteFunction20150331',
      { functionName: 'arn:aws:lambda:eu-west-1:111122223333:function:f' },
      'AWS::Lambda::Function',
      'arn:aws:lambda:eu-west-1:111122223333:function:f',
    ],
    ['sns', 'DeleteTopic', { topicArn: local('sns', 't') }, 'AWS::SNS::Topic', 't'],
    ['sqs', 'PurgeQueue', { queueUrl: 'https://sqs.us-east-1.amazonaws.com/111122223333/q' }, 'AWS::SQS::Queue', 'q'],
    ['dynamodb', 'DeleteTable', { tableName: local('dynamodb', 'table/t') }, 'AWS::DynamoDB::Table', 't'],
    ['ssm', 'PutParameter', { name: '/ringfence/mode' }, 'AWS::SSM::Parameter', '/ringfence/mode'],
    ['kms', 'DisableKey', { keyId: local('kms', 'key/k') }, 'AWS::KMS::Key', 'k'],
    ['s3', 'DeleteBucket', { bucketName: 'b', Host: 'b.s3.amazonaws.com' }, 'AWS::S3::Bucket', 'b'],
    [
      'logs',
      'DisassociateKmsKey',
      { resourceIdentifier: local('logs', 'log-group:/g:*') },
      'AWS::Logs::LogGroup',
      '/g',
    ],
    ['cloudtrail', 'StopLogging', { name: local('cloudtrail', 'trail/main') }, 'AWS::CloudTrail::Trail', 'main'],
    ['cloudtrail', 'PutInsightSelectors', { eventDataStore: 'e' }, 'AWS::CloudTrail::EventDataStore', 'e'],
  ])('%s %s %j', (service, eventName, parameters, type, identifier) => {
    expect(read(service, eventName, parameters).touches).toEqual([resource(type, identifier)]);
  });

  it('carries the policies that open a queue or a topic', () => {
    const queueUrl = 'https://sqs.us-east-1.amazonaws.com/111122223333/q';
    expect(read('sqs', 'SetQueueAttributes', { queueUrl, attributes: { Policy: '{}' } }).documents).toHaveLength(1);
    const topicArn = local('sns', 't');
    expect(
      read('sns', 'SetTopicAttributes', { topicArn, attributeName: 'Policy', attributeValue: '{}' }).documents,
    ).toHaveLength(1);
    expect(
      read('sns', 'SetTopicAttributes', { topicArn, attributeName: 'DisplayName', attributeValue: 'x' }).documents,
    ).toEqual([]);
  });

  it('reads all endpoints of a deletion, and the policy of an endpoint', () => {
    const several = {
      DeleteVpcEndpointsRequest: {
        VpcEndpointId: [
          { tag: 1, content: 'vpce-1' },
          { tag: 2, content: 'vpce-2' },
        ],
      },
    };
    expect(read('ec2', 'DeleteVpcEndpoints', several).touches).toEqual([
      resource('AWS::EC2::VPCEndpoint', 'vpce-1'),
      resource('AWS::EC2::VPCEndpoint', 'vpce-2'),
    ]);
    const change = { ModifyVpcEndpointRequest: { VpcEndpointId: 'vpce-1', PolicyDocument: '{}' } };
    expect(read('ec2', 'ModifyVpcEndpoint', change)).toMatchObject({
      documents: [{ role: 'resource-policy', text: '{}' }],
    });
  });
});
