import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { documentText } from './policy-document.ts';
import { AccountFileError, readAuthorizationDetails } from './authorization-details.ts';

const allowAll = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
const role = {
  RoleName: 'app',
  Path: '/team/',
  RoleId: 'AROAEXAMPLE1',
  Arn: 'arn:aws:iam::111122223333:role/team/app',
  CreateDate: '2026-01-02T03:04:05+00:00',
  AssumeRolePolicyDocument: encodeURIComponent(JSON.stringify(allowAll)),
  RolePolicyList: [{ PolicyName: 'ml', PolicyDocument: allowAll }],
  AttachedManagedPolicies: [{ PolicyName: 'base', PolicyArn: 'arn:aws:iam::111122223333:policy/base' }],
  Tags: [{ Key: 'team', Value: 'ml' }],
};
const base = {
  Arn: 'arn:aws:iam::111122223333:policy/base',
  DefaultVersionId: 'v2',
  PolicyVersionList: [
    { VersionId: 'v1', IsDefaultVersion: false, Document: { Version: '2012-10-17', Statement: [] } },
    { VersionId: 'v2', IsDefaultVersion: true, Document: encodeURIComponent(JSON.stringify(allowAll)) },
  ],
};
const only = (file: unknown) => readAuthorizationDetails(JSON.stringify(file)).principals[0]!;

