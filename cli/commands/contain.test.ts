import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from '../run.ts';
import { recordingTerminal } from '../terminal.ts';

let directory = '';
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'ringfence-contain-'));
});
afterEach(() => rm(directory, { recursive: true, force: true }));

const ringfence = async (...argv: string[]) => {
  const terminal = recordingTerminal();
  const code = await run(argv, { terminal, directory, now: () => '2026-11-21T21:00:00.000Z' });
  return { code, ...terminal.written() };
};

type Shown = Record<string, unknown>;
const account = '111122223333';
const iam = (rest: string): string => `arn:aws:iam::${account}:${rest}`;
const allow = (...actions: string[]) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: actions, Resource: '*' }],
});
const team = {
  Arn: iam('policy/team'),
  DefaultVersionId: 'v3',
  PolicyVersionList: [{ VersionId: 'v3', IsDefaultVersion: true, Document: allow('bedrock:*', 's3:*') }],
};
const bounded = { PermissionsBoundary: { PermissionsBoundaryArn: team.Arn } };
const role = (actions: string[], more: Shown = {}): Shown => ({
  RoleName: 'app',
  Path: '/',
  RoleId: 'AROAAPP',
  Arn: iam('role/app'),
  AssumeRolePolicyDocument: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::444455556666:root' }, Action: 'sts:AssumeRole' }],
  },
  RolePolicyList: [{ PolicyName: 'app', PolicyDocument: allow(...actions) }],
  ...more,
});
const user = (name: string, more: Shown = {}): Shown => ({
  UserName: name,
  Path: '/',
  UserId: `AIDA${name.toUpperCase()}`,
  Arn: iam(`user/${name}`),
  GroupList: ['ml'],
  ...more,
});
const file = async (details: Shown, name = 'account.json'): Promise<string> => {
  const where = path.join(directory, name);
  await writeFile(where, JSON.stringify({ Policies: [team], ...details }));
  return where;
};

type Json = {
  outcome: string;
  mechanism: string | null;
  level: string;
  documents: Record<string, { Statement: Record<string, unknown>[] }>;
  questions: { checkId: string; before: string; after: string; witness: unknown }[];
  stops: string[];
  calls: { operation: string }[];
  undo: { operation: string }[];
  diffs: { file: string; diff: string }[];
  gainUnknown: boolean;
  members: (Json & { arn: string })[];
};
const contain = async (details: Shown, ...argv: string[]) => {
  const { code, out, note } = await ringfence('contain', ...argv, '--account', await file(details), '--json');
  return { code, note, ...(JSON.parse(out) as Json) };
};

describe('ringfence contain, by each mechanism', () => {
  it('sets the Deny beside a boundary that is there', async () => {
    const made = await contain({ RoleDetailList: [role(['bedrock:DeleteGuardrail'], bounded)] }, 'role/app');
    expect(made).toMatchObject({ code: 0, outcome: 'CONTAINED_INLINE', mechanism: 'inline', level: 'surgical' });
    expect(Object.keys(made.documents)).toEqual(['inline']);
    expect(made.questions).toMatchObject([
      { before: 'yes', after: 'no', witness: { action: 'bedrock:DeleteGuardrail' } },
    ]);
    expect(made.undo).toMatchObject([{ operation: 'delete-role-policy' }]);
  });

  it('merges with it where that is asked for, and shows both policies as a diff', async () => {
    const made = await contain({ RoleDetailList: [role(['bedrock:DeleteGuardrail'], bounded)] }, 'role/app', '--merge');
    expect(made).toMatchObject({ outcome: 'CONTAINED_MERGED', mechanism: 'merged' });
    expect(made.documents['merged']?.Statement[0]).toEqual(allow('bedrock:*', 's3:*').Statement[0]);
    expect(made.diffs[0]?.file).toBe('boundary.json');
    expect(made.diffs[0]?.diff).toContain('+      "Effect": "Deny"');
    expect(made.diffs[0]?.diff).not.toMatch(/^-\s+"Effect"/mu);
  });

  it('plans for each member of a group, and a Deny never stands in the group', async () => {
    const made = await contain(
      {
        UserDetailList: [user('dana'), user('eve', bounded), user('finn', { GroupList: [] })],
        GroupDetailList: [
          {
            GroupName: 'ml',
            Arn: iam('group/ml'),
            GroupPolicyList: [{ PolicyName: 'ml', PolicyDocument: allow('bedrock:DeleteGuardrail') }],
          },
        ],
      },
      'group/ml',
    );
    expect(made.members.map(({ arn, outcome }) => [arn, outcome])).toEqual([
      [iam('user/dana'), 'CONTAINED_BOUNDARY'],
      [iam('user/eve'), 'CONTAINED_INLINE'],
    ]);
    // They end differently, so the group has no one outcome; what is asked and how it is undone stands at the top too.
    expect(made).toMatchObject({ outcome: null, mechanism: null, level: 'surgical', documents: {} });
    expect(made).toMatchObject({
      questions: expect.arrayContaining([expect.objectContaining({ arn: iam('user/dana') })]) as unknown,
      undo: expect.any(Array) as unknown,
      stops: expect.any(Array) as unknown,
    });
  });
});

