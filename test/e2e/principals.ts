import { CreateAccessKeyCommand, CreateUserCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { DynamoPrincipalMemory } from '../../shared/adapters/aws/dynamo-principal-memory.ts';
import { IamPrincipalReader } from '../../shared/adapters/aws/iam-principal-reader.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import type { PrincipalRef } from '../../shared/ports/principal-reader.ts';
import { account } from './deploy.ts';
import type { Clients } from './emulated-account.ts';
import { eventually } from './eventually.ts';
import { ringfence, stateTable } from './ringfence.ts';
import { createRole } from './roles.ts';
import { allHeard } from './trail.ts';
import type { World } from './world.ts';

/** Who acts in a story: its unique id, and the clients that act as it. */
export type Actor = { uniqueId: string; clients: Clients };

/** Ringfence has read the principal: what it sees next is a change. */
export const remembered = ({ account: { asRoot } }: World, uniqueId: string): Promise<true> => {
  const memory = new DynamoPrincipalMemory(asRoot.dynamo, stateTable);
  return eventually('first evaluation', async () =>
    (await memory.recall(uniqueId)).found === 'yes' ? true : undefined,
  );
};

/** A role that may do nothing, known to Ringfence, and a session of it. */
export const newRole = async (world: World, name: string): Promise<Actor> => {
  const { RoleId } = await createRole(world.account.asRoot, name);
  await remembered(world, RoleId!);
  return { uniqueId: RoleId!, clients: await world.account.asRole(`arn:aws:iam::${account}:role/${name}`, 'story') };
};

/** A user with an access key that may do nothing, known to Ringfence. */
export const newUser = async (world: World, UserName: string): Promise<Actor> => {
  const { iam } = world.account.asRoot;
  const { User } = await iam.send(new CreateUserCommand({ UserName }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName }));
  await remembered(world, User!.UserId!);
  const clients = world.account.asKey({
    accessKeyId: AccessKey!.AccessKeyId!,
    secretAccessKey: AccessKey!.SecretAccessKey!,
  });
  return { uniqueId: User!.UserId!, clients };
};

/** Every event of this name about the role was worked on: what is done next is another change. */
export const workedOn = (world: World, eventName: string, roleName: string, count = 1): Promise<true> =>
  eventually(`${eventName} of ${roleName} worked on`, async () => {
    const events = await allHeard(world.trail, eventName, roleName);
    const handled = await Promise.all(
      events.map(({ detail }) => ringfence(world.account.asRoot).hasHandled('evaluate-access-change', detail.eventID)),
    );
    return events.length >= count && handled.every(Boolean) ? true : undefined;
  });

/** All that IAM says of a principal. When it was last used moves by itself. */
export const asItIs = async ({ account: { asRoot } }: World, principal: PrincipalRef): Promise<PrincipalFacts> => {
  const read = await new IamPrincipalReader(asRoot.iam).readPrincipal(principal);
  if (read.found !== 'yes') throw new Error(`${principal.name}: ${JSON.stringify(read)}`);
  return { ...read.value, lastUsedAt: { state: 'absent' } };
};

export const allowing = (statement: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Resource: '*', ...statement }] });

/** Policies so long that no further inline policy fits beside them. */
export const fillInline = async ({ iam }: Clients, RoleName: string): Promise<void> => {
  const PolicyDocument = allowing({ Action: 's3:GetObject', Resource: `arn:aws:s3:::${'x'.repeat(9_700)}` });
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'filler', PolicyDocument }));
};
