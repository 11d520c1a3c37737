import path from 'node:path';
import { jest } from '@jest/globals';
import { evaluateGuardrailChange } from '../../functions/evaluate-guardrail-change/evaluate-guardrail-change.ts';
import { aChange } from '../../test/builders/a-change.ts';
import { ringfenceHere } from '../../test/builders/ringfence-here.ts';
import { manualClock } from '../../shared/adapters/local/local-clock.ts';
import { localWorld, type LocalWorld } from '../../shared/adapters/local/local-world.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import type { Restoration } from '../../shared/response/guardrail/restoration.ts';
import { approveRestoration } from '../../shared/response/guardrail/approve-restoration.ts';
import { restore } from '../../shared/response/guardrail/restore.ts';
import { agent, caller, draft, region, versions } from '../../test/builders/a-deletion.ts';
import { defaultSettings, type Mode } from '../../shared/response/settings.ts';

const here = ringfenceHere();
const { ringfence } = here;
const noah = 'arn:aws:iam::111122223333:user/noah';

const inState = async <T>(work: (world: LocalWorld) => Promise<T>): Promise<T> => {
  const clock = manualClock(new Date().toISOString());
  const world = localWorld({ directory: path.join(here.folder(), '.ringfence'), clock, principals: [caller] });
  try {
    return await work(world);
  } finally {
    world.close();
  }
};

/** A local state whose guardrail was deleted; an agent and a policy name it. */
const aDeletionHere = (mode: Mode): Promise<void> =>
  inState(async (world) => {
    await world.settings.write({ ...defaultSettings(defaultCheckSettings), version: 1 });
    await world.modeSwitch.setMode(mode);
    await world.guardrailMemory.remember(draft, '2026-11-21T08:00:00.000Z');
    for (const version of versions) await world.guardrailMemory.rememberVersion(version, '2026-11-21T08:00:00.000Z');
    world.guardrailReferences.set({ ...agent, identifier: draft.arn, version: '3' });
  });

const restorationIn = (out: string): Restoration => (JSON.parse(out) as { restoration: Restoration }).restoration;

