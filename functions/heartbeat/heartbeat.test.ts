import { aChange } from '../../test/builders/a-change.ts';
import { aWorld } from '../../test/builders/a-world.ts';
import { inputFacts } from '../../shared/runtime/evaluation/input-facts.ts';
import { accessFigures, evaluateAccessChange } from '../evaluate-access-change/evaluate-access-change.ts';
import { evaluateGuardrailChange, guardrailFigures } from '../evaluate-guardrail-change/evaluate-guardrail-change.ts';
import { heartbeat, heartbeatFigures } from './heartbeat.ts';

const role = 'arn:aws:iam::111122223333:role/ringfence/ringfence-heartbeat';
const refused = { result: 'failed', code: 'AccessDenied', refused: true } as const;
const ofBeat = { actor: { type: 'AssumedRole', issuerArn: role }, outcome: refused };
const hour = 3_600_000;
const regions = { identity: { watchedRegions: ['us-east-1', 'eu-west-1'] } };
const beatAt = (at: string) => aChange('iam.amazonaws.com:TagRole', { ...ofBeat, occurredAt: at });

describe('the heartbeat', () => {
  it('makes a call in every watched Region, and remembers since when', async () => {
    const world = await aWorld(regions);
    const result = await heartbeat(world)();
    expect(world.pulse.beats).toEqual(['us-east-1', 'eu-west-1']);
    expect(heartbeatFigures(result)).toEqual({ HeartbeatsSent: 2 });
    const since = world.clock.now();
    await world.clock.sleep(hour);
    await heartbeat(world)();
    expect(await world.inputLog.recall('111122223333', 'eu-west-1')).toMatchObject({ value: { beatingSince: since } });
  });

  it('beats at home where only other Regions are watched: the events of IAM come from there', async () => {
    const world = await aWorld({ identity: { watchedRegions: ['eu-west-1'] } });
    await heartbeat(world)();
    expect(world.pulse.beats).toEqual(['us-east-1', 'eu-west-1']);
    expect(await inputFacts(world)).toMatchObject({ state: 'unknown', why: expect.stringContaining('us-east-1') });
  });

  it('tries every Region, and then fails by the name of those where no call was made', async () => {
    const world = await aWorld(regions);
    const tried: string[] = [];
    const pulse = {
      beat: (region: string) => {
        tried.push(region);
        return region === 'us-east-1' ? Promise.reject(new Error('no answer')) : Promise.resolve();
      },
    };
    await expect(heartbeat({ ...world, pulse })()).rejects.toMatchObject({
      name: 'HeartbeatMissed',
      message: 'us-east-1: no answer',
    });
    expect(tried).toEqual(['us-east-1', 'eu-west-1']);
  });

  it('is heard by the functions that hear its calls, which judge nothing and count it', async () => {
    const world = await aWorld(regions);
    await heartbeat(world)();
    const access = await evaluateAccessChange(world)(beatAt('2026-11-21T21:02:00.000Z'));
    expect(accessFigures(access)).toEqual({ HeartbeatsHeard: 1 });
    const guardrail = await evaluateGuardrailChange(world)(
      aChange('bedrock.amazonaws.com:DeleteGuardrail', { ...ofBeat, region: 'eu-west-1' }),
    );
    expect(guardrailFigures(guardrail)).toEqual({ HeartbeatsHeard: 1 });
    expect(await world.findings.open()).toEqual([]);
    expect(await inputFacts(world)).toEqual({
      state: 'known',
      value: [
        {
          accountId: '111122223333',
          region: 'us-east-1',
          silentAfter: 180,
          unannounced: [],
          lastHeardAt: '2026-11-21T21:02:00.000Z',
        },
        expect.objectContaining({ region: 'eu-west-1', lastHeardAt: '2026-11-21T21:00:00.000Z' }),
      ],
    });
  });

  it('that comes late does not make the last one older', async () => {
    const world = await aWorld();
    for (const at of ['2026-11-21T21:02:00.000Z', '2026-11-21T20:02:00.000Z'])
      await evaluateAccessChange(world)(beatAt(at));
    expect(await inputFacts(world)).toMatchObject({ value: [{ lastHeardAt: '2026-11-21T21:02:00.000Z' }] });
  });

  it.each([
    [
      'of somebody else',
      { ...ofBeat, actor: { type: 'AssumedRole', issuerArn: 'arn:aws:iam::111122223333:role/app' } },
    ],
    [
      'of a role of that name that is not of Ringfence',
      { ...ofBeat, actor: { type: 'AssumedRole', issuerArn: 'arn:aws:iam::111122223333:role/x/ringfence-heartbeat' } },
    ],
    ['that succeeded', { ...ofBeat, outcome: { result: 'succeeded' } as const }],
  ])('is no call %s', async (_, shown) => {
    const world = await aWorld();
    const touches = [{ kind: 'role', name: 'app' }] as const;
    await evaluateAccessChange(world)(aChange('iam.amazonaws.com:TagRole', { touches, ...shown }));
    expect(await world.inputLog.recall('111122223333', 'us-east-1')).toEqual({ found: 'no' });
  });
});

describe('when each Region was last heard', () => {
  it('is not known before a heartbeat was sent, nor before the first had time to come back; then silence is a fact', async () => {
    const world = await aWorld();
    expect(await inputFacts(world)).toEqual({ state: 'unknown', why: 'no heartbeat was sent in us-east-1 yet' });
    await heartbeat(world)();
    expect(await inputFacts(world)).toEqual({
      state: 'unknown',
      why: 'the first heartbeat of us-east-1 has not come back yet',
    });
    await world.clock.sleep(3 * hour + 60_000);
    expect(await inputFacts(world)).toEqual({
      state: 'known',
      value: [{ accountId: '111122223333', region: 'us-east-1', silentAfter: 180, unannounced: [] }],
    });
  });

  it('is known of some Regions and said to be unknown of others', async () => {
    const world = await aWorld(regions);
    await evaluateAccessChange(world)(beatAt('2026-11-21T21:00:00.000Z'));
    expect(await inputFacts(world)).toMatchObject({
      value: [{ region: 'us-east-1' }],
      unread: 'no heartbeat was sent in eu-west-1 yet',
    });
  });
});
