import { aDocument, anyTrust } from '../../../test/contracts/contract-world.ts';
import { aRole } from '../../../test/builders/a-principal.ts';
import { readChange } from '../../change/read-change.ts';
import type { PrincipalFacts } from '../../facts/principal-facts.ts';
import type { EventEnvelope } from './iam/iam-record.ts';
import { manualClock } from './local-clock.ts';
import { localIam, type LocalIam } from './local-iam.ts';
import { localPrincipalReader } from './local-principal-reader.ts';
import { localState } from './local-state.ts';

const accountId = '111122223333';
const admin = { arn: `arn:aws:iam::${accountId}:user/admin` };
const ours = `arn:aws:iam::${accountId}:policy/p`;

const anIam = () => {
  const clock = manualClock('2026-11-21T21:00:00.000Z');
  const iam = localIam(localState(), clock, { accountId });
  return { iam, clock, reader: localPrincipalReader(iam) };
};
const code = (iam: LocalIam, eventName: string, parameters: Record<string, unknown>): string => {
  const answer = iam.call(admin, eventName, parameters);
  return answer.ok ? 'ok' : answer.code;
};
const role = { roleName: 'app' };
const make = (iam: LocalIam): void => {
  expect(code(iam, 'CreateRole', { ...role, assumeRolePolicyDocument: anyTrust })).toBe('ok');
  expect(code(iam, 'CreateUser', { userName: 'ann' })).toBe('ok');
  expect(code(iam, 'CreatePolicy', { policyName: 'p', policyDocument: aDocument('s3:GetObject') })).toBe('ok');
};
const characters = (size: number): string =>
  JSON.stringify({ Statement: 'x'.repeat(size - '{"Statement":""}'.length) });

describe('the local IAM refuses what IAM refuses', () => {
  it.each<[name: string, code: string, eventName: string, parameters: Record<string, unknown>]>([
    [
      'a second role of the name, in other letters',
      'EntityAlreadyExistsException',
      'CreateRole',
      { roleName: 'APP', assumeRolePolicyDocument: anyTrust },
    ],
    [
      'a policy name that is taken under another path',
      'EntityAlreadyExistsException',
      'CreatePolicy',
      { policyName: 'P', path: '/x/', policyDocument: '{}' },
    ],
    [
      'a role that is not there',
      'NoSuchEntityException',
      'PutRolePolicy',
      { roleName: 'none', policyName: 'x', policyDocument: '{}' },
    ],
    [
      'a boundary that is not there',
      'NoSuchEntityException',
      'PutRolePermissionsBoundary',
      { ...role, permissionsBoundary: `${ours}x` },
    ],
    ['to take off a boundary where there is none', 'NoSuchEntityException', 'DeleteRolePermissionsBoundary', role],
    ['to detach what is not attached', 'NoSuchEntityException', 'DetachRolePolicy', { ...role, policyArn: ours }],
    [
      'a document that is no JSON object',
      'MalformedPolicyDocumentException',
      'PutRolePolicy',
      { ...role, policyName: 'x', policyDocument: '[]' },
    ],
    [
      'a managed policy of 6,145 characters',
      'LimitExceededException',
      'CreatePolicy',
      { policyName: 'q', policyDocument: characters(6_145) },
    ],
    [
      'a managed policy of 6,144 characters',
      'ok',
      'CreatePolicy',
      { policyName: 'q', policyDocument: characters(6_144) },
    ],
    [
      '6,144 characters and white space',
      'ok',
      'CreatePolicy',
      { policyName: 'q', policyDocument: `  ${characters(6_144)}\n` },
    ],
    [
      'inline policies of a user beyond 2,048 characters',
      'LimitExceededException',
      'PutUserPolicy',
      { userName: 'ann', policyName: 'x', policyDocument: characters(2_049) },
    ],
    ['to change a policy of AWS', 'NoSuchEntityException', 'DeletePolicy', { policyArn: 'arn:aws:iam::aws:policy/X' }],
    ['a call without its name', 'ValidationException', 'PutRolePolicy', { policyName: 'x', policyDocument: '{}' }],
    ['a call that it does not know', 'InvalidAction', 'CreateSAMLProvider', {}],
  ])('about %s: %s', (_name, expected, eventName, parameters) => {
    const { iam } = anIam();
    make(iam);
    expect(code(iam, eventName, parameters)).toBe(expected);
  });

  it('about the deletion of what is in use', () => {
    const { iam } = anIam();
    make(iam);
    iam.call(admin, 'AttachRolePolicy', { ...role, policyArn: ours });
    expect(code(iam, 'DeleteRole', role)).toBe('DeleteConflictException');
    expect(code(iam, 'DeletePolicy', { policyArn: ours })).toBe('DeleteConflictException');
    iam.call(admin, 'DetachRolePolicy', { ...role, policyArn: ours });
    iam.call(admin, 'PutUserPermissionsBoundary', { userName: 'ann', permissionsBoundary: ours });
    expect(code(iam, 'DeletePolicy', { policyArn: ours })).toBe('DeleteConflictException');
    expect(code(iam, 'DeleteRole', role)).toBe('ok');
    expect(code(iam, 'DeleteUserPermissionsBoundary', { userName: 'ann' })).toBe('ok');
    expect(code(iam, 'DeletePolicy', { policyArn: ours })).toBe('ok');
  });

  it('about a sixth version, and the deletion of the default one', () => {
    const { iam } = anIam();
    make(iam);
    const version = { policyArn: ours, policyDocument: '{}' };
    for (let n = 2; n <= 5; n += 1) expect(code(iam, 'CreatePolicyVersion', version)).toBe('ok');
    expect(code(iam, 'CreatePolicyVersion', version)).toBe('LimitExceededException');
    expect(code(iam, 'DeletePolicyVersion', { policyArn: ours, versionId: 'v1' })).toBe('DeleteConflictException');
    expect(code(iam, 'SetDefaultPolicyVersion', { policyArn: ours, versionId: 'v3' })).toBe('ok');
    expect(code(iam, 'DeletePolicyVersion', { policyArn: ours, versionId: 'v1' })).toBe('ok');
    // A number is never used again.
    const added = iam.call(admin, 'CreatePolicyVersion', version);
    expect(added).toMatchObject({ ok: true, responseElements: { policyVersion: { versionId: 'v6' } } });
  });

  it('about roles that AWS keeps for itself', () => {
    const { iam } = anIam();
    const path = '/aws-service-role/lex.amazonaws.com/';
    iam.load([aRole({ name: 'AWSServiceRoleForLex', path })]);
    const parameters = { roleName: 'AWSServiceRoleForLex', policyName: 'x', policyDocument: '{}' };
    expect(code(iam, 'PutRolePolicy', parameters)).toBe('UnmodifiableEntityException');
  });
});

