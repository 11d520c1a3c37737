import path from 'node:path';
import { localWorld } from '../../shared/adapters/local/local-world.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import { defaultSettings } from '../../shared/response/settings.ts';
import { known, unknown } from '../../shared/facts/known.ts';
import type { PrincipalFacts } from '../../shared/facts/principal-facts.ts';
import { aPolicy, aRole, aUser } from '../../test/builders/a-principal.ts';
import { aSaga } from '../../test/builders/a-saga.ts';
import { ringfenceHere } from '../../test/builders/ringfence-here.ts';

const here = ringfenceHere();
const account = '111122223333';
const role = aRole({ allows: ['bedrock:InvokeModel', 's3:GetObject'] });
const safe = aRole({ name: 'reader', allows: ['s3:GetObject'] });
const linked = aRole({
  arn: `arn:aws:iam::${account}:role/aws-service-role/lexv2.amazonaws.com/AWSServiceRoleForLexV2`,
  name: 'AWSServiceRoleForLexV2',
  path: '/aws-service-role/lexv2.amazonaws.com/',
  uniqueId: 'AROALINKED',
});
/** State whose reads agree at once: the wait between them is tried where a clock can be advanced. */
const state = async (principals: readonly PrincipalFacts[] = [role, safe, linked]) => {
  const world = localWorld({ directory: path.join(here.folder(), '.ringfence'), principals });
  await world.settings.write({ ...defaultSettings(defaultCheckSettings), version: 1, agreeAfter: 1 });
  return world;
};
const withState = async (principals?: readonly PrincipalFacts[]): Promise<void> => (await state(principals)).close();

/** State in which one containment waits for a person. */
const waiting = async (): Promise<string> => {
  const world = await state();
  const deadline = new Date(Date.parse(world.clock.now()) + 3_600_000).toISOString();
  const saga = aSaga({ state: 'WAITING', outcome: 'AWAITING_APPROVAL', mode: 'approve', deadline, fence: 0 });
  const { uniqueId } = saga.plan.subject;
  const { fence } = (await world.sagas.takeLease(uniqueId, 'test', 60_000))!;
  await world.sagas.advance({ saga: { ...saga, fence }, entries: [], notices: [] });
  await world.sagas.releaseLease(uniqueId, 'test');
  world.close();
  return saga.id;
};

describe('ringfence contain, on the local state', () => {
  it('names the command that applies the very plan that is shown, with its level', async () => {
    await withState();
    const { code, note } = await here.ringfence('contain', role.arn, '--level', 'quarantine', '--revoke-sessions');
    expect(code).toBe(0);
    expect(note).toContain(`apply it: ringfence contain ${role.arn} --level quarantine --revoke-sessions --yes`);
  });

  it('ends as incomplete where nothing is planned and something is open, as it does with an account file', async () => {
    await withState();
    const argv = ['contain', linked.arn, '--level', 'quarantine'];
    const shown = await here.ringfence(...argv);
    expect([shown.code, shown.out]).toEqual([3, expect.stringContaining('ROUTE_SERVICE_LINKED')]);
    const asked = await here.ringfence(...argv, '--yes', '--json');
    expect(asked.code).toBe(3);
    expect(JSON.parse(asked.out)).toMatchObject({
      outcome: 'ROUTE_SERVICE_LINKED',
      mechanism: null,
      documents: {},
      questions: [],
      stops: [],
      undo: [],
    });
  });

  it('ends clean where nothing is open, with --yes too', async () => {
    await withState();
    for (const more of [[], ['--yes']]) {
      const { code, out } = await here.ringfence('contain', safe.arn, ...more);
      expect([code, out]).toEqual([0, expect.stringContaining('ALREADY_SAFE')]);
    }
  });

  it('takes no settings file beside the settings that the state has', async () => {
    await withState();
    const { code, note } = await here.ringfence('contain', role.arn, '--settings', 'settings.json');
    expect([code, note]).toEqual([2, expect.stringContaining('are for --account')]);
  });
});

describe('ringfence contain, of a principal that no finding is on record of', () => {
  const fresh = aRole({ name: 'fresh', allows: ['bedrock:DeleteGuardrail', 's3:GetObject'] });

  it('asks the checks about it as it is now: it is not called safe because nobody looked', async () => {
    await withState([fresh]);
    const { code, out } = await here.ringfence('contain', 'role/fresh', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'CONTAINED_BOUNDARY', questions: expect.any(Array) });
    expect(out).toContain('bedrock:DeleteGuardrail');
  });

  it('takes the same plan through the gate with --yes', async () => {
    const world = await state([fresh]);
    await world.modeSwitch.setMode('approve');
    world.close();
    const { code, out } = await here.ringfence(
      'contain',
      'role/fresh',
      '--yes',
      '--as',
      `arn:aws:iam::${account}:user/olga`,
    );
    expect([code, out]).toEqual([3, expect.stringContaining('AWAITING_APPROVAL')]);
  });

  it.each([[[]], [['--yes']]])('says that it is not known where a question has no answer, %j', async (more) => {
    const half = { ...safe, attachedPolicies: unknown('attached policies could not be read: allow iam:GetPolicy') };
    await withState([half]);
    const { code, out } = await here.ringfence('contain', 'role/reader', '--json', ...more);
    expect(code).toBe(3);
    expect(JSON.parse(out)).toMatchObject({ outcome: 'UNKNOWN_ANSWER' });
  });
});

