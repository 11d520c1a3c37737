import { ringfenceHere } from '../test/builders/ringfence-here.ts';

process.env['POWERTOOLS_LOG_LEVEL'] = 'SILENT';
process.env['POWERTOOLS_METRICS_DISABLED'] = 'true';

const account = 'events/demo/account.json';
const { ringfence, file } = ringfenceHere();
type Report = Record<string, unknown> & { findings: unknown };
const parse = (text: string): Report => JSON.parse(text) as Report;

describe('ringfence scan', () => {
  it('exits 1 for findings at or above HIGH and prints each with its witness', async () => {
    const { code, out } = await ringfence('scan', await oneRole('bedrock:DeleteGuardrail'), '--format', 'json');
    expect(code).toBe(1);
    const report = parse(out);
    expect(report['schemaVersion']).toBe('1');
    expect(report.findings).toEqual([
      expect.objectContaining({
        checkId: 'RF.SENSITIVE.10',
        severity: 'CRITICAL',
        answer: expect.objectContaining({
          answer: 'yes',
          witness: expect.objectContaining({ action: 'bedrock:DeleteGuardrail' }),
        }),
      }),
    ]);
    expect(report['coverage']).toMatchObject({
      evaluated: 1,
      given: expect.arrayContaining([expect.stringContaining('service control policies: out of scope')]),
    });
  });

  it('exits 0 with --exit-zero, and below --fail-on', async () => {
    const where = await oneRole('bedrock:DeleteGuardrail');
    expect((await ringfence('scan', where, '--exit-zero')).code).toBe(0);
    const medium = await oneRole('bedrock:CreateAgent');
    expect((await ringfence('scan', medium)).code).toBe(0);
    expect((await ringfence('scan', medium, '--fail-on', 'LOW')).code).toBe(1);
  });

  it('exits 3 where the file holds no principal: nothing was judged', async () => {
    const empty = { UserDetailList: [], GroupDetailList: [], RoleDetailList: [], Policies: [] };
    const where = await file('empty.json', JSON.stringify(empty));
    const { code, out, note } = await ringfence('scan', where);
    expect(code).toBe(3);
    expect(note).toContain('nothing was judged');
    expect(out).toContain('Nothing was judged');
    expect(out).not.toContain('No findings');
    expect(parse((await ringfence('scan', where, '--json')).out)['coverage']).toMatchObject({
      evaluated: 0,
      checks: [],
    });
    expect((await ringfence('scan', where, '--report', 'frameworks')).out).toMatch(/^Nothing was judged/u);
  });

  it('exits 3 where a policy of the account could not be read, and says so on stderr', async () => {
    const where = await oneRole('bedrock:DeleteGuardrail', {
      AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/NotInTheFile' }],
    });
    const { code, out, note } = await ringfence('scan', where);
    expect(code).toBe(3);
    expect(out).toContain('NotInTheFile');
    expect(note).toContain('incomplete');
  });

  it.each([
    ['a file that is not there', async () => ['scan', 'nowhere.json'], 'no such file'],
    ['a file that is not JSON', async () => ['scan', await file('a.json', '{')], 'not JSON'],
    [
      'a file of another kind',
      async () => ['scan', await file('a.json', '{"a":1}')],
      'get-account-authorization-details',
    ],
    [
      'settings with a misspelt key',
      async () => ['scan', account, '--settings', await file('s.json', '{"aprovedModels":[]}')],
      'aprovedModels',
    ],
    [
      'an administrator named by name',
      async () => ['scan', account, '--settings', await file('s.json', '{"administrators":["admin"]}')],
      'could be forged',
    ],
    [
      'one page of several',
      async () => ['scan', await file('a.json', '{"RoleDetailList":[],"IsTruncated":true}')],
      'one page of several',
    ],
    ['a severity that is none', async () => ['scan', account, '--fail-on', 'SEVERE'], 'SEVERE'],
    [
      'a resource that is no ARN',
      async () => ['can', 'role/DataScience', 'bedrock:InvokeModel', 'not an arn', '--account', account],
      'not a resource',
    ],
    ['an unknown option', async () => ['scan', account, '--frobnicate'], 'frobnicate'],
    ['an unknown command', async () => ['scna'], 'scna'],
  ])('exits 2 for %s and says what to do', async (_, argv, says) => {
    const { code, out, note } = await ringfence(...(await argv()));
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(note).toContain(says);
    expect(note).not.toContain('    at ');
  });
});