describe('ringfence guardrails restore', () => {
  it('plans, is approved, gives the exact text for the rest, and is taken back', async () => {
    await aDeletionHere('approve');
    const planned = await ringfence('guardrails', 'restore', draft.id, '--json');
    expect(planned.code).toBe(3);
    const { id, state } = restorationIn(planned.out);
    expect(state).toBe('WAITING');

    const done = await ringfence('approve', id, '--as', noah);
    expect(done.code).toBe(3);
    expect(done.out).toContain('RESTORE_PARTIAL');
    const [, document = ''] = /guardrails text \S+ ([0-9a-f]{12})/u.exec(done.out) ?? [];
    const text = await ringfence('guardrails', 'text', id, document);
    const { made } = restorationIn((await ringfence('guardrails', 'restorations', id, '--json')).out);
    expect(JSON.parse(text.out)).toMatchObject({
      Statement: [{ Condition: { StringEquals: { 'bedrock:GuardrailIdentifier': `${made?.arn ?? ''}:2` } } }],
    });
    expect((await ringfence('guardrails', 'restorations')).out).toContain(`${id}  PARTIAL`);
    await inState((world) => {
      expect(world.guardrailReferences.get(agent)).toMatchObject({ identifier: made?.arn, version: '2' });
      return Promise.resolve();
    });

    const undone = await ringfence('undo', id, '--as', noah, '--reason', 'not needed');
    expect(undone.out.split('\n')).toEqual([
      `UNDONE: guardrail support-bot (${draft.arn})`,
      expect.stringMatching(/^ {2}gr\w+ is deleted, and whatever Ringfence let name it names what it named before$/u),
      `  ${noah} asked for it: not needed`,
      '',
      `bring it back again: ringfence guardrails restore ${draft.id}`,
    ]);
    expect(undone.code).toBe(0);
    await inState(async (world) => {
      expect(await world.bedrock.guardrails(region)).toEqual({ found: 'yes', value: [] });
      expect(world.guardrailReferences.get(agent)).toMatchObject({ identifier: draft.arn, version: '3' });
    });
  });

  it('lets whoever took it away decide nothing, also where a person asks for it back, and ends what was found', async () => {
    const mallory = 'arn:aws:iam::111122223333:user/mallory';
    await aDeletionHere('observe');
    await inState(async (world) => {
      await evaluateGuardrailChange(world)(
        aChange('bedrock.amazonaws.com:DeleteGuardrail', {
          actor: { type: 'IAMUser', arn: mallory },
          touches: [{ kind: 'guardrail', identifier: draft.id }],
        }),
      );
      await world.modeSwitch.setMode('approve');
      // Nobody's policy names it: then a restoration is whole.
      world.iam.call({ arn: noah }, 'DeleteRolePolicy', { roleName: caller.name, policyName: 'test' });
    });
    const asked = restorationIn((await ringfence('guardrails', 'restore', draft.id, '--as', mallory, '--json')).out);
    expect(asked).toMatchObject({ cause: { actorArn: mallory }, plan: { findingIds: [expect.any(String)] } });
    const refused = await ringfence('approve', asked.id, '--as', mallory);
    expect(refused.code).toBe(3);
    expect(refused.note).toContain('made the change that led to this');
    const done = await ringfence('approve', asked.id, '--as', noah);
    expect(done.out).toContain('GUARDRAIL_RESTORED');
    await inState(async (world) => {
      expect((await world.findings.open()).filter(({ checkId }) => checkId === 'RF.GUARD.1')).toEqual([]);
    });
    expect((await ringfence('undo', asked.id, '--as', mallory, '--reason', 'mine')).note).toContain(
      'APPROVAL_REJECTED',
    );
  });

  it('says after an approval what is new, what is left, a line each, and how it is taken back', async () => {
    await aDeletionHere('approve');
    const { id } = restorationIn((await ringfence('guardrails', 'restore', draft.id, '--json')).out);
    await inState((world) => {
      // An agent that Ringfence may not write any more, and a role that names the old one in a policy.
      world.guardrailReferences.set({ ...agent, identifier: draft.arn, version: '2' });
      return Promise.resolve();
    });
    const { out, code } = await ringfence('approve', id, '--as', noah);
    const { made, byHand } = restorationIn((await ringfence('guardrails', 'restorations', id, '--json')).out);
    expect(code).toBe(3);
    expect(out.split('\n')).toEqual([
      `restored: ${made?.id ?? ''}`,
      `guardrail support-bot in us-east-1, which was ${draft.id}`,
      made?.arn,
      '',
      'Versions',
      '  1 is now 1',
      '  3 is now 2',
      '',
      'RESTORE_PARTIAL: 2 things are left',
      `  - agent ${agent.by}: somebody has let it name`,
      `    ${draft.arn}, version 2: it is left as it is`,
      `  - inline:test of ${caller.arn} still names the old one`,
      `    the text to paste: ringfence guardrails text ${id} ${byHand[0]?.document?.slice(0, 12) ?? ''}`,
      '',
      `take it back: ringfence undo ${id} --reason "..."`,
    ]);
  });

  it('goes on with what was begun here and left', async () => {
    await aDeletionHere('approve');
    const { id } = restorationIn((await ringfence('guardrails', 'restore', draft.id, '--json')).out);
    await inState(async (world) => {
      const read = await world.restorations.get(id);
      if (read.found !== 'yes') throw new Error('it is not there');
      await approveRestoration(world)({ id, planHash: read.value.plan.planHash, approver: noah });
      const guardrailWriter = { ...world.guardrailWriter, create: () => Promise.reject(new Error('it died')) };
      await expect(restore({ ...world, guardrailWriter })(id)).rejects.toThrow('it died');
      await world.restorations.releaseLease(draft.arn, 'nobody');
    });
    const left = await ringfence('guardrails', 'restorations', id);
    expect(left.out).toContain('INTENT: guardrail support-bot');
    expect(left.out).toContain(`go on with it: ringfence guardrails restore ${draft.id}`);
    jest.useFakeTimers({ now: Date.now() + 10 * 60_000, doNotFake: ['setTimeout', 'setImmediate', 'nextTick'] });
    try {
      expect((await ringfence('guardrails', 'restore', draft.id)).out).toContain('restored: gr');
    } finally {
      jest.useRealTimers();
    }
  });

  it('shows the plan, and writes nothing, in mode observe', async () => {
    await aDeletionHere('observe');
    const { out, code } = await ringfence('guardrails', 'restore', draft.arn);
    expect(code).toBe(3);
    for (const said of [
      'MODE_OBSERVE',
      'CreateGuardrail support-bot',
      'CreateGuardrailVersion 2, which was 3',
      agent.by,
      'inline:test',
    ]) {
      expect(out).toContain(said);
    }
    await inState(async (world) => {
      expect(await world.bedrock.guardrails(region)).toEqual({ found: 'yes', value: [] });
    });
  });

  it('takes a no, with its reason', async () => {
    await aDeletionHere('approve');
    const { id } = restorationIn((await ringfence('guardrails', 'restore', draft.id, '--json')).out);
    const { out, code } = await ringfence('approve', id, '--as', noah, '--reject', 'replaced by another');
    expect(out).toContain('APPROVAL_REJECTED');
    expect(code).toBe(3);
    expect((await ringfence('approve', id, '--as', noah)).note).toContain('does not wait');
  });

  it.each([
    [['guardrails', 'restore', 'grnever'], 3, 'NO_SNAPSHOT'],
    [['guardrails', 'restorations', 'r-none'], 2, 'there is no restoration r-none'],
    [['guardrails', 'text', 'r-none', 'abc'], 2, 'there is no restoration r-none'],
    [['approve', 'r-none'], 2, 'there is no restoration r-none'],
    [['undo', 'r-none', '--reason', 'why'], 3, 'no restoration r-none'],
  ])('says what is wrong with %j', async (argv, code, said) => {
    await aDeletionHere('approve');
    const answer = await ringfence(...argv);
    expect(answer.code).toBe(code);
    expect(`${answer.out}${answer.note}`).toContain(said);
  });
});
