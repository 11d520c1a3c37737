import assert from 'node:assert/strict';
import {
  AddUserToGroupCommand,
  CreateAccessKeyCommand,
  CreateGroupCommand,
  CreatePolicyCommand,
  CreateUserCommand,
  ListAccessKeysCommand,
  PutGroupPolicyCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
} from '@aws-sdk/client-iam';
import { DeleteModelInvocationLoggingConfigurationCommand, ListGuardrailsCommand } from '@aws-sdk/client-bedrock';
import { ListQueuesCommand } from '@aws-sdk/client-sqs';
import type { PrincipalFacts } from '../../../shared/facts/principal-facts.ts';
import type { PrincipalRef } from '../../../shared/ports/principal-reader.ts';
import type { ProposeRequest } from '../../../shared/response/propose.ts';
import type { Saga } from '../../../shared/response/saga.ts';
import type { Settings } from '../../../shared/response/settings.ts';
import { account } from '../deploy.ts';
import type { Clients } from '../emulated-account.ts';
import { ownInstallation, type OwnInstallation } from '../own-installation.ts';
import { createRole, grant } from '../roles.ts';
import type { Story } from '../story.ts';
import type { World } from '../world.ts';

/** What was given, and what nobody asked about. */
const witness = 'bedrock:DeleteModelInvocationLoggingConfiguration';
const given = ['bedrock:DeleteModelInvocationLoggingConfiguration', 'bedrock:ListGuardrails', 'sqs:ListQueues'];

const useWitness = ({ bedrock }: Clients): Promise<unknown> =>
  bedrock.send(new DeleteModelInvocationLoggingConfigurationCommand({}));
const useOtherAi = ({ bedrock }: Clients): Promise<unknown> => bedrock.send(new ListGuardrailsCommand({}));
const useTheRest = ({ sqs }: Clients): Promise<unknown> => sqs.send(new ListQueuesCommand({}));

const document = (statement: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] });

type Way = {
  says: string;
  principal: PrincipalRef;
  outcome: Saga['outcome'];
  settings?: Partial<Settings>;
  ask?: Partial<ProposeRequest>;
  /** Makes the principal, and gives back clients that act as it. */
  make: (world: World, principal: PrincipalRef) => Promise<Clients>;
  /** The call is refused because nobody knows the key any more, and not by a policy. */
  keyOff?: true;
};

const aRole = async ({ account: emulated }: World, { name }: PrincipalRef): Promise<Clients> => {
  await createRole(emulated.asRoot, name);
  await grant(emulated.asRoot, name, 'ml', given);
  return emulated.asRole(`arn:aws:iam::${account}:role/${name}`, 'science');
};

/** A boundary that its owners set. */
const boundedRole = async (world: World, principal: PrincipalRef): Promise<Clients> => {
  const session = await aRole(world, principal);
  const { iam } = world.account.asRoot;
  const PolicyDocument = document({ Action: ['bedrock:*', 'sqs:*', 's3:*'] });
  const { Policy } = await iam.send(new CreatePolicyCommand({ PolicyName: `team-${principal.name}`, PolicyDocument }));
  await iam.send(
    new PutRolePermissionsBoundaryCommand({ RoleName: principal.name, PermissionsBoundary: Policy?.Arn ?? '' }),
  );
  return session;
};

/** So many inline policies that there is no room for one more. */
const fullRole = async (world: World, principal: PrincipalRef): Promise<Clients> => {
  const session = await boundedRole(world, principal);
  await world.account.asRoot.iam.send(
    new PutRolePolicyCommand({
      RoleName: principal.name,
      PolicyName: 'filler',
      PolicyDocument: document({ Action: 's3:GetObject', Resource: `arn:aws:s3:::${'x'.repeat(9_700)}` }),
    }),
  );
  return session;
};

