import {
  aDeletion,
  approved,
  asked,
  draft,
  olga,
  portsOf,
  proposed,
  region,
  storedRestoration,
} from '../../../test/builders/a-deletion.ts';
import { aGuardrail } from '../../../test/builders/a-guardrail.ts';
import type { TestWorld } from '../../../test/builders/a-world.ts';
import { diffGuardrails } from '../../facts/guardrail/diff-guardrails.ts';
import { nextRecord } from '../../facts/guardrail/guardrail-record.ts';
import { tagsOf, type Tag } from '../../facts/guardrail/tags-of-guardrail.ts';
import { proposeRestoration } from './propose-restoration.ts';
import { recheckRestoration } from './recheck-restoration.ts';
import { undoRestoration } from './undo-restoration.ts';

const team: Tag = { key: 'team', value: 'blue' };
const stage: Tag = { key: 'stage', value: 'live' };
const stack: Tag = { key: 'aws:cloudformation:stack-name', value: 'bots' };
const tagged = (tags: readonly Tag[] | undefined) => ({ ...draft, content: { ...draft.content, tags } });

const deletedWith = async (tags: readonly Tag[] | undefined) => {
  const world = await aDeletion();
  await world.guardrailMemory.remember(tagged(tags), '2026-11-21T08:00:00.000Z');
  return world;
};
const tagsNow = async (world: TestWorld, id = '') => {
  const read = await world.bedrock.guardrail(region, id);
  return read.found === 'yes' ? tagsOf(read.value.content) : undefined;
};

describe('the tags of a guardrail', () => {
  it('come back with it, beside the one of the restoration, and the undo finds it by that one', async () => {
    const world = await deletedWith([stack, stage, team, { key: 'ringfence-restoration', value: 'r-earlier' }]);
    const waiting = await proposed(world);
    expect(waiting.plan.comesWith).toEqual([
      'the tags stage, team',
      'not the tags aws:cloudformation:stack-name: AWS alone sets them',
    ]);
    const done = await approved(world, waiting);
    expect(done.state).toBe('RESTORED');
    expect(await tagsNow(world, done.made?.id)).toEqual([
      { key: 'ringfence-restoration', value: done.id },
      stage,
      team,
    ]);
    const undone = await undoRestoration(portsOf(world))({ id: done.id, requestedBy: olga, reason: 'not needed' });
    expect(undone).toMatchObject({ ran: true, restoration: { state: 'UNDONE' } });
    expect(await world.bedrock.guardrails(region)).toEqual({ found: 'yes', value: [] });
  });

  it('are part of what is approved: others are another plan', async () => {
    const [one, other] = [await proposed(await deletedWith([team])), await proposed(await deletedWith([stage]))];
    expect(one.plan.planHash).not.toBe(other.plan.planHash);
  });

  it.each([
    ['known to be none', [], undefined],
    ['not known', undefined, ['not its tags: they are not known (allow bedrock:ListTagsForResource)']],
  ])('that are %s are no tag that is set', async (_, tags, said) => {
    const world = await deletedWith(tags);
    const waiting = await proposed(world);
    expect(waiting.plan.comesWith).toEqual(said ?? []);
    const done = await approved(world, waiting);
    expect(await tagsNow(world, done.made?.id)).toEqual([{ key: 'ringfence-restoration', value: done.id }]);
  });

  it('are the last ones, also where it had been weakened before it was deleted', async () => {
    const world = await aDeletion();
    const weaker = { ...tagged([team]), content: { ...draft.content, tags: [team], wordPolicy: undefined } };
    const before = { facts: tagged([stage]), asOf: '2026-11-21T08:00:00.000Z' };
    await world.guardrailMemory.remember(weaker, '2026-11-21T09:00:00.000Z', before);
    const { plan } = await proposed(world);
    expect(plan.comesWith).toEqual(['the tags team']);
    expect(plan.lost).toHaveLength(1);
  });

  it('leave the restoration partial while one that was set is not there any more, and whole when it is back', async () => {
    const world = await deletedWith([team]);
    const { create } = world.guardrailWriter;
    world.guardrailWriter.create = ({ tags: _, ...input }) => create(input);
    const done = await approved(world, await proposed(world));
    expect(done).toMatchObject({ state: 'PARTIAL' });
    expect(done.open).toEqual([{ what: `${done.made?.id ?? ''} does not have the tag team of the old one` }]);
    world.bedrock.changeGuardrail(region, done.made?.id ?? '', { tags: [team] });
    await recheckRestoration(portsOf(world))(done.id);
    expect(await storedRestoration(world, done.id)).toMatchObject({ state: 'RESTORED' });
  });

  it('are listed where they differ, and weaken nothing', async () => {
    const diff = diffGuardrails(tagged([stage, team]).content, tagged([{ ...team, value: 'red' }, stack]).content);
    expect(diff).toMatchObject({
      verdict: 'same',
      changes: [
        {
          path: 'tags',
          verdict: 'same',
          sentence: 'The tags changed: stage was taken away, team changed, aws:cloudformation:stack-name was set.',
        },
      ],
    });
    expect(diff.changes[0]?.sentence).not.toMatch(/red|blue|bots/u);
    const world = await deletedWith([team]);
    world.bedrock.setGuardrail(tagged([stage]));
    expect(await proposeRestoration(portsOf(world))(asked)).toMatchObject({ outcome: 'ALREADY_SAFE' });
  });

  it('that could not be read this time are remembered as they were', () => {
    const record = { facts: tagged([team]), asOf: '2026-11-21T08:00:00.000Z' };
    const later = '2026-11-21T09:00:00.000Z';
    expect(nextRecord(record, aGuardrail(draft.content), later).facts.content['tags']).toEqual([team]);
    expect(nextRecord(record, tagged([]), later).facts.content['tags']).toEqual([]);
  });
});

describe('where a guardrail is evaluated', () => {
  const profile = (id: string) => ({
    crossRegionDetails: {
      guardrailProfileId: id,
      guardrailProfileArn: `arn:aws:bedrock:us-east-1:111122223333:guardrail-profile/${id}`,
    },
  });

  it('is said of a plan that makes it again, and comes back with it', async () => {
    const world = await aDeletion();
    const facts = { ...tagged([]), content: { ...tagged([]).content, ...profile('us.guardrail.v1:0') } };
    await world.guardrailMemory.remember(facts, '2026-11-21T08:00:00.000Z');
    const waiting = await proposed(world);
    expect(waiting.plan.comesWith).toEqual(['the cross-Region profile us.guardrail.v1:0, in DRAFT']);
    const { made } = await approved(world, waiting);
    expect(await world.bedrock.guardrail(region, made?.id ?? '')).toMatchObject({
      value: {
        content: {
          crossRegionDetails: {
            guardrailProfileArn: profile('us.guardrail.v1:0').crossRegionDetails.guardrailProfileArn,
          },
        },
      },
    });
  });
});