describe('the local IAM shows', () => {
  it('each call as an event that the readers of changes understand, refused ones too', () => {
    const { iam } = anIam();
    const events: EventEnvelope[] = [];
    iam.onEvent((event) => events.push(event));
    make(iam);
    iam.call({ arn: `arn:aws:sts::${accountId}:assumed-role/Deploy/ci` }, 'PutRolePolicy', {
      ...role,
      policyName: 'ml',
      policyDocument: aDocument('bedrock:*'),
    });
    iam.call(admin, 'DeleteRole', { roleName: 'none' });
    const [put, refused] = events.slice(-2).map((event) => readChange(event));
    expect(put).toMatchObject({
      kind: 'change',
      trigger: 'iam.amazonaws.com:PutRolePolicy',
      actor: { type: 'AssumedRole', sessionName: 'ci' },
      outcome: { result: 'succeeded' },
      body: 'present',
      touches: [{ kind: 'role', name: 'app' }],
      documents: [{ role: 'identity-policy', text: aDocument('bedrock:*') }],
    });
    expect(refused).toMatchObject({ kind: 'change', outcome: { result: 'failed', code: 'NoSuchEntityException' } });
  });

  it('what was loaded, as it was', async () => {
    const { iam, reader } = anIam();
    const shared = { name: ours, arn: ours, versionId: 'v3', text: aDocument('s3:*') };
    const facts: readonly PrincipalFacts[] = [
      aRole({ name: 'one', allows: 'bedrock:*', attached: [shared], boundary: shared }),
      aRole({ name: 'two', attached: [shared] }),
    ];
    iam.load(facts);
    expect(await reader.readAccount()).toEqual({ found: 'yes', value: facts });
    iam.call(admin, 'CreatePolicyVersion', {
      policyArn: ours,
      policyDocument: aDocument('s3:Get*'),
      setAsDefault: true,
    });
    const two = await reader.readPrincipal({ kind: 'role', name: 'two' });
    expect(two).toMatchObject({
      value: { attachedPolicies: { value: [{ versionId: 'v4', text: aDocument('s3:Get*') }] } },
    });
  });

  it('an older state while it lags, and the newest one after that', async () => {
    const { iam, clock, reader } = anIam();
    make(iam);
    clock.advance(60_000);
    iam.setLag({ milliseconds: 5_000, pick: () => 0 });
    const names = async (): Promise<unknown> => {
      const read = await reader.readPrincipal({ kind: 'role', name: 'app' });
      if (read.found !== 'yes') return read.found;
      return read.value.inlinePolicies.state === 'known' ? read.value.inlinePolicies.value.map(({ name }) => name) : [];
    };
    iam.call(admin, 'PutRolePolicy', { ...role, policyName: 'ml', policyDocument: '{}' });
    expect(await names()).toEqual([]);
    clock.advance(4_999);
    expect(await names()).toEqual([]);
    clock.advance(1);
    expect(await names()).toEqual(['inline:ml']);
    iam.call(admin, 'DeleteRolePolicy', { ...role, policyName: 'ml' });
    iam.call(admin, 'DeleteRole', role);
    // Three states are visible now: with the policy, without it, and gone.
    iam.setLag({ milliseconds: 5_000, pick: (count) => count - 1 });
    expect(await names()).toBe('no');
    iam.setLag({ milliseconds: 5_000, pick: () => 1 });
    expect(await names()).toEqual([]);
    // A writer always sees the truth.
    expect(code(iam, 'PutRolePolicy', { ...role, policyName: 'ml', policyDocument: '{}' })).toBe(
      'NoSuchEntityException',
    );
  });
});

describe('the local IAM keeps how long sessions of a role may last', () => {
  it('from its making on, an hour where nothing is said, until it is changed', async () => {
    const { iam, reader } = anIam();
    make(iam);
    const seconds = async () => {
      const read = await reader.readPrincipal({ kind: 'role', name: 'app' });
      return read.found === 'yes' ? read.value.maxSessionSeconds : undefined;
    };
    expect(await seconds()).toEqual({ state: 'known', value: 3600 });
    expect(code(iam, 'UpdateRole', { ...role, maxSessionDuration: 43_200 })).toBe('ok');
    expect(await seconds()).toEqual({ state: 'known', value: 43_200 });
    expect(code(iam, 'UpdateRole', { ...role, description: 'an app' })).toBe('ok');
    expect(await seconds()).toEqual({ state: 'known', value: 43_200 });
  });
});