describe('ringfence contain, for a role of Identity Center', () => {
  const reserved = (...actions: string[]): Shown => {
    const name = 'AWSReservedSSO_Dev_0123456789abcdef';
    const under = '/aws-reserved/sso.amazonaws.com/';
    return role(actions, { RoleName: name, Path: under, Arn: iam(`role${under}${name}`) });
  };
  it.each<[string, string[], boolean]>([
    ['points to the control policy that is there', ['bedrock:DeleteGuardrail'], true],
    ['says that there is none where the Deny is too large for it', ['*'], false],
  ])('%s', async (_name, actions, isThere) => {
    const details = { RoleDetailList: [reserved(...actions)] };
    const made = await contain(details, 'role/AWSReservedSSO_Dev_0123456789abcdef');
    expect(made.outcome).toBe('ROUTE_PERMISSION_SET');
    expect('serviceControlPolicy' in made.documents).toBe(isThere);
    const { advice } = made as unknown as { advice: string };
    expect(advice.includes('There is no service control policy below')).toBe(!isThere);
  });
});

describe('ringfence contain --forms', () => {
  type Forms = { kind: string; name: string; cli: string; cloudFormation: string; cdk: string; terraform: string };
  const formsOf = async (details: Shown, ...argv: string[]): Promise<readonly Forms[]> => {
    const made = await contain(details, ...argv, '--forms');
    return (made as unknown as { forms: Forms[] }).forms;
  };
  const deletes = ['bedrock:DeleteGuardrail'];

  it.each<[string, Shown, string[], string, string]>([
    ['a boundary', {}, [], 'boundary', 'put-role-permissions-boundary'],
    ['a merged boundary', bounded, ['--merge'], 'boundary', 'put-role-permissions-boundary'],
    ['an inline Deny', bounded, [], 'inline', 'put-role-policy'],
  ])('writes %s by CLI, CloudFormation, CDK and Terraform', async (_name, more, argv, kind, call) => {
    const details = { RoleDetailList: [role(deletes, more)] };
    const [forms, none] = await formsOf(details, 'role/app', ...argv);
    expect(none).toBeUndefined();
    expect(forms?.kind).toBe(kind);
    expect(forms?.cli).toContain(call);
    expect(JSON.stringify(JSON.parse(forms?.cloudFormation ?? ''))).toContain('"Effect":"Deny"');
    expect(forms?.cdk).toContain('aws-cdk-lib');
    expect(forms?.terraform).toContain('jsonencode(');
    const { out } = await ringfence('contain', 'role/app', ...argv, '--account', await file(details), '--forms');
    for (const form of ['AWS CLI', 'CloudFormation', 'CDK', 'Terraform']) expect(out).toContain(`by ${form}`);
  });

  it('is left out where nobody asks, and has no place beside --yes', async () => {
    const where = await file({ RoleDetailList: [role(deletes)] });
    expect((await ringfence('contain', 'role/app', '--account', where)).out).not.toContain('Terraform');
    const refused = await ringfence('contain', 'role/app', '--forms', '--yes');
    expect([refused.code, refused.note]).toEqual([2, expect.stringContaining('--forms shows the documents')]);
  });
});