describe('ringfence contain, of a group on the local state', () => {
  const ml = {
    name: 'ml',
    arn: `arn:aws:iam::${account}:group/ml`,
    inlinePolicies: known([
      { ...aPolicy({ Effect: 'Allow', Action: 'bedrock:DeleteGuardrail', Resource: '*' }), name: 'inline:ml' },
    ]),
    attachedPolicies: known([]),
  };
  const member = (name: string, groups = [ml]) =>
    aUser({
      name,
      arn: `arn:aws:iam::${account}:user/${name}`,
      uniqueId: `AIDA${name.toUpperCase()}`,
      groups: known(groups),
    });
  const people = [member('dana'), member('eve'), member('finn', [])];

  it('plans for each member, and says at the top what all of it is', async () => {
    await withState(people);
    const { code, out } = await here.ringfence('contain', 'group/ml', '--json');
    expect(code).toBe(0);
    const made = JSON.parse(out) as { members: { arn: string }[]; undo: { parameters: Record<string, string> }[] };
    expect(made).toMatchObject({
      schemaVersion: '1',
      group: 'ml',
      outcome: 'CONTAINED_BOUNDARY',
      level: 'surgical',
      mechanism: 'boundary',
      documents: {},
      questions: expect.arrayContaining([
        expect.objectContaining({ arn: `arn:aws:iam::${account}:user/dana`, before: 'yes', after: 'no' }),
        expect.objectContaining({ arn: `arn:aws:iam::${account}:user/eve` }),
      ]) as unknown,
      stops: expect.any(Array) as unknown,
    });
    expect(made.members.map(({ arn }) => arn.split('/').at(-1))).toEqual(['dana', 'eve']);
    // The last member first, as one undoes it.
    expect(made.undo.map(({ parameters }) => Object.values(parameters)[0])).toEqual(
      expect.arrayContaining(['dana', 'eve']),
    );
  });

  it('names no outcome at the top where the members end differently', async () => {
    const bounded = {
      ...member('eve'),
      permissionsBoundary: known(
        aPolicy({ Effect: 'Allow', Action: '*', Resource: '*' }, { arn: `arn:aws:iam::${account}:policy/team` }),
      ),
    };
    await withState([member('dana'), bounded]);
    const { out } = await here.ringfence('contain', 'group/ml', '--json');
    expect(JSON.parse(out)).toMatchObject({ outcome: null, mechanism: null });
  });

  it('applies each by itself, through the gate', async () => {
    const world = await state(people);
    await world.modeSwitch.setMode('approve');
    world.close();
    const { code, out } = await here.ringfence(
      'contain',
      'group/ml',
      '--yes',
      '--as',
      `arn:aws:iam::${account}:user/olga`,
    );
    expect(code).toBe(3);
    expect(out.match(/AWAITING_APPROVAL/gu)).toHaveLength(2);
  });

  it('has the promised keys at the top once it is applied too', async () => {
    await withState(people);
    const olga = `arn:aws:iam::${account}:user/olga`;
    const { out } = await here.ringfence('contain', 'group/ml', '--yes', '--json', '--as', olga);
    expect(JSON.parse(out)).toMatchObject({
      schemaVersion: '1',
      group: 'ml',
      outcome: 'MODE_OBSERVE',
      level: 'surgical',
      mechanism: 'boundary',
      documents: {},
      questions: expect.arrayContaining([expect.objectContaining({ before: 'yes', after: 'no' })]) as unknown,
      stops: expect.any(Array) as unknown,
      undo: expect.arrayContaining([expect.objectContaining({ service: 'iam' })]) as unknown,
      members: [{ saga: { state: 'REFUSED' } }, { saga: { state: 'REFUSED' } }],
    });
  });

  it('quotes what a shell would take apart', async () => {
    await withState(people);
    const { out } = await here.ringfence('contain', 'user/dana');
    expect(out).toMatch(/--description 'Ringfence containment c-[a-z0-9]+'/u);
  });

  it('says that there is no such group', async () => {
    await withState(people);
    const { code, note } = await here.ringfence('contain', 'group/none');
    expect([code, note]).toEqual([2, expect.stringMatching(/holds no group none|group none has no members/u)]);
  });
});