describe('ringfence can', () => {
  it.each([
    ['bedrock:InvokeModel', 'yes', 0],
    ['bedrock:DeleteGuardrail', 'no', 0],
  ])('answers %s: %s', async (action, answer, exit) => {
    const { code, out } = await ringfence('can', 'role/DataScience', action, '--account', account, '--json');
    expect(code).toBe(exit);
    expect(parse(out)).toMatchObject({ answer, principal: 'arn:aws:iam::111122223333:role/DataScience' });
  });

  it('names what is near when the principal is not there', async () => {
    const { code, note } = await ringfence('can', 'role/Data', 'bedrock:InvokeModel', '--account', account);
    expect(code).toBe(2);
    expect(note).toContain('arn:aws:iam::111122223333:role/DataScience');
  });
});

describe('ringfence contain', () => {
  it('computes a plan from an account file, proves it and writes nothing', async () => {
    const { code, out } = await ringfence(
      'contain',
      'role/app',
      '--account',
      await oneRole('bedrock:DeleteGuardrail'),
      '--json',
    );
    expect(code).toBe(0);
    expect(parse(out)).toMatchObject({
      outcome: 'CONTAINED_BOUNDARY',
      mechanism: 'boundary',
      level: 'surgical',
      documents: {
        boundary: {
          Version: '2012-10-17',
          Statement: expect.arrayContaining([
            expect.objectContaining({ Effect: 'Deny' }),
            expect.objectContaining({ Effect: 'Allow', Action: '*', Resource: '*' }),
          ]),
        },
      },
      questions: [
        { checkId: 'RF.SENSITIVE.10', before: 'yes', after: 'no', witness: { action: 'bedrock:DeleteGuardrail' } },
      ],
      undo: [{ operation: 'delete-role-permissions-boundary' }, { operation: 'delete-policy' }],
    });
  });
});

describe('what is not known', () => {
  it('is never called safe by contain: the missing policy is named, and nothing is planned', async () => {
    const where = await oneRole('bedrock:DeleteGuardrail', {
      AttachedManagedPolicies: [{ PolicyArn: 'arn:aws:iam::aws:policy/NotInTheFile' }],
    });
    const { code, out } = await ringfence('contain', 'role/app', '--account', where);
    expect(code).toBe(3);
    expect(out).toContain('UNKNOWN_ANSWER');
    expect(out).toContain('NotInTheFile');
  });

  it('is said of an action that no list has', async () => {
    const { note } = await ringfence('can', 'role/DataScience', 'bedrock:DeleteGuardrial', '--account', account);
    expect(note).toContain('check its spelling');
  });
});

describe('ringfence replay', () => {
  const record = (name: string, parameters: unknown, more: object = {}) =>
    JSON.stringify({
      eventVersion: '1.11',
      userIdentity: {
        type: 'IAMUser',
        principalId: 'AIDAEXAMPLE',
        arn: 'arn:aws:iam::111122223333:user/ci',
        accountId: '111122223333',
        userName: 'ci',
      },
      eventTime: '2026-11-21T09:00:00Z',
      eventSource: 'iam.amazonaws.com',
      eventName: name,
      awsRegion: 'us-east-1',
      requestParameters: parameters,
      responseElements: null,
      eventID: `e-${name}`,
      readOnly: false,
      eventType: 'AwsApiCall',
      recipientAccountId: '111122223333',
      ...more,
    });
  const grant = {
    roleName: 'Audit',
    policyName: 'x',
    policyDocument: JSON.stringify({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: 'bedrock:DeleteGuardrail', Resource: '*' }],
    }),
  };

  it('says what each record would have led to, and loses nothing beside a bad line', async () => {
    const where = await file(
      'records.jsonl',
      [record('PutRolePolicy', grant), '{bad', record('AttachRolePolicy', null, { errorCode: 'AccessDenied' })].join(
        '\n',
      ),
    );
    const { code, out } = await ringfence('replay', where, '--account', account, '--json', '--mode', 'enforce');
    expect(code).toBe(3);
    expect(parse(out)).toMatchObject({
      totals: { records: 3, changes: 2, unreadable: 1, findings: 1 },
      records: [
        {
          line: 1,
          kind: 'change',
          outcome: 'succeeded',
          principals: ['role/Audit'],
          findings: [{ checkId: 'RF.SENSITIVE.10', novelty: 'granted-by-this-change' }],
          containments: [{ questions: [{ before: 'yes', after: 'no' }] }],
        },
        { line: 2, kind: 'unreadable', code: 'not-json' },
        { line: 3, kind: 'change', outcome: 'refused', findings: [], containments: [] },
      ],
    });
  });
});