describe('reading account authorization details', () => {
  it('takes the default version of a managed policy, decoded', () => {
    expect(only({ RoleDetailList: [role], Policies: [base] }).attachedPolicies).toEqual({
      state: 'known',
      value: [{ name: base.Arn, arn: base.Arn, versionId: 'v2', text: JSON.stringify(allowAll) }],
    });
  });

  it('says which document is missing instead of taking it for empty', () => {
    const { attachedPolicies } = only({ RoleDetailList: [role] });
    expect(attachedPolicies).toMatchObject({
      state: 'known',
      value: [{ name: base.Arn, arn: base.Arn, unread: expect.stringContaining(base.Arn) }],
    });
  });

  it('keeps a document in the form in which it came: an object, or text that it decodes', () => {
    const facts = only({ RoleDetailList: [role], Policies: [base] });
    expect(facts.trustPolicy).toEqual({
      state: 'known',
      value: { name: 'trust policy', text: JSON.stringify(allowAll) },
    });
    expect(facts.inlinePolicies).toEqual({
      state: 'known',
      value: [{ name: 'inline:ml', json: allowAll }],
    });
    const texts = [facts.trustPolicy, facts.inlinePolicies].flatMap((fact) =>
      fact.state === 'known' ? fact.value : [],
    );
    expect(texts.map(documentText)).toEqual([JSON.stringify(allowAll), JSON.stringify(allowAll)]);
  });

  it('does not decode a raw policy that holds a percent sign', () => {
    const raw = '{"Statement":[{"Effect":"Allow","Action":"*","Resource":"arn:aws:s3:::a%7Bb"}]}';
    const facts = only({ RoleDetailList: [{ ...role, RolePolicyList: [{ PolicyName: 'ml', PolicyDocument: raw }] }] });
    expect(facts.inlinePolicies).toMatchObject({ value: [{ text: raw }] });
  });

  it('resolves the boundary to its document', () => {
    const bounded = {
      ...role,
      PermissionsBoundary: { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: base.Arn },
    };
    expect(only({ RoleDetailList: [bounded], Policies: [base] }).permissionsBoundary).toMatchObject({
      state: 'known',
      value: { arn: base.Arn, versionId: 'v2' },
    });
    expect(only({ RoleDetailList: [role], Policies: [base] }).permissionsBoundary).toEqual({ state: 'absent' });
  });

  it('gives all who have a managed policy the same document, attached or as boundary', () => {
    const bounded = { ...role, PermissionsBoundary: { PermissionsBoundaryArn: base.Arn } };
    const other = { ...role, RoleName: 'b', RoleId: 'AROAEXAMPLE2', Arn: 'arn:aws:iam::111122223333:role/b' };
    const file = { RoleDetailList: [bounded, other], Policies: [base] };
    const [a, b] = readAuthorizationDetails(file).principals;
    const attached = (facts: typeof a) =>
      facts?.attachedPolicies.state === 'known' ? facts.attachedPolicies.value : [];
    expect(attached(a)[0]).toBe(attached(b)[0]);
    expect(a?.permissionsBoundary).toMatchObject({ value: expect.anything() });
    expect(a?.permissionsBoundary.state === 'known' && a.permissionsBoundary.value).toBe(attached(b)[0]);
  });

  it.each([
    ['2026-01-02T03:04:05+00:00', '2026-01-02T03:04:05.000Z'],
    ['2026-01-02T03:04:05Z', '2026-01-02T03:04:05.000Z'],
    ['2026-01-31T23:04:05.678+02:00', '2026-01-31T21:04:05.678Z'],
    ['2026-01-30T03:04:05+00:00', '2026-01-30T03:04:05.000Z'],
    ['2026-13-02T03:04:05Z', undefined],
    ['2026-01-02T25:04:05Z', undefined],
    ['yesterday', undefined],
  ])('reads the time %s as %s', (CreateDate, createdAt) => {
    expect(only({ RoleDetailList: [{ ...role, CreateDate }] }).createdAt).toBe(createdAt);
  });

  it('keeps a tag whose name is that of a part of every object', () => {
    const tagged = { ...role, Tags: [{ Key: '__proto__', Value: 'x' }] };
    const { tags } = only({ RoleDetailList: [tagged] });
    expect(tags.state === 'known' && Object.entries(tags.value)).toEqual([['__proto__', 'x']]);
  });

  it('declares out of scope what such a file cannot hold', () => {
    const facts = only({ RoleDetailList: [role] });
    for (const layer of [
      'serviceControlPolicies',
      'resourceControlPolicies',
      'resourcePolicies',
      'organisation',
    ] as const) {
      expect(facts[layer]).toEqual({ state: 'absent', declared: true });
    }
  });

  it('takes what stands twice the same once, as joined files hold it', () => {
    const group = { GroupName: 'g', Arn: 'arn:aws:iam::111122223333:group/g' };
    const file = { RoleDetailList: [role, role], GroupDetailList: [group, group], Policies: [base, base] };
    expect(readAuthorizationDetails(JSON.stringify(file)).principals).toHaveLength(1);
  });

  it('takes null for absent, as some tools write it', () => {
    const facts = only({ RoleDetailList: [{ ...role, PermissionsBoundary: null, RoleLastUsed: null, Tags: null }] });
    expect(facts).toMatchObject({ permissionsBoundary: { state: 'absent' }, tags: { state: 'known', value: {} } });
  });

  it('gives a user the policies of its groups, and unknown for a group that the file does not hold', () => {
    const user = {
      UserName: 'alice',
      UserId: 'AIDAEXAMPLE1',
      Arn: 'arn:aws:iam::111122223333:user/alice',
      GroupList: ['ml', 'gone'],
    };
    const group = {
      GroupName: 'ml',
      Arn: 'arn:aws:iam::111122223333:group/ml',
      GroupPolicyList: [{ PolicyName: 'p', PolicyDocument: allowAll }],
    };
    expect(only({ UserDetailList: [user], GroupDetailList: [group] }).groups).toMatchObject({
      state: 'known',
      value: [
        { name: 'ml', inlinePolicies: { state: 'known', value: [{ name: 'inline:p' }] } },
        { name: 'gone', inlinePolicies: { state: 'unknown' } },
      ],
    });
  });

  it.each([
    ['whose default version is not there', { DefaultVersionId: 'v3' }, 'no document of v3, the default version'],
    ['of which no version is the default', { DefaultVersionId: undefined }, 'no default version'],
  ])('takes no other version of a policy %s', (_name, more, says) => {
    const versions = base.PolicyVersionList.map((version) => ({ ...version, IsDefaultVersion: undefined }));
    const policy = { ...base, ...more, PolicyVersionList: versions };
    expect(only({ RoleDetailList: [role], Policies: [policy] }).attachedPolicies).toEqual({
      state: 'known',
      value: [{ name: base.Arn, arn: base.Arn, unread: `the input holds ${says} of ${base.Arn}` }],
    });
  });

  it('takes a large file in which a list is named once as a key, and again as a text', () => {
    const padding = ' '.repeat(2 ** 20);
    const named = { ...role, Tags: [{ Key: 'RoleDetailList', Value: 'RoleDetailList' }] };
    const text = `{"RoleDetailList":${JSON.stringify([named])}${padding}}`;
    expect(readAuthorizationDetails(text).principals).toHaveLength(1);
  });

  it.each([
    ['not JSON', '{', 'not-json', ''],
    ['a list', '[]', 'wrong-shape', ''],
    ['a list that stands twice', '{"RoleDetailList":[],"RoleDetailList":[]}', 'duplicate-key', '/RoleDetailList'],
    [
      'a list that stands twice, once with an escape',
      '{"Policies":[],"Polici\\u0065s":[]}',
      'duplicate-key',
      '/Policies',
    ],
    [
      'a policy with two conditions',
      JSON.stringify({
        RoleDetailList: [{ ...role, RolePolicyList: [{ PolicyName: 'p', PolicyDocument: { a: 1 } }] }],
      }).replace('{"a":1}', '{"Statement":{"Condition":{},"Condition":{}}}'),
      'duplicate-key',
      '/RoleDetailList/0/RolePolicyList/0/PolicyDocument/Statement/Condition',
    ],
    [
      'a list that stands twice in a large file',
      `{"RoleDetailList":[],"Policies":[]${' '.repeat(2 ** 20)}, "RoleDetailList" : []}`,
      'duplicate-key',
      '/RoleDetailList',
    ],
    [
      'a list that stands twice in a large file, once with an escape',
      `{"RoleDetailList":[],"Policies":[]${' '.repeat(2 ** 20)}, "RoleDetailLis\\u0074":[]}`,
      'duplicate-key',
      '/RoleDetailList',
    ],
    [
      'a statement with two conditions in a large file',
      JSON.stringify({
        RoleDetailList: [{ ...role, RolePolicyList: [{ PolicyName: 'p', PolicyDocument: { a: 1 } }] }],
      }).replace('{"a":1}', `{"Statement":{"Condition":{},${' '.repeat(2 ** 20)}"Condition":{}}}`),
      'duplicate-key',
      '/RoleDetailList/0/RolePolicyList/0/PolicyDocument/Statement/Condition',
    ],
    [
      'a key that stands twice deeper than places are told',
      `{"RoleDetailList":[],"x":${'['.repeat(40)}{"a":1,"a":2}${']'.repeat(40)}}`,
      'duplicate-key',
      '',
    ],
    [
      'a policy with two default versions',
      JSON.stringify({
        Policies: [
          { ...base, PolicyVersionList: base.PolicyVersionList.map((v) => ({ ...v, IsDefaultVersion: true })) },
        ],
      }),
      'told-twice',
      '/Policies/0/PolicyVersionList',
    ],
    [
      'a policy whose default version is another than the one that is marked',
      JSON.stringify({ Policies: [{ ...base, DefaultVersionId: 'v3' }] }),
      'told-twice',
      '/Policies/0/DefaultVersionId',
    ],
    [
      'a version that stands twice',
      JSON.stringify({
        Policies: [{ ...base, PolicyVersionList: [...base.PolicyVersionList, base.PolicyVersionList[1]] }],
      }),
      'told-twice',
      '/Policies/0/PolicyVersionList',
    ],
    ['another file', '{"a":1}', 'wrong-shape', ''],
    [
      'a role without an id',
      JSON.stringify({ RoleDetailList: [{ ...role, RoleId: undefined }] }),
      'wrong-shape',
      '/RoleDetailList/0/RoleId',
    ],
    [
      'a policy list of the wrong type',
      JSON.stringify({ RoleDetailList: [{ ...role, RolePolicyList: 'x' }] }),
      'wrong-shape',
      '/RoleDetailList/0/RolePolicyList',
    ],
    [
      'an inline policy without a document',
      JSON.stringify({ RoleDetailList: [{ ...role, RolePolicyList: [{ PolicyName: 'p' }] }] }),
      'wrong-shape',
      '/RoleDetailList/0/RolePolicyList/0/PolicyDocument',
    ],
    [
      'a document that is a number',
      JSON.stringify({ Policies: [{ ...base, PolicyVersionList: [{ VersionId: 'v1', Document: 1 }] }] }),
      'wrong-shape',
      '/Policies/0/PolicyVersionList/0/Document',
    ],
    ['an entry that is no object', '{"UserDetailList":[7]}', 'wrong-shape', '/UserDetailList/0'],
    [
      'a tag without a key',
      JSON.stringify({ RoleDetailList: [role, { ...role, Tags: [{ Value: 'x' }] }] }),
      'wrong-shape',
      '/RoleDetailList/1/Tags/0/Key',
    ],
    ['a list under another spelling', '{"UserDetailList":[],"roleDetailList":[]}', 'wrong-shape', '/roleDetailList'],
    ['one page of several', JSON.stringify({ RoleDetailList: [], IsTruncated: true }), 'wrong-shape', '/IsTruncated'],
    [
      'the ARN of a user as that of a role',
      JSON.stringify({ RoleDetailList: [{ ...role, Arn: 'arn:aws:iam::111122223333:user/app' }] }),
      'wrong-shape',
      '/RoleDetailList/0/Arn',
    ],
    [
      'an ARN of another service',
      JSON.stringify({ RoleDetailList: [{ ...role, Arn: 'arn:aws:sts::111122223333:role/app' }] }),
      'wrong-shape',
      '/RoleDetailList/0/Arn',
    ],
    [
      'an account id of eleven digits',
      JSON.stringify({ GroupDetailList: [{ GroupName: 'g', Arn: 'arn:aws:iam::11112222333:group/g' }] }),
      'wrong-shape',
      '/GroupDetailList/0/Arn',
    ],
    [
      'an attached policy that is no policy',
      JSON.stringify({ RoleDetailList: [{ ...role, AttachedManagedPolicies: [{ PolicyArn: role.Arn }] }] }),
      'wrong-shape',
      '/RoleDetailList/0/AttachedManagedPolicies/0/PolicyArn',
    ],
    [
      'a managed policy that is told in two ways',
      JSON.stringify({ RoleDetailList: [role], Policies: [base, { ...base, DefaultVersionId: 'v1' }] }),
      'told-twice',
      '/Policies/1/Arn',
    ],
    [
      'a group that is told in two ways',
      JSON.stringify({
        GroupDetailList: [
          { GroupName: 'g', Arn: 'arn:aws:iam::111122223333:group/g', GroupPolicyList: role.RolePolicyList },
          { GroupName: 'g', Arn: 'arn:aws:iam::111122223333:group/g' },
        ],
      }),
      'told-twice',
      '/GroupDetailList/1/Arn',
    ],
    [
      'a role that is told in two ways',
      JSON.stringify({ RoleDetailList: [role, { ...role, RolePolicyList: [] }] }),
      'told-twice',
      '/RoleDetailList/1/Arn',
    ],
    [
      'two roles of one unique id, whose findings would be one',
      JSON.stringify({ RoleDetailList: [role, { ...role, Arn: `${role.Arn}-2` }] }),
      'told-twice',
      '/RoleDetailList/1/RoleId',
    ],
    [
      'two users of one unique id',
      JSON.stringify({
        UserDetailList: ['a', 'b'].map((name) => ({
          UserName: name,
          UserId: 'AIDAEXAMPLE',
          Arn: `arn:aws:iam::111122223333:user/${name}`,
        })),
      }),
      'told-twice',
      '/UserDetailList/1/UserId',
    ],
    [
      'principals of two accounts',
      JSON.stringify({ RoleDetailList: [role, { ...role, Arn: 'arn:aws:iam::444455556666:role/b' }] }),
      'several-accounts',
      '/RoleDetailList/1/Arn',
    ],
    [
      'a user of another account than the roles',
      JSON.stringify({
        RoleDetailList: [role],
        UserDetailList: [{ UserName: 'u', UserId: 'AIDAEXAMPLE', Arn: 'arn:aws:iam::444455556666:user/u' }],
      }),
      'several-accounts',
      '/UserDetailList/0/Arn',
    ],
    [
      'managed policies of another account',
      JSON.stringify({ RoleDetailList: [role], Policies: [{ ...base, Arn: 'arn:aws:iam::444455556666:policy/p' }] }),
      'several-accounts',
      '/RoleDetailList/0/Arn',
    ],
  ])('refuses %s by name, with the place', (_, text, code, at) => {
    const refuse = () => readAuthorizationDetails(text);
    expect(refuse).toThrow(AccountFileError);
    expect(refuse).toThrow(expect.objectContaining({ code, at }));
  });
});

const corpus = '../shared/corpus/auth-details';
const withCorpus = existsSync(corpus) ? describe : describe.skip;
withCorpus(`account files of the corpus (${corpus}${existsSync(corpus) ? '' : ' is absent: not run'})`, () => {
  const files = existsSync(corpus) ? readdirSync(corpus).filter((name) => name.endsWith('.json')) : [];
  it.each(files)('%s is read, each principal with its id and known policies', (name) => {
    const { principals } = readAuthorizationDetails(readFileSync(`${corpus}/${name}`, 'utf8'));
    for (const principal of principals) {
      expect(principal.uniqueId).not.toBe('');
      expect(principal.inlinePolicies.state).toBe('known');
    }
  });
});

it('reads an account that has groups and no principals as one without principals', () => {
  expect(
    readAuthorizationDetails('{"GroupDetailList":[{"GroupName":"g","Arn":"arn:aws:iam::111122223333:group/g"}]}')
      .principals,
  ).toEqual([]);
});