const userWithKey = async ({ account: emulated }: World, { name }: PrincipalRef): Promise<Clients> => {
  const { iam } = emulated.asRoot;
  await iam.send(new CreateUserCommand({ UserName: name }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  return emulated.asKey({
    accessKeyId: AccessKey?.AccessKeyId ?? '',
    secretAccessKey: AccessKey?.SecretAccessKey ?? '',
  });
};

const aUser = async (world: World, principal: PrincipalRef): Promise<Clients> => {
  const clients = await userWithKey(world, principal);
  const policy = { PolicyName: 'ml', PolicyDocument: document({ Action: given }) };
  await world.account.asRoot.iam.send(new PutUserPolicyCommand({ UserName: principal.name, ...policy }));
  return clients;
};

const aMember = async (world: World, principal: PrincipalRef): Promise<Clients> => {
  const clients = await userWithKey(world, principal);
  const { iam } = world.account.asRoot;
  const GroupName = `group-of-${principal.name}`;
  await iam.send(new CreateGroupCommand({ GroupName }));
  await iam.send(
    new PutGroupPolicyCommand({ GroupName, PolicyName: 'ml', PolicyDocument: document({ Action: given }) }),
  );
  await iam.send(new AddUserToGroupCommand({ GroupName, UserName: principal.name }));
  return clients;
};

const ways: readonly Way[] = [
  {
    says: 'a new boundary on a user',
    principal: { kind: 'user', name: 'BoundaryUser' },
    outcome: 'CONTAINED_BOUNDARY',
    make: aUser,
  },
  {
    says: 'a new boundary on a member, where its group gave the access',
    principal: { kind: 'user', name: 'GroupMember' },
    outcome: 'CONTAINED_BOUNDARY',
    make: aMember,
  },
  {
    says: 'an inline Deny beside the boundary of a team',
    principal: { kind: 'role', name: 'InlineRole' },
    outcome: 'CONTAINED_INLINE',
    make: boundedRole,
  },
  {
    says: 'a boundary merged with the one of a team',
    principal: { kind: 'role', name: 'MergedRole' },
    outcome: 'CONTAINED_MERGED',
    settings: { mergeBoundaries: true },
    make: boundedRole,
  },
  {
    says: 'an attached Deny where inline policies leave no room',
    principal: { kind: 'role', name: 'ManagedRole' },
    outcome: 'CONTAINED_MANAGED',
    make: fullRole,
  },
  {
    says: 'a quarantine that makes an access key inactive',
    principal: { kind: 'user', name: 'QuarantinedUser' },
    outcome: 'CONTAINED_BOUNDARY',
    ask: { level: 'quarantine', accessKeys: true },
    make: aUser,
    keyOff: true,
  },
];

const explicitDeny = { name: /AccessDenied/, message: /explicit deny/ };
const unknownKey = { name: /InvalidClientTokenId|UnrecognizedClient/ };

/** When it was last used moves by itself. */
const asItIs = async (own: OwnInstallation, principal: PrincipalRef): Promise<PrincipalFacts> => {
  const { lastUsedAt: _moves, ...facts } = await own.facts(principal);
  return { ...facts, lastUsedAt: { state: 'absent' } };
};

/** Every mechanism: the call that is denied, the call that nobody asked about, and the way back. */
export const mechanisms = (): readonly Story<World>[] => ways.map(mechanism);

const mechanism = (way: Way): Story<World> => {
  const { principal } = way;
  let own: OwnInstallation;
  let clients: Clients;
  let before: PrincipalFacts;
  let contained: Saga;
  return {
    title: `Mechanism: ${way.says}`,
    steps: [
      {
        says: 'what was given works',
        run: async (world) => {
          own = await ownInstallation(world, way.settings === undefined ? {} : { settings: way.settings });
          clients = await way.make(world, principal);
          before = await asItIs(own, principal);
          await useWitness(clients);
          await useOtherAi(clients);
          await useTheRest(clients);
        },
      },
      {
        says: 'contained, the same call is refused, and everything else is as before',
        run: async ({ account: { asRoot } }) => {
          contained = await own.contain(principal, witness, way.ask);
          assert.deepEqual([contained.state, contained.outcome], ['CONTAINED', way.outcome], contained.detail);
          assert.notDeepEqual(await asItIs(own, principal), before);
          if (way.keyOff) {
            const { AccessKeyMetadata } = await asRoot.iam.send(
              new ListAccessKeysCommand({ UserName: principal.name }),
            );
            assert.deepEqual(
              AccessKeyMetadata?.map(({ Status }) => Status),
              ['Inactive'],
            );
            await assert.rejects(useWitness(clients), unknownKey);
            return;
          }
          await assert.rejects(useWitness(clients), explicitDeny);
          await useOtherAi(clients);
          await useTheRest(clients);
        },
      },
      {
        says: 'undone, the principal is as it was, field by field, and the call works again',
        run: async () => {
          const undone = await own.undo(contained.id);
          assert.deepEqual([undone.state, undone.outcome], ['UNDONE', 'UNDONE'], undone.detail);
          assert.deepEqual(await asItIs(own, principal), before);
          await useWitness(clients);
          await useOtherAi(clients);
          await useTheRest(clients);
        },
      },
    ],
  };
};
