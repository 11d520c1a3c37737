import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CreateGuardrailCommand, DeleteGuardrailCommand } from '@aws-sdk/client-bedrock';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { CreateUserCommand, DeleteRoleCommand, DeleteRolePolicyCommand } from '@aws-sdk/client-iam';
import { account } from '../deploy.ts';
import { createRole, grant } from '../roles.ts';
import type { Story } from '../story.ts';
import { heard, type TrailEvent } from '../trail.ts';
import type { World } from '../world.ts';

const role = 'bridge-watched';

/** Calls of the emulated account become events as CloudTrail would make them: what every later step stands on. */
export const bridge: Story<World> = {
  title: 'A call becomes an event',
  steps: [
    {
      says: 'CreateRole arrives in the envelope of CloudTrail, with its parameters and the answer',
      run: async (world) => {
        const made = await createRole(world.account.asRoot, role);
        const event = await heard(world.trail, 'CreateRole');
        assert.deepEqual(
          [event.source, event['detail-type'], event.account, event.region],
          ['aws.iam', 'AWS API Call via CloudTrail', account, 'us-east-1'],
        );
        assert.equal(event.detail.requestParameters?.['roleName'], role);
        assert.deepEqual((event.detail['responseElements'] as { role: { roleId: string } }).role.roleId, made.RoleId);
        assertSameFields(world, 'iam/CreateRole.success.json', event);
      },
    },
    {
      says: 'PutRolePolicy arrives with the document as text, and without an answer',
      run: async (world) => {
        await grant(world.account.asRoot, role, 'read', ['bedrock:CreateGuardrail', 'bedrock:DeleteGuardrail']);
        const event = await heard(world.trail, 'PutRolePolicy');
        assert.equal(typeof event.detail.requestParameters?.['policyDocument'], 'string');
        assert.equal(event.detail['responseElements'], null);
        assertSameFields(world, 'iam/PutRolePolicy.success.json', event);
      },
    },
    {
      says: 'a call that IAM refuses arrives with AccessDenied and no parameters, and names the role behind the session',
      run: async (world) => {
        const session = await world.account.asRole(`arn:aws:iam::${account}:role/${role}`, 'bridge');
        await assert.rejects(session.iam.send(new CreateUserCommand({ UserName: 'nobody' })), { name: /AccessDenied/ });
        const { detail } = await heard(world.trail, 'CreateUser');
        assert.equal(detail.errorCode, 'AccessDenied');
        assert.equal(detail.requestParameters, null);
        assert.equal(detail.userIdentity.type, 'AssumedRole');
        assert.equal(detail.userIdentity.sessionContext?.sessionIssuer.arn, `arn:aws:iam::${account}:role/${role}`);
      },
    },
    {
      says: 'a guardrail arrives without its name and without what it filters',
      run: async (world) => {
        const session = await world.account.asRole(`arn:aws:iam::${account}:role/${role}`, 'bridge');
        const { guardrailId } = await session.bedrock.send(
          new CreateGuardrailCommand({
            name: 'very-secret-name',
            blockedInputMessaging: 'no',
            blockedOutputsMessaging: 'no',
          }),
        );
        const created = await heard(world.trail, 'CreateGuardrail');
        assert.ok(!JSON.stringify(created).includes('very-secret-name'));
        await session.bedrock.send(new DeleteGuardrailCommand({ guardrailIdentifier: guardrailId }));
        const deleted = await heard(world.trail, 'DeleteGuardrail');
        assert.deepEqual(deleted.detail.requestParameters, { guardrailIdentifier: guardrailId });
        assertSameFields(world, 'bedrock/DeleteGuardrail.success.json', deleted);
      },
    },
    {
      says: 'nobody can forge such an event',
      run: async ({ account: emulated }) => {
        const { FailedEntryCount, Entries } = await emulated.asRoot.eventBridge.send(
          new PutEventsCommand({
            Entries: [
              { Source: 'aws.iam', DetailType: 'AWS API Call via CloudTrail', Detail: '{"eventName":"PutRolePolicy"}' },
            ],
          }),
        );
        assert.equal(FailedEntryCount, 1);
        assert.equal(Entries?.[0]?.ErrorCode, 'NotAuthorizedForSourceException');
      },
    },
    {
      says: 'no call was left out because the bridge failed',
      run: async (world) => {
        await world.account.asRoot.iam.send(new DeleteRolePolicyCommand({ RoleName: role, PolicyName: 'read' }));
        await world.account.asRoot.iam.send(new DeleteRoleCommand({ RoleName: role }));
        await heard(world.trail, 'DeleteRole');
        const { failed, failures } = await world.emulator.bridge();
        assert.equal(failed, 0, failures.join('\n'));
      },
    },
  ],
};

/** Fields that a real record may have and the emulator has no value for. */
const realOnly = new Set([
  'tlsDetails',
  'sessionCredentialFromConsole',
  'additionalEventData',
  'resources',
  'vpcEndpointId',
  'sharedEventID',
]);

/** The same names and types, at the top and in the parameters, as the hand-written sample of this event. */
const assertSameFields = ({ root }: World, path: string, event: TrailEvent): void => {
  const sample = JSON.parse(readFileSync(join(root, 'events', 'cloudtrail', path), 'utf8')) as TrailEvent;
  const types = (value: object | null) =>
    Object.fromEntries(
      Object.entries(value ?? {})
        .filter(([name]) => !realOnly.has(name))
        .map(([name, field]) => [name, Array.isArray(field) ? 'list' : field === null ? 'null' : typeof field]),
    );
  assert.deepEqual(sorted(types(event.detail)), sorted(types(sample.detail)), `fields of ${path}`);
  const asked = types(event.detail.requestParameters);
  const known = types(sample.detail.requestParameters);
  for (const [name, type] of Object.entries(asked))
    if (name in known) assert.equal(type, known[name], `${path}: ${name}`);
};

const sorted = (fields: Record<string, string>): [string, string][] =>
  Object.entries(fields).sort(([a], [b]) => a.localeCompare(b));
