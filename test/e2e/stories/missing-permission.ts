import assert from 'node:assert/strict';
import { GetRolePolicyCommand, ListRolePoliciesCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { Saga } from '../../../shared/response/saga.ts';
import { explicitDeny, given, useTheRest, useWitness } from '../calls.ts';
import { commandLine } from '../command-line.ts';
import type { Clients } from '../emulated-account.ts';
import { eventually } from '../eventually.ts';
import { type Actor, asItIs, newRole, workedOn } from '../principals.ts';
import { ringfence } from '../ringfence.ts';
import { createRole, grant } from '../roles.ts';
import type { Story } from '../story.ts';
import type { World } from '../world.ts';
import { about } from './containment.ts';

type Statement = { Action: string | readonly string[] } & Readonly<Record<string, unknown>>;

/**
 * Takes one action away from a role of Ringfence, wherever its policies allow it, and nothing else.
 * @returns what gives it back
 */
const takeAway = async ({ iam }: Clients, RoleName: string, action: string): Promise<() => Promise<void>> => {
  const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const giveBack: (() => Promise<unknown>)[] = [];
  for (const PolicyName of PolicyNames) {
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
    const before = decodeURIComponent(PolicyDocument);
    const policy = JSON.parse(before) as { Statement: readonly Statement[] };
    const rest = policy.Statement.map((statement) =>
      statement['Effect'] === 'Allow'
        ? { ...statement, Action: [statement.Action].flat().filter((each) => each !== action) }
        : statement,
    ).filter(({ Action }) => Action.length > 0);
    const after = JSON.stringify({ ...policy, Statement: rest });
    if (after.includes(action) || !before.includes(action)) continue;
    const put = (document: string): Promise<unknown> =>
      iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: document }));
    await put(after);
    giveBack.push(() => put(before));
  }
  assert.ok(giveBack.length > 0, `no policy of ${RoleName} allows ${action} by name`);
  return async () => {
    for (const put of giveBack) await put();
  };
};

/** A role of Ringfence cannot do what it should: the run would be red if a role had one action too few. */
export const cannotWrite = (): Story<World> => {
  const name = 'UncontainedScience';
  let actor: Actor;
  let giveBack = (): Promise<void> => Promise.resolve();
  let refused: Saga;
  return {
    title: 'Ringfence lacks the one permission that contains',
    after: () => giveBack(),
    steps: [
      {
        says: "somebody takes iam:PutRolePermissionsBoundary away from Ringfence's role",
        shows: ['permission-missing'],
        run: async (world) => {
          const { asRoot } = world.account;
          await ringfence(asRoot).setMode('enforce');
          actor = await newRole(world, name);
          giveBack = await takeAway(asRoot, 'ringfence-contain-boundary', 'iam:PutRolePermissionsBoundary');
        },
      },
      {
        says: 'people are told that a role of Ringfence was changed, and by whom',
        shows: ['permission-missing'],
        run: async (world) => {
          await eventually('the change of its own role told', async () => {
            const told = [...(await world.urgent.read()), ...(await world.alerts.read())];
            return told.find((body) => body.includes('changed role/ringfence-contain-boundary by PutRolePolicy'));
          });
        },
      },
      {
        says: 'a role is given what is sensitive: the containment ends as WRITE_DENIED, and people are told that it failed',
        shows: ['permission-missing'],
        run: async (world) => {
          const { asRoot } = world.account;
          await grant(world.people.as('mia'), name, 'ml', given);
          refused = await ringfence(asRoot).saga(
            actor.uniqueId,
            'that is refused',
            ({ outcome }) => outcome === 'WRITE_DENIED',
          );
          assert.match(refused.detail ?? '', /PutRolePermissionsBoundary/);
          await eventually('the failure told', async () => {
            const told = [...(await world.urgent.read()), ...(await world.alerts.read())];
            return told.find((body) => about(name)(body) && body.includes('WRITE_DENIED'));
          });
        },
      },
      {
        says: 'nothing is half done: the role has no boundary and no Deny, and its finding stays open',
        shows: ['permission-missing'],
        run: async (world) => {
          const { permissionsBoundary, inlinePolicies, attachedPolicies } = await asItIs(world, { kind: 'role', name });
          assert.equal(permissionsBoundary.state, 'absent');
          assert.equal(attachedPolicies.state === 'known' ? attachedPolicies.value.length : 0, 0);
          assert.deepEqual(inlinePolicies.state === 'known' ? inlinePolicies.value.map((each) => each.name) : [], [
            'inline:ml',
          ]);
          await useWitness(actor.clients);
          const findings = await ringfence(world.account.asRoot).findingsOf(actor.uniqueId);
          assert.ok(findings.some(({ status, answer }) => answer.answer === 'yes' && status !== 'resolved'));
        },
      },
      {
        says: 'the permission is given back, and the same finding is contained by one command',
        shows: ['permission-missing'],
        run: async (world) => {
          await giveBack();
          const { code, out } = await commandLine(world, world.people.olivia, 'contain', `role/${name}`, '--yes');
          assert.match(out, /^CONTAINED_BOUNDARY/);
          assert.equal(code, 0, out);
          await assert.rejects(useWitness(actor.clients), explicitDeny);
          await useTheRest(actor.clients);
        },
      },
    ],
  };
};

/** What cannot be read is never fine. */
export const cannotRead = (): Story<World> => {
  const name = 'UnreadScience';
  let uniqueId = '';
  let giveBack = (): Promise<void> => Promise.resolve();
  return {
    title: 'Ringfence lacks one permission to read',
    after: () => giveBack(),
    steps: [
      {
        says: 'the evaluating function may not read inline policies any more: a grant is said to be undetermined, with the permission that is missing',
        shows: ['permission-missing'],
        run: async (world) => {
          const { asRoot } = world.account;
          await ringfence(asRoot).setMode('enforce');
          giveBack = await takeAway(asRoot, 'ringfence-evaluate-access-change', 'iam:GetRolePolicy');
          ({ RoleId: uniqueId = '' } = await createRole(asRoot, name));
          await workedOn(world, 'CreateRole', name);
          await grant(world.people.as('mia'), name, 'ml', given);
          await workedOn(world, 'PutRolePolicy', name);
          const alert = await eventually('what could not be judged', async () => {
            const told = [...(await world.urgent.read()), ...(await world.alerts.read())];
            return told.find((body) => about(name)(body) && body.includes('no answer'));
          });
          assert.match(alert, /GetRolePolicy/);
          assert.deepEqual(await ringfence(asRoot).sagasOf(uniqueId), []);
        },
      },
      {
        says: 'the permission is given back, and the next look finds what was granted',
        shows: ['permission-missing'],
        run: async (world) => {
          const { asRoot } = world.account;
          await giveBack();
          await grant(asRoot, name, 'harmless', ['sqs:ListQueues']);
          await workedOn(world, 'PutRolePolicy', name, 2);
          const findings = await ringfence(asRoot).findingsOf(uniqueId);
          assert.ok(findings.some(({ answer }) => answer.answer === 'yes'));
        },
      },
    ],
  };
};
