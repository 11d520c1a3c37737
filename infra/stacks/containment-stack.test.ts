import { restorationTag } from '../../shared/adapters/aws/bedrock-guardrail-writer.ts';
import { allowed, everyPart, list, mutatesIdentity, ofType, roles, type Statement } from '../testing/statements.ts';
import { anApp, resourcesOf } from '../testing/synthesised.ts';

const containment = resourcesOf(anApp(everyPart).containment);
/** Containment as it is without its optional parts. */
const least = resourcesOf(anApp().containment);

describe('the containment stack', () => {
  const found = roles(containment);
  const role = (name: string) => found.get(`ringfence-${name}`)!;
  const sid = (statements: Statement[], id: string) => statements.find(({ Sid }) => Sid === id)!;

  it('contains with exactly these actions, on these resources, under this condition', () => {
    expect(allowed(role('contain-boundary'))).toEqual([
      'iam:CreatePolicy',
      'iam:PutRolePermissionsBoundary',
      'iam:PutUserPermissionsBoundary',
    ]);
    expect(sid(role('contain-boundary'), 'CreateOwnPolicies').Resource).toBe(
      'arn:aws:iam::111122223333:policy/ringfence/*',
    );
    expect(sid(role('contain-boundary'), 'SetOwnBoundaries')).toMatchObject({
      Resource: ['arn:aws:iam::111122223333:role/*', 'arn:aws:iam::111122223333:user/*'],
      Condition: { StringLike: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/ringfence/*' } },
    });
  });

  it('undoes with exactly these actions, on these resources, under this condition', () => {
    expect(allowed(role('undo-boundary'))).toEqual([
      'iam:DeletePolicy',
      'iam:DeleteRolePermissionsBoundary',
      'iam:DeleteUserPermissionsBoundary',
      'iam:PutRolePermissionsBoundary',
      'iam:PutUserPermissionsBoundary',
    ]);
    expect(sid(role('undo-boundary'), 'RestoreBoundaries')).toMatchObject({
      Condition: {
        StringLike: {
          'iam:PermissionsBoundary': [
            'arn:aws:iam::111122223333:policy/ringfence/*',
            'arn:aws:iam::111122223333:policy/team/*',
          ],
        },
      },
    });
    expect(sid(role('undo-boundary'), 'DeleteOwnPolicies').Resource).toBe(
      'arn:aws:iam::111122223333:policy/ringfence/*',
    );
    expect(sid(role('undo-boundary'), 'RemoveOwnBoundaries')).toMatchObject({
      Condition: { StringLike: { 'iam:PermissionsBoundary': 'arn:aws:iam::111122223333:policy/ringfence/*' } },
    });
  });

  it('writes beside policies with exactly these actions, attaching our own policies only', () => {
    expect(allowed(role('write-inline'))).toEqual([
      'iam:PutRolePolicy',
      'iam:PutUserPolicy',
      'iam:AttachRolePolicy',
      'iam:AttachUserPolicy',
    ]);
    const ours = { ArnLike: { 'iam:PolicyARN': 'arn:aws:iam::111122223333:policy/ringfence/*' } };
    expect(sid(role('write-inline'), 'AttachOwnPolicies').Condition).toEqual(ours);
    expect(allowed(role('undo-inline'))).toEqual([
      'iam:DeleteRolePolicy',
      'iam:DeleteUserPolicy',
      'iam:DetachRolePolicy',
      'iam:DetachUserPolicy',
    ]);
    expect(sid(role('undo-inline'), 'DetachOwnPolicies').Condition).toEqual(ours);
  });

  it('writes inline only where a boundary is, where that was asked for', () => {
    const beside = roles(resourcesOf(anApp({ containInline: 'beside-boundaries' }).containment));
    for (const id of ['PutInlineDenies', 'AttachOwnPolicies'])
      expect(sid(beside.get('ringfence-write-inline')!, id).Condition).toMatchObject({
        Null: { 'iam:PermissionsBoundary': 'false' },
      });
  });

  it('changes the status of credentials of users, and makes and deletes none', () => {
    for (const name of ['deactivate-keys', 'undo-keys']) {
      expect(allowed(role(name))).toEqual(['iam:UpdateAccessKey', 'iam:UpdateServiceSpecificCredential']);
      expect(sid(role(name), 'SetCredentialStatus').Resource).toBe('arn:aws:iam::111122223333:user/*');
    }
  });

  it('has no optional role where none was asked for', () => {
    expect([...roles(least).keys()].sort()).toEqual([
      'ringfence-contain',
      'ringfence-contain-boundary',
      'ringfence-restore-guardrail',
      'ringfence-undo',
      'ringfence-undo-boundary',
      'ringfence-write-guardrails',
    ]);
  });

  it('gives the functions themselves no write to IAM: they become the roles that have it, each its own', () => {
    for (const [name, ...become] of [
      ['contain', 'contain-boundary'],
      ['contain-inline', 'write-inline'],
      ['contain-keys', 'deactivate-keys'],
      ['undo', 'undo-boundary', 'undo-inline', 'undo-keys'],
      ['restore-guardrail', 'write-guardrails'],
    ] as const) {
      expect(allowed(role(name)).filter(mutatesIdentity)).toEqual([]);
      expect([sid(role(name), 'BecomeSagaRole').Resource].flat()).toEqual(
        become.map((writer) => `arn:aws:iam::111122223333:role/ringfence/ringfence-${writer}`),
      );
    }
  });

  it('lets the function that contains ask the two that write for it, and nobody else', () => {
    const asking = [...found].filter(([, statements]) => allowed(statements).includes('lambda:InvokeFunction'));
    expect(asking.map(([name]) => name)).toEqual(['ringfence-contain']);
    const asked = JSON.stringify(sid(role('contain'), 'AskWriters').Resource);
    expect(asked).toMatch(/containinline\w+/);
    expect(asked).toMatch(/containkeys\w+/);
  });

  it('lets only its own function become a role that writes', () => {
    for (const [name, by] of [
      ['ringfence-contain-boundary', /^containRole/],
      ['ringfence-write-inline', /^containinlineRole/],
      ['ringfence-deactivate-keys', /^containkeysRole/],
      ['ringfence-undo-boundary', /^undoRole/],
      ['ringfence-undo-inline', /^undoRole/],
      ['ringfence-undo-keys', /^undoRole/],
    ] as const) {
      const [, made] = ofType(containment, 'AWS::IAM::Role').find(
        ([, { Properties }]) => Properties['RoleName'] === name,
      )!;
      const trust = made.Properties['AssumeRolePolicyDocument'] as {
        Statement: { Principal: { AWS: { 'Fn::GetAtt': [string] } } }[];
      };
      expect(trust.Statement).toHaveLength(1);
      expect(trust.Statement[0]!.Principal.AWS['Fn::GetAtt'][0]).toMatch(by);
    }
  });

  it('denies every role that writes the never-list, their own kind, and everything that could grant', () => {
    const breakGlass = 'arn:aws:iam::111122223333:role/break-glass';
    const strict = roles(resourcesOf(anApp({ ...everyPart, protectedPrincipals: [breakGlass] }).containment));
    const writing = [...strict].filter(([, statements]) => allowed(statements).some(mutatesIdentity));
    expect(writing.map(([name]) => name).sort()).toEqual([
      'ringfence-contain-boundary',
      'ringfence-deactivate-keys',
      'ringfence-undo-boundary',
      'ringfence-undo-inline',
      'ringfence-undo-keys',
      'ringfence-write-inline',
    ]);
    for (const [name] of writing) {
      const never = sid(strict.get(name)!, 'NeverTouch');
      expect(never).toMatchObject({ Effect: 'Deny', Action: 'iam:*' });
      expect(never.Resource).toEqual([
        'arn:aws:iam::111122223333:role/aws-service-role/*',
        'arn:aws:iam::111122223333:role/aws-reserved/*',
        'arn:aws:iam::111122223333:role/ringfence/*',
        breakGlass,
      ]);
      const grant = sid(strict.get(name)!, 'NeverGrant');
      expect(grant).toMatchObject({ Effect: 'Deny', Resource: '*' });
      expect(list(grant.Action)).toEqual(
        expect.arrayContaining([
          'iam:CreateRole',
          'iam:PassRole',
          'iam:UpdateAssumeRolePolicy',
          'iam:CreatePolicyVersion',
        ]),
      );
    }
  });

  it('lets the role that writes guardrails make and delete only what carries its tag, and nothing of IAM', () => {
    const statements = role('write-guardrails');
    expect(allowed(statements).sort()).toEqual([
      'bedrock:CreateGuardrail',
      'bedrock:CreateGuardrailVersion',
      'bedrock:DeleteGuardrail',
      'bedrock:PutEnforcedGuardrailConfiguration',
      'bedrock:TagResource',
      'bedrock:UpdateGuardrail',
    ]);
    expect(sid(statements, 'MakeGuardrails').Condition).toEqual({
      StringLike: { [`aws:RequestTag/${restorationTag}`]: 'r-*' },
    });
    expect(sid(statements, 'DeleteOwnGuardrails').Condition).toEqual({
      StringLike: { [`aws:ResourceTag/${restorationTag}`]: 'r-*' },
    });
  });

  it('works through one subject at a time', () => {
    for (const name of ['contain', 'undo', 'restore-guardrail']) {
      const queues = ofType(containment, 'AWS::SQS::Queue').map(([, { Properties }]) => Properties);
      expect(queues).toContainEqual(
        expect.objectContaining({
          QueueName: `ringfence-${name}.fifo`,
          FifoQueue: true,
          DeduplicationScope: 'messageGroup',
        }),
      );
    }
  });
});
