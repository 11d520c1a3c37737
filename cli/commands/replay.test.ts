import { jest } from '@jest/globals';
import { ringfenceHere } from '../../test/builders/ringfence-here.ts';

// Whole pipelines, on a machine that may be busy.
jest.setTimeout(60_000);
process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';

const { ringfence, file } = ringfenceHere();
const account = 'events/demo/account.json';
const record = (more: object = {}): object => ({
  eventVersion: '1.11',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ci', accountId: '111122223333' },
  eventTime: '2026-11-21T09:00:00Z',
  eventSource: 'iam.amazonaws.com',
  eventName: 'DeleteRolePolicy',
  awsRegion: 'us-east-1',
  requestParameters: { roleName: 'Audit', policyName: 'x' },
  responseElements: null,
  eventID: 'e-one',
  eventType: 'AwsApiCall',
  recipientAccountId: '111122223333',
  ...more,
});
const grant = record({
  eventName: 'PutRolePolicy',
  requestParameters: {
    roleName: 'Audit',
    policyName: 'x',
    policyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'bedrock:DeleteGuardrail', Resource: '*' }],
    }),
  },
});
const tag = record({
  eventName: 'TagRole',
  requestParameters: { roleName: 'Audit', tags: [{ key: 'a', value: 'b' }] },
});
type Report = { records: { repeatOf?: object; incomplete?: string[]; eventId: string; findings: object[] }[] };

describe('Records of one eventID', () => {
  it('of other content is judged by itself, is named, and leaves the replay incomplete', async () => {
    const where = await file('records.json', [tag, grant]);
    const { code, out } = await ringfence('replay', where, '--account', account, '--json');
    const { records } = JSON.parse(out) as Report;
    expect(code).toBe(3);
    expect(records[1]?.repeatOf).toBeUndefined();
    expect(records[1]).toMatchObject({
      eventId: 'e-one',
      findings: [{ checkId: 'RF.SENSITIVE.10' }],
      incomplete: [expect.stringContaining('same eventID as line 1, record 1, other content')],
    });
  });

  it('is a repeat of the one whose content it has, whatever the order of its fields', async () => {
    const again = Object.fromEntries(Object.entries(grant).reverse());
    const where = await file('records.json', [tag, grant, again]);
    const { out } = await ringfence('replay', where, '--account', account, '--json');
    const { records } = JSON.parse(out) as Report;
    expect(records[2]).toMatchObject({ repeatOf: { line: 1, item: 2 }, findings: [] });
  });
});

describe('A replay that judges nothing', () => {
  it.each([
    ['an empty file', ''],
    ['a log file without records', '{"Records":[]}'],
    ['an empty list', '[]'],
  ])('exits 3 for %s and says so', async (_name, text) => {
    const { code, note } = await ringfence('replay', await file('records.json', text), '--account', account);
    expect(code).toBe(3);
    expect(note).toContain('no record was read');
  });

  it('exits 3 for a trail of another account, and names the one that was asked about', async () => {
    const other = record({ recipientAccountId: '444455556666' });
    const where = await file('records.json', [other, other]);
    const { code, note } = await ringfence('replay', where, '--account', account);
    expect(code).toBe(3);
    expect(note).toContain('every record is of another account than 111122223333');
  });

  it('says nothing of it where one record is of the account', async () => {
    const where = await file('records.json', [record({ recipientAccountId: '444455556666' }), tag]);
    const { code, note } = await ringfence('replay', where, '--account', account);
    expect({ code, note }).toEqual({ code: 0, note: '' });
  });
});
