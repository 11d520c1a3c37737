import assert from 'node:assert/strict';
import { explicitDeny, given, useTheRest, useWitness } from '../calls.ts';
import { commandLine } from '../command-line.ts';
import { account } from '../deploy.ts';
import { eventually } from '../eventually.ts';
import { type Actor, newRole, workedOn } from '../principals.ts';
import { ringfence } from '../ringfence.ts';
import { boundaryOf, grant } from '../roles.ts';
import type { Story } from '../story.ts';
import type { World } from '../world.ts';
import { about } from './containment.ts';

/** Nothing is written before a person has said so, and it is not the one who made the change. */
export const approval = (): Story<World> => {
  const name = 'ApprovedScience';
  let actor: Actor;
  let waiting = '';
  return {
    title: 'Approve: a person decides about a containment',
    steps: [
      {
        says: 'a role is given what is sensitive: the alert names the plan that waits, and the role keeps what it was given',
        shows: ['approve'],
        run: async (world) => {
          const { asRoot } = world.account;
          await ringfence(asRoot).setMode('approve');
          actor = await newRole(world, name);
          await grant(world.people.as('peggy'), name, 'ml', given);
          ({ id: waiting } = await ringfence(asRoot).saga(
            actor.uniqueId,
            'that waits',
            ({ state }) => state === 'WAITING',
          ));
          await eventually('alert that names the plan', async () => {
            const told = [...(await world.urgent.read()), ...(await world.alerts.read())];
            return told.find((body) => body.includes(waiting));
          });
          assert.equal(await boundaryOf(asRoot, name), undefined);
          await useWitness(actor.clients);
        },
      },
      {
        says: 'whoever gave it may not approve',
        shows: ['approve'],
        run: async (world) => {
          const { code, out } = await commandLine(world, world.people.keysOf('peggy'), 'approve', waiting);
          assert.equal(code, 3, out);
          assert.match(out, /made the change that led to this and cannot approve/);
          assert.equal(await boundaryOf(world.account.asRoot, name), undefined);
        },
      },
      {
        says: 'somebody else approves from the command line: the call is refused, everything else is as before',
        shows: ['approve'],
        run: async (world) => {
          const { code, out } = await commandLine(world, world.people.olivia, 'approve', waiting);
          assert.equal(code, 0, out);
          assert.match(out, /^CONTAINED_BOUNDARY/);
          await assert.rejects(useWitness(actor.clients), explicitDeny);
          await useTheRest(actor.clients);
        },
      },
      {
        says: 'and takes it back with one command',
        shows: ['undone'],
        run: async (world) => {
          const reason = ['--reason', 'it was agreed after all'];
          const { code, out } = await commandLine(world, world.people.olivia, 'undo', waiting, ...reason);
          assert.equal(code, 0, out);
          assert.equal(await boundaryOf(world.account.asRoot, name), undefined);
          await useWitness(actor.clients);
        },
      },
    ],
  };
};

/** What the owners agreed on is told and left alone, for one principal and until a date. */
export const exemption = (): Story<World> => {
  const name = 'AgreedScience';
  let actor: Actor;
  return {
    title: 'An exempted role',
    steps: [
      {
        says: 'a role is exempted from the command line, with a reason, a ticket, an end and a second person',
        shows: ['exempted'],
        run: async (world) => {
          await ringfence(world.account.asRoot).setMode('enforce');
          actor = await newRole(world, name);
          const agreed = [
            '--owner',
            'team science',
            '--reason',
            'the migration',
            '--ticket',
            'SEC-7',
            '--expires',
            '7d',
          ];
          const approver = ['--approver', `arn:aws:iam::${account}:user/erin`];
          const { code, out } = await commandLine(
            world,
            world.people.olivia,
            ...['exempt', `role/${name}`, '--check', 'SENSITIVE', ...agreed, ...approver],
          );
          assert.equal(code, 0, out);
        },
      },
      {
        says: 'it is given what is sensitive: the finding names the exemption, nobody is alerted, and it goes on working',
        shows: ['exempted'],
        run: async (world) => {
          const { asRoot } = world.account;
          await grant(world.people.as('mia'), name, 'ml', given);
          await workedOn(world, 'PutRolePolicy', name);
          const found = (await ringfence(asRoot).findingsOf(actor.uniqueId)).filter(
            ({ answer }) => answer.answer === 'yes',
          );
          assert.ok(found.length > 0);
          for (const { status, statusReason } of found) {
            assert.equal(status, 'suppressed');
            assert.match(statusReason ?? '', /^exemption x-/);
          }
          assert.ok(!(await world.urgent.read()).some(about(name)));
          assert.deepEqual(await ringfence(asRoot).sagasOf(actor.uniqueId), []);
          await useWitness(actor.clients);
        },
      },
      {
        says: 'nor is it contained when somebody asks for that by hand: the refusal names the exemption',
        shows: ['exempted'],
        run: async (world) => {
          const { code, out } = await commandLine(world, world.people.olivia, 'contain', `role/${name}`, '--yes');
          assert.match(out, /^EXEMPT: .*is exempt until/);
          assert.equal(code, 3, out);
          assert.equal(await boundaryOf(world.account.asRoot, name), undefined);
          await useWitness(actor.clients);
        },
      },
    ],
  };
};
