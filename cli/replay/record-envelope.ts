const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textAt = (value: unknown, ...path: readonly string[]): string | undefined => {
  const found = path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
  return typeof found === 'string' ? found : undefined;
};

/**
 * The event that EventBridge would deliver for a record: a bare CloudTrail record gets an envelope, an envelope stays as
 * it is (Amazon EventBridge User Guide, "AWS service events delivered via AWS CloudTrail").
 * @param account for records that name none.
 */
export const recordEnvelope = (record: unknown, account: string): unknown => {
  if (!isObject(record) || 'detail-type' in record) return record;
  const eventSource = textAt(record, 'eventSource');
  const eventId = textAt(record, 'eventID');
  return {
    version: '0',
    id: eventId ?? '',
    'detail-type': 'AWS API Call via CloudTrail',
    source: `aws.${eventSource?.split('.')[0] ?? ''}`,
    account: textAt(record, 'recipientAccountId') ?? textAt(record, 'userIdentity', 'accountId') ?? account,
    time: textAt(record, 'eventTime') ?? '',
    region: textAt(record, 'awsRegion') ?? '',
    resources: [],
    detail: record,
  };
};
