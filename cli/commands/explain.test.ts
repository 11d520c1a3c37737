import { expectGolden } from '../../test/golden/golden.ts';
import { absent, known, outOfScope } from '../../shared/facts/known.ts';
import { explainAccess } from '../../shared/reasoning/explain-access.ts';
import { aDocument, allow, asUser, boundary, deny, facts, NOW, scps } from '../../shared/reasoning/testing/a-world.ts';
import { ringfenceHere } from '../../test/builders/ringfence-here.ts';
import { describeAccess } from '../describe-access.ts';
import { run } from '../run.ts';
import { recordingTerminal } from '../terminal.ts';

const account = 'events/demo/account.json';
const ringfence = async (...argv: string[]) => {
  const terminal = recordingTerminal();
  const code = await run(argv, { terminal, directory: '/nowhere/.ringfence', now: () => NOW });
  return { code, ...terminal.written() };
};
const realistic = { model: 'realistic', now: NOW } as const;

describe('ringfence explain PRINCIPAL ACTION', () => {
  it.each([
    ['can', ['role/DataScience', 'bedrock:InvokeModel']],
    ['cannot', ['role/DataScience', 's3:GetObject', 'arn:aws:s3:::elsewhere/report.csv']],
  ])('tells a person, from an account file: %s', async (name, question) => {
    const { code, out } = await ringfence('explain', ...question, '--account', account);
    expect(code).toBe(0);
    // The version of the action list changes with every update of the data.
    expectGolden(`explain/${name}.txt`, `${out.replace(/action list [0-9.]+/u, 'action list VERSION')}\n`);
  });

  it('tells a machine the same, as one document', async () => {
    const { code, out } = await ringfence(
      'explain',
      'role/DataScience',
      'bedrock:InvokeModel',
      '--account',
      account,
      '--json',
    );
    expect(code).toBe(0);
    const document = JSON.parse(out) as Record<string, unknown> & { layers: { layer: string; state: string }[] };
    expect(document).toMatchObject({
      schemaVersion: '1',
      principal: 'arn:aws:iam::111122223333:role/DataScience',
      answer: { answer: 'yes' },
      requestIs: 'witness',
      request: { action: 'bedrock:InvokeModel' },
    });
    expect(document.layers.map(({ layer, state }) => `${layer} ${state}`)).toEqual([
      'scp not-read',
      'rcp not-read',
      'boundary absent',
      'session not-read',
      'identity allows',
      'resource not-read',
    ]);
  });

  it.each([
    ['an action that is none', ['role/DataScience', 'InvokeModel'], 'is not an action'],
    ['a resource that is none', ['role/DataScience', 's3:GetObject', 'bucket'], 'is not a resource'],
    ['a principal that is not there', ['role/Nobody', 's3:GetObject'], 'no principal role/Nobody'],
    ['settings, which are about findings', ['role/DataScience', 's3:GetObject', '--settings', 'x.json'], '--settings'],
  ])('refuses %s by name', async (_name, argv, says) => {
    const { code, out, note } = await ringfence('explain', ...argv, '--account', account);
    expect([code, out]).toEqual([2, '']);
    expect(note).toContain(says);
    expect(note).toContain('next');
  });

  it.each(['explain', 'can'])(
    '%s: a resource that the action does not take is the reason, and no policy',
    async (command) => {
      const asked = ['role/DataScience', 'bedrock:InvokeModel', 'arn:aws:s3:::b/k'];
      const { code, out } = await ringfence(command, ...asked, '--account', account);
      expect(code).toBe(0);
      const words = out.replace(/\s+/gu, ' ');
      expect(words).toContain('bedrock:InvokeModel does not act on such a resource; it takes arn:');
      expect(words).toContain('foundation-model/');
      expect(words).not.toContain('would have to');
    },
  );

  it('refuses a finding that a scan of the account does not give', async () => {
    const { code, out, note } = await ringfence('explain', 'f-zzz', '--account', account);
    expect([code, out]).toEqual([2, '']);
    expect(note).toContain('no finding f-zzz');
  });

  it.each([[['role/r', 's3:GetObject']], [['role/r']]])(
    'names --account where there is no local state: %j',
    async (argv) => {
      const { code, note } = await ringfence('explain', ...argv);
      expect(code).toBe(2);
      expect(note).toContain('--account FILE');
    },
  );

  it.each([
    [
      'each-layer',
      facts([allow('bedrock:List*')], {
        ...asUser,
        groups: known([
          {
            name: 'ml',
            arn: 'arn:aws:iam::111122223333:group/ml',
            inlinePolicies: known([
              aDocument('models', [
                allow('bedrock:InvokeModel', '*', {
                  StringLike: { 'bedrock:GuardrailIdentifier': 'arn:aws:bedrock:*' },
                }),
              ]),
            ]),
            attachedPolicies: known([]),
          },
        ]),
        ...boundary({ ...deny('*', '*', { Bool: { 'aws:MultiFactorAuthPresent': 'false' } }), Sid: 'NeedMfa' }),
        ...scps(
          [allow('*')],
          [
            allow('*'),
            { ...deny('bedrock:*', '*', { StringNotEquals: { 'aws:RequestedRegion': 'eu-west-1' } }), Sid: 'Europe' },
          ],
          [allow('s3:*')],
        ),
        resourceControlPolicies: absent,
      }),
    ],
    [
      'one-of-the-layers',
      facts(
        [allow('bedrock:InvokeModel', '*', { StringEquals: { 'aws:RequestedRegion': 'us-east-1' } })],
        boundary(allow('*', '*', { StringEquals: { 'aws:RequestedRegion': 'eu-west-1' } })),
      ),
    ],
    [
      'not-known',
      facts([allow('bedrock:*')], {
        permissionsBoundary: { state: 'unknown', why: 'iam:GetPolicyVersion was refused' },
        resourcePolicies: outOfScope,
      }),
    ],
  ])('tells a person which layer stands in the way: %s', (name, world) => {
    const explained = explainAccess(world, { action: 'bedrock:InvokeModel', resource: '*' }, realistic);
    expectGolden(
      `explain/${name}.txt`,
      `${describeAccess(explained, 100).replace(/action list [0-9.]+/u, 'action list VERSION')}\n`,
    );
  });

  it('shows text of a policy without what could forge a line', () => {
    const hostile = { ...allow('bedrock:*'), Sid: 'x\u001b[31m\r\nALLOWS' };
    const explained = explainAccess(facts([hostile]), { action: 'bedrock:InvokeModel', resource: '*' }, realistic);
    const shown = describeAccess(explained, 100);
    expect(shown.includes('\u001b') || shown.includes('\r')).toBe(false);
    expect(shown.split('\n').filter((line) => line.startsWith('ALLOWS')).length).toBe(1);
  });
});

describe('ringfence explain PRINCIPAL', () => {
  const here = ringfenceHere();

  it('tells what stands about it by the policies of others too: a role that it can become', async () => {
    const arn = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
    const role = (name: string, statement: object, trusted: object) => ({
      RoleName: name,
      RoleId: `AROA${name.toUpperCase()}`,
      Path: '/',
      Arn: arn(name),
      AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ ...allow('sts:AssumeRole'), ...trusted }] },
      RolePolicyList: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement: [statement] } }],
    });
    const trusting = (Principal: object) => ({ Principal, Resource: undefined });
    const where = await here.file('account.json', {
      RoleDetailList: [
        role('app', { ...allow('sts:AssumeRole'), Resource: arn('root') }, trusting({ Service: 'ec2.amazonaws.com' })),
        role('root', allow('*'), trusting({ AWS: arn('app') })),
      ],
    });
    const { out } = await here.ringfence('explain', 'role/app', '--account', where);
    expect(out).toContain('app can become root, who can do everything');
    expect(out).not.toContain('root is an administrator');
  });
});