describe('ringfence approve', () => {
  it('ends as incomplete where the approved plan contains nothing', async () => {
    const id = await waiting();
    const { code, out } = await here.ringfence('approve', id, '--as', `arn:aws:iam::${account}:user/olga`);
    expect(code).toBe(3);
    expect(out).not.toContain('CONTAINED');
  });

  it('takes no rejection without a reason, and leaves the plan waiting', async () => {
    const id = await waiting();
    const empty = await here.ringfence('approve', id, '--reject', ' ');
    expect([empty.code, empty.note]).toEqual([2, expect.stringContaining('saying no takes a reason')]);
    const rejected = await here.ringfence('approve', id, '--reject', 'not this week');
    expect([rejected.code, rejected.out]).toEqual([0, expect.stringContaining('APPROVAL_REJECTED')]);
  });
});

describe('ringfence undo', () => {
  it('does not say of a principal that it is as it was where nothing was taken back', async () => {
    const boundary = aPolicy(
      { Effect: 'Allow', Action: '*', Resource: '*' },
      { arn: `arn:aws:iam::${account}:policy/x` },
    );
    const world = await state([{ ...role, permissionsBoundary: known(boundary) }]);
    const saga = aSaga({ state: 'CONTAINED', outcome: 'CONTAINED_BOUNDARY', fence: 0 });
    const { uniqueId } = saga.plan.subject;
    const { fence } = (await world.sagas.takeLease(uniqueId, 'test', 60_000))!;
    await world.sagas.advance({ saga: { ...saga, fence }, entries: [], notices: [] });
    await world.sagas.releaseLease(uniqueId, 'test');
    world.close();
    const olga = `arn:aws:iam::${account}:user/olga`;
    const { code, out } = await here.ringfence('undo', saga.id, '--reason', 'agreed', '--as', olga);
    expect([code, out]).toEqual([3, expect.stringMatching(/^UNDO_CONFLICT: Nothing was taken back: /u)]);
    expect(out).not.toMatch(/as it was before|not silenced/u);
  });

  it.each([['c-1'], ['--all']])('of %s takes a reason that says something', async (what) => {
    const { code, note } = await here.ringfence('undo', what, '--reason', ' ');
    expect([code, note]).toEqual([2, expect.stringContaining('--reason says nothing')]);
  });

  it('asks no function for a reason that it would not take', async () => {
    const { code, note } = await here.ringfence('undo', 'c-1', '--reason', 'no', '--stack', 'Ringfence');
    expect([code, note]).toEqual([2, expect.stringContaining('--reason takes 3 characters or more')]);
  });

  describe('--all', () => {
    const olga = `arn:aws:iam::${account}:user/olga`;
    const noah = `arn:aws:iam::${account}:user/noah`;

    /** Two roles that are contained, by approval. */
    const twoContained = async (): Promise<readonly string[]> => {
      const other = aRole({
        arn: `arn:aws:iam::${account}:role/other`,
        name: 'other',
        uniqueId: 'AROAOTHER',
        allows: ['bedrock:InvokeModel'],
      });
      const world = await state([role, other]);
      await world.modeSwitch.setMode('approve');
      world.close();
      const ids: string[] = [];
      for (const { arn } of [role, other]) {
        const { out } = await here.ringfence('contain', arn, '--level', 'surgical', '--yes', '--as', olga);
        const [id = 'none'] = /c-[a-z0-9]+/u.exec(out) ?? [];
        const approved = await here.ringfence('approve', id, '--as', noah);
        expect([approved.code, approved.out]).toEqual([0, expect.stringContaining('CONTAINED_BOUNDARY')]);
        ids.push(id);
      }
      return ids;
    };

    it('takes every containment back, the newest first, and says that the mode contains what is found again', async () => {
      const ids = await twoContained();
      const { code, out, note } = await here.ringfence('undo', '--all', '--reason', 'a bad day', '--as', noah);
      expect([code, out]).toEqual([
        0,
        `UNDONE: ${ids[1]} arn:aws:iam::${account}:role/other\nUNDONE: ${ids[0]} ${role.arn}\n2 of 2 are as they were before.`,
      ]);
      expect(note).toContain('the mode is approve');
      const again = await here.ringfence('undo', '--all', '--reason', 'a bad day', '--as', noah);
      expect([again.code, again.out]).toEqual([0, 'Nothing is contained.']);
    });

    it('keeps on where one is refused, and ends as incomplete', async () => {
      const ids = await twoContained();
      const other = `arn:aws:iam::${account}:role/other`;
      const { code, out } = await here.ringfence('undo', '--all', '--reason', 'mine', '--json', '--as', other);
      expect(code).toBe(3);
      expect(JSON.parse(out)).toMatchObject({
        schemaVersion: '1',
        undone: 1,
        of: 2,
        containments: [
          { id: ids[1], arn: other, state: 'CONTAINED' },
          { id: ids[0], arn: role.arn, state: 'UNDONE' },
        ],
      });
    });

    it.each([[['undo', '--reason', 'x']], [['undo', 'c-1', '--all', '--reason', 'x']]])(
      'takes either one containment or all, %j',
      async (argv) => {
        await withState();
        const { code, note } = await here.ringfence(...argv);
        expect([code, note]).toEqual([2, expect.stringContaining('undo takes the id of one containment, or --all')]);
      },
    );
  });
});