describe('ringfence contain, at each level', () => {
  const details = { RoleDetailList: [role(['bedrock:InvokeModel', 'bedrock:DeleteGuardrail', 's3:*'])] };

  it('sensitive: what was gained since the account before', async () => {
    const before = await file({ RoleDetailList: [role(['bedrock:InvokeModel', 's3:*'])] }, 'before.json');
    const made = await contain(details, 'role/app', '--level', 'sensitive', '--before', before);
    expect(made.gainUnknown).toBe(false);
    expect(made.documents['boundary']?.Statement[1]).toMatchObject({ Action: ['bedrock:DeleteGuardrail'] });
  });

  it('sensitive: everything held, and that it is so, where nothing says what was before', async () => {
    const made = await contain(details, 'role/app', '--level', 'sensitive');
    expect(made.gainUnknown).toBe(true);
    expect(made.documents['boundary']?.Statement[1]).toMatchObject({
      Action: ['bedrock:DeleteGuardrail', 'bedrock:InvokeModel'],
    });
  });

  it('quarantine: all AI, sessions on request, and what the file does not hold is said to be unknown', async () => {
    const made = await contain(
      {
        UserDetailList: [
          user('dana', { GroupList: [], UserPolicyList: [{ PolicyName: 'x', PolicyDocument: allow('bedrock:*') }] }),
        ],
      },
      'user/dana',
      '--level',
      'quarantine',
      '--revoke-sessions',
    );
    expect(made).toMatchObject({ outcome: 'CONTAINED_BOUNDARY', level: 'quarantine' });
    expect(Object.keys(made.documents)).toEqual(['boundary', 'revocation']);
    expect(made.stops.join(' ')).toContain('Service-specific credentials of dana are not in this input');
    expect(JSON.stringify(made.documents)).not.toContain('ApplyGuardrail');
  });

  it.each([
    ['--revoke-sessions', 'belong to --level quarantine'],
    ['--access-keys', 'belong to --level quarantine'],
    ['--yes', 'is never applied'],
  ])('refuses %s where it would have no effect', async (option, says) => {
    const { code, note } = await ringfence('contain', 'role/app', '--account', await file(details), option);
    expect({ code, says: note.includes(says) }).toEqual({ code: 2, says: true });
  });
});

describe('ringfence contain, where nothing is written', () => {
  const details = { RoleDetailList: [role(['bedrock:*'])] };

  it.each<[string, string, string[]]>([
    [iam('root'), 'ROUTE_ROOT', ['serviceControlPolicy']],
    [
      'arn:aws:iam::444455556666:role/partner',
      'ROUTE_EXTERNAL',
      ['resourcePolicy', 'trustPolicy', 'serviceControlPolicy'],
    ],
  ])('%s: %s, with what would do it as IAM takes it', async (subject, outcome, documents) => {
    const made = await contain(details, subject);
    expect(made).toMatchObject({ code: 3, outcome, mechanism: null, questions: [], undo: [] });
    // The principal's policies are not there to ask: the documents deny more than the level surgical.
    expect(made).toMatchObject({ level: 'quarantine', denies: 'every AI action but bedrock:ApplyGuardrail' });
    expect(Object.keys(made.documents)).toEqual(documents);
  });

  it('names the roles whose trust policy lets another account in', async () => {
    const { out } = await ringfence(
      'contain',
      'arn:aws:iam::444455556666:role/partner',
      '--account',
      await file(details),
    );
    expect(out).toContain(`may let it in: ${iam('role/app')}`);
  });

  it('says UNKNOWN_ANSWER for a boundary whose document the file leaves out', async () => {
    const unread = { PermissionsBoundary: { PermissionsBoundaryArn: iam('policy/elsewhere') } };
    const made = await contain({ RoleDetailList: [role(['bedrock:*'], unread)] }, 'role/app');
    expect(made).toMatchObject({ code: 3, outcome: 'UNKNOWN_ANSWER' });
  });

  it('says NEEDS_SCP with the numbers where nothing fits beside a boundary', async () => {
    const filler = allow(`s3:GetObject${'x'.repeat(9_900)}`);
    const full = role(['bedrock:DeleteGuardrail'], {
      ...bounded,
      RolePolicyList: [
        { PolicyName: 'app', PolicyDocument: allow('bedrock:DeleteGuardrail') },
        { PolicyName: 'filler', PolicyDocument: filler },
      ],
      AttachedManagedPolicies: Array.from({ length: 10 }, () => ({ PolicyName: 'team', PolicyArn: team.Arn })),
    });
    const { code, out } = await ringfence('contain', 'role/app', '--account', await file({ RoleDetailList: [full] }));
    expect(code).toBe(3);
    expect(out).toMatch(/NEEDS_SCP: .*of 10240\..*10 attached policies/u);
  });

  it('names what is near for a principal that is gone, and a group without members', async () => {
    const where = await file(details);
    const gone = await ringfence('contain', 'role/ap', '--account', where);
    expect(gone.code).toBe(2);
    expect(gone.note).toContain(`near: ${iam('role/app')}`);
    expect((await ringfence('contain', 'group/none', '--account', where)).note).toContain('no user of the account');
  });
});

describe('ringfence contain, of somebody who becomes an administrator by another role', () => {
  it('sees the way, and denies its step', async () => {
    const admin = {
      ...role(['*'], { RoleName: 'admin', RoleId: 'AROAADMIN', Arn: iam('role/admin') }),
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { AWS: iam('role/app') }, Action: 'sts:AssumeRole' }],
      },
    };
    const where = await file({ RoleDetailList: [role(['sts:AssumeRole']), admin] });
    const { out } = await ringfence('contain', 'role/app', '--account', where, '--json');
    const { outcome, questions } = JSON.parse(out) as { outcome: string; questions: Shown[] };
    expect(outcome).toBe('CONTAINED_BOUNDARY');
    expect(questions).toContainEqual(
      expect.objectContaining({ checkId: 'RF.ESCALATE.6', before: 'yes', after: 'no' }) as Shown,
    );
  });
});