describe('a record that comes twice', () => {
  it('is dropped the second time, and replay says of which line it is a repeat', async () => {
    const line = JSON.stringify({
      eventVersion: '1.11',
      userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/ci', accountId: '111122223333' },
      eventTime: '2026-11-21T09:00:00Z',
      eventSource: 'iam.amazonaws.com',
      eventName: 'DeleteRolePermissionsBoundary',
      awsRegion: 'us-east-1',
      requestParameters: { roleName: 'DocSearch' },
      responseElements: null,
      eventID: 'e-twice',
      eventType: 'AwsApiCall',
      recipientAccountId: '111122223333',
    });
    const { out } = await ringfence('replay', await file('twice.jsonl', `${line}\n${line}\n`), '--account', account);
    expect(out).toContain('line 2  DeleteRolePermissionsBoundary  succeeded, a repeat of line 1: dropped');
    expect(out).toContain('2 changes');
  });
});

describe('ringfence checks', () => {
  it('lists every check with its id as JSON, and shows the page of one', async () => {
    const { out } = await ringfence('checks', 'list', '--json');
    const ids = (JSON.parse(out) as { checks: { id: string }[] }).checks.map(({ id }) => id);
    expect(ids).toEqual(expect.arrayContaining(['RF.ACCESS.1', 'RF.SENSITIVE.10', 'RF.TAMPER.1']));
    expect((await ringfence('checks', 'show', 'ACCESS.1')).out).toContain('## False positives');
    expect((await ringfence('checks', 'show', 'RF.NOPE.1')).code).toBe(2);
  });
});

describe('the local state', () => {
  it('is asked for by name where there is none', async () => {
    const { code, note } = await ringfence('history', 'list');
    expect(code).toBe(2);
    expect(note).toContain('npm start');
  });

  it('after the demo holds a history that verifies, a finding to explain, and a mode that one person lowers', async () => {
    const demo = await ringfence('demo');
    expect(demo.code).toBe(0);
    for (const said of [
      'WOULD CONTAIN  SupportBot',
      'CONTAINED  DataScience',
      'CONTAINED  alice',
      'SIGNAL',
      'INCOMPLETE',
      'CONTAINED DocSearch by an inline Deny beside what is there',
      'deleted guardrail support-bot',
      'WAITS FOR A PERSON  to bring guardrail support-bot back',
      'RESTORED IN PART  support-bot: RESTORE_PARTIAL',
      'left: inline:answer of arn:aws:iam::111122223333:role/SupportBot still names the old',
      'undid the',
      'UNDONE  DataScience',
      'INTACT_UNSEALED_TAIL',
    ]) {
      expect(demo.out.replace(/\s+/gu, ' ')).toContain(said.replace(/\s+/gu, ' '));
    }
    expect(demo.out).not.toContain('DEAD LETTER');

    expect((await ringfence('history', 'verify')).code).toBe(0);
    expect((await ringfence('history', 'list', '--kind', 'undone')).out).toContain('DataScience');
    expect((await ringfence('explain', 'role/SupportBot')).out).toContain('"bedrock:InvokeInlineAgent"');

    expect((await ringfence('mode', 'observe')).code).toBe(2);
    expect((await ringfence('mode', 'observe', '--reason', 'incident')).out).toContain('mode observe');
    expect((await ringfence('mode', 'enforce', '--reason', 'over')).note).toContain('SECOND_PERSON_NEEDED');

    const refused = await ringfence(
      'contain',
      'role/SupportBot',
      '--yes',
      '--as',
      'arn:aws:iam::111122223333:user/olivia',
    );
    expect(refused.code).toBe(3);
    expect(refused.out).toContain('MODE_OBSERVE');
  }, 60_000);
});

/** An account file with one role that may do one action. */
const oneRole = (action: string, more: object = {}): Promise<string> =>
  file(
    `${action.replace(':', '-')}.json`,
    JSON.stringify({
      RoleDetailList: [
        {
          Path: '/',
          RoleName: 'app',
          RoleId: 'AROAEXAMPLEAPP000001',
          Arn: 'arn:aws:iam::111122223333:role/app',
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:user/ci' }, Action: 'sts:AssumeRole' },
            ],
          },
          RolePolicyList: [
            {
              PolicyName: 'p',
              PolicyDocument: {
                Version: '2012-10-17',
                Statement: [{ Sid: 'One', Effect: 'Allow', Action: action, Resource: '*' }],
              },
            },
          ],
          AttachedManagedPolicies: [],
          ...more,
        },
      ],
    }),
  );
