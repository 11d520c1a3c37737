import type { IamParameters } from './iam-parameters.ts';

/** Who calls: `arn:…:assumed-role/NAME/SESSION`, `…:user/NAME` or `…:root`. */
export type Caller = {
  arn: string;
  /** `AROA…:session` for a session; made from the ARN when absent. */
  principalId?: string;
  sourceAddress?: string;
  userAgent?: string;
  invokedBy?: string;
};

/** An event as EventBridge delivers it (CloudTrail User Guide, "CloudTrail record contents"). */
export type EventEnvelope = {
  version: '0';
  id: string;
  'detail-type': 'AWS API Call via CloudTrail';
  source: string;
  account: string;
  time: string;
  region: string;
  resources: readonly string[];
  detail: Readonly<Record<string, unknown>>;
};

export type CallRecord = {
  accountId: string;
  partition: string;
  at: string;
  eventId: string;
  requestId: string;
  caller: Caller;
  eventName: string;
  parameters: IamParameters;
  result: { ok: true; responseElements: unknown } | { ok: false; code: string; message: string };
};

/** CloudTrail gives seconds. */
const seconds = (iso: string): string => `${iso.slice(0, 19)}Z`;

export const identityOf = (caller: Caller, partition: string): Readonly<Record<string, unknown>> => {
  const accountId = caller.arn.split(':')[4] ?? '';
  const resource = caller.arn.split(':').slice(5).join(':');
  const [kind = '', ...names] = resource.split('/');
  const invokedBy = caller.invokedBy === undefined ? {} : { invokedBy: caller.invokedBy };
  if (kind === 'assumed-role') {
    const [role = '', session = ''] = names;
    const principalId = caller.principalId ?? `AROAEXAMPLE:${session}`;
    const issuer = {
      type: 'Role',
      principalId: principalId.split(':')[0] ?? '',
      arn: `arn:${partition}:iam::${accountId}:role/${role}`,
      accountId,
      userName: role,
    };
    return {
      type: 'AssumedRole',
      principalId,
      arn: caller.arn,
      accountId,
      sessionContext: { sessionIssuer: issuer, attributes: { mfaAuthenticated: 'false' } },
      ...invokedBy,
    };
  }
  if (kind === 'root') return { type: 'Root', principalId: accountId, arn: caller.arn, accountId, ...invokedBy };
  return {
    type: 'IAMUser',
    principalId: caller.principalId ?? 'AIDAEXAMPLE',
    arn: caller.arn,
    accountId,
    userName: names.at(-1) ?? '',
    ...invokedBy,
  };
};

/** IAM is a global service: its events come from us-east-1. */
export const envelopeOf = (call: CallRecord): EventEnvelope => ({
  version: '0',
  id: call.eventId,
  'detail-type': 'AWS API Call via CloudTrail',
  source: 'aws.iam',
  account: call.accountId,
  time: seconds(call.at),
  region: 'us-east-1',
  resources: [],
  detail: {
    eventVersion: '1.11',
    userIdentity: identityOf(call.caller, call.partition),
    eventTime: seconds(call.at),
    eventSource: 'iam.amazonaws.com',
    eventName: call.eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: call.caller.sourceAddress ?? '192.0.2.10',
    userAgent: call.caller.userAgent ?? 'aws-cli/2.0',
    ...(call.result.ok ? {} : { errorCode: call.result.code, errorMessage: call.result.message }),
    requestParameters: call.parameters,
    responseElements: call.result.ok ? call.result.responseElements : null,
    requestID: call.requestId,
    eventID: call.eventId,
    readOnly: false,
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: call.accountId,
    eventCategory: 'Management',
  },
});