describe('ringfence contain, of what is no principal', () => {
  it('tells an empty group from one that is not there', async () => {
    const where = await file({
      RoleDetailList: [],
      GroupDetailList: [{ GroupName: 'idle', Path: '/', GroupId: 'AGPAIDLE', Arn: iam('group/idle') }],
    });
    const empty = await ringfence('contain', 'group/idle', '--account', where);
    expect(empty.code).toBe(2);
    expect(empty.note).toContain('group idle has no members');
    const gone = await ringfence('contain', 'group/nosuch', '--account', where);
    expect(gone.code).toBe(2);
    expect(gone.note).toContain('the account holds no group nosuch');
  });

  it('names the role of a session', async () => {
    const where = await file({ RoleDetailList: [role(['bedrock:*'])] });
    const session = `arn:aws:sts::${account}:assumed-role/app/someone`;
    const { code, note } = await ringfence('contain', session, '--account', where);
    expect(code).toBe(2);
    expect(note).toContain(`is a session of the role ${iam('role/app')}`);
    expect(note).toContain('next name the role: role/app');
  });
});

describe('ringfence contain, of one finding of a file', () => {
  const details = {
    RoleDetailList: [role(['bedrock:DeleteGuardrail', 'bedrock:PutModelInvocationLoggingConfiguration'])],
  };
  type Row = { id: string; checkId: string; question: string; subject: Shown; included: Row[] };
  const findingsOf = async (where: string, ...argv: string[]): Promise<Row[]> => {
    const { out } = await ringfence('scan', where, '--json', ...argv);
    return (JSON.parse(out) as { findings: Row[] }).findings.flatMap((row) => [row, ...row.included]);
  };

  it('plans for what the scan shows under the id, and for that alone', async () => {
    const where = await file(details);
    const rows = await findingsOf(where);
    const wanted = rows.find(({ question }) => question === 'bedrock:DeleteGuardrail')!;
    expect(wanted.subject['uniqueId']).toBe('AROAAPP');
    const { code, outcome, questions } = await contain(details, wanted.id);
    expect([code, outcome]).toEqual([0, 'CONTAINED_BOUNDARY']);
    expect(questions.map(({ checkId }) => checkId)).toEqual([wanted.checkId]);
    expect((await contain(details, 'role/app')).questions.length).toBeGreaterThan(1);
  });

  it('knows a finding of another pack, too', async () => {
    const where = await file({ RoleDetailList: [role(['iam:CreateRole', 'iam:AttachRolePolicy'])] });
    const essential = new Set((await findingsOf(where)).map(({ id }) => id));
    const strict = await findingsOf(where, '--pack', 'strict');
    const other = strict.find(({ id, checkId }) => !essential.has(id) && checkId === 'RF.ESCALATE.9');
    const { out, note } = await ringfence('contain', other?.id ?? '', '--account', where);
    expect(note).not.toContain('finds no');
    expect(out).toContain('RF.ESCALATE.9');
  });

  it('says where ids are found for one that no scan of the file gives', async () => {
    const where = await file(details);
    const { code, note } = await ringfence('contain', `f-${'a'.repeat(26)}`, '--account', where);
    expect(code).toBe(2);
    expect(note).toContain(`finds no f-${'a'.repeat(26)}`);
    expect(note).toContain(`ringfence scan ${where} --json lists what it finds`);
  });
});

describe('ringfence contain, for a person', () => {
  it('shows what closes, the proof, what stops, each call, the way back and the document', async () => {
    const where = await file({ RoleDetailList: [role(['bedrock:DeleteGuardrail'], bounded)] });
    const { out } = await ringfence('contain', 'role/app', '--account', where);
    const headings = ['What it closes', 'Proof', 'What stops working', 'Calls', 'Undo', 'Document deny.json'];
    expect(headings.map((heading) => out.indexOf(`\n${heading}\n`)).every((at, n, all) => at > (all[n - 1] ?? 0))).toBe(
      true,
    );
    expect(out).toContain('surgical, by an inline Deny beside what is there, for');
    expect(out).toMatch(
      /put-role-policy --role-name app --policy-name RingfenceDeny-[0-9a-f]{16} --policy-document file:\/\/deny\.json/u,
    );
  });
});
