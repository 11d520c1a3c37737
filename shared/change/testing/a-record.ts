/** A CloudTrail record for tests, in AWS's spelling: say only what differs. */
export const aRecord = (differs: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => ({
  eventVersion: '1.11',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDAEXAMPLEUSER000001',
    arn: 'arn:aws:iam::111122223333:user/people/bob',
    accountId: '111122223333',
    userName: 'bob',
  },
  eventTime: '2026-11-21T21:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'PutRolePolicy',
  awsRegion: 'us-east-1',
  sourceIPAddress: '192.0.2.10',
  userAgent: 'aws-cli/2.31.0',
  requestParameters: {
    roleName: 'app',
    policyName: 'models',
    policyDocument: '{\n  "Version": "2012-10-17",\n  "Statement": []\n}',
  },
  responseElements: null,
  requestID: '0c8d6f0e-0000-4000-8000-000000000001',
  eventID: '0c8d6f0e-0000-4000-8000-000000000002',
  readOnly: false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: '111122223333',
  eventCategory: 'Management',
  ...differs,
});

/** Its EventBridge envelope. */
export const anEnvelope = (
  record: Readonly<Record<string, unknown>> = aRecord(),
  differs: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> => ({
  version: '0',
  id: '0c8d6f0e-0000-4000-8000-000000000003',
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.iam',
  account: '111122223333',
  time: '2026-11-21T21:00:05Z',
  region: 'us-east-1',
  resources: [],
  detail: record,
  ...differs,
});
