import { aDeletion, approved, draft, portsOf, proposed, region } from '../../../test/builders/a-deletion.ts';
import type { TestWorld } from '../../../test/builders/a-world.ts';
import { sha256 } from '../canonical-json.ts';
import { notInPlan } from './describe-restoration.ts';
import { recheckRestoration } from './recheck-restoration.ts';

const key = { kind: 'guardrail-policy', region, identifier: draft.arn } as const;
const policyOn = (arn: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: 'arn:aws:iam::444455556666:root' },
        Action: 'bedrock:ApplyGuardrail',
        Resource: [arn, `${arn}:3`, `${arn}x`],
      },
    ],
  });

/** As it was seen before the deletion. */
const remembered = async (world: TestWorld, resourcePolicy: string): Promise<string> => {
  const document = await world.documents.put(JSON.stringify({ resourcePolicy }));
  await world.surroundingMemory.remember({
    ...key,
    seen: { sha256: document, asOf: '2026-11-21T08:00:00.000Z', by: 'sweep' },
  });
  return document;
};

describe('the resource policy of a guardrail that was deleted', () => {
  it('is in the plan, left to a person as the exact text with the new identifier, and over once it is there', async () => {
    const world = await aDeletion();
    await remembered(world, policyOn(draft.arn));
    const waiting = await proposed(world);
    expect(notInPlan(waiting.plan)).toContain(
      'its resource policy: for a person; the exact text is given once the new identifier is known',
    );
    const done = await approved(world, waiting);
    const { id = '', arn = '' } = done.made ?? {};
    expect(done).toMatchObject({ state: 'PARTIAL', detail: `${id} does not have the resource policy of the old one` });
    expect(done.byHand).toMatchObject([{ use: { kind: 'resource-policy', by: arn } }]);
    const text = (await world.documents.get(done.byHand[0]?.document ?? '')) ?? '';
    // Version 3 is 2 now; an id that only begins with the old one is another guardrail's.
    expect(JSON.parse(text)).toMatchObject({ Statement: [{ Resource: [arn, `${arn}:2`, `${draft.arn}x`] }] });

    world.surroundings.setSurrounding({ ...key, identifier: arn, content: { resourcePolicy: policyOn(draft.arn) } });
    expect(await recheckRestoration(portsOf(world))(done.id)).toMatchObject({ restoration: { state: 'PARTIAL' } });
    world.surroundings.setSurrounding({
      ...key,
      identifier: arn,
      content: { resourcePolicy: JSON.stringify(JSON.parse(text), undefined, 2) },
    });
    expect(await recheckRestoration(portsOf(world))(done.id)).toMatchObject({
      restoration: { state: 'RESTORED', byHand: [] },
    });
  });

  it('is named where what is remembered of it is damaged, and the restoration stays partial', async () => {
    const world = await aDeletion();
    const hash = await remembered(world, policyOn(draft.arn));
    const { get } = world.documents;
    world.documents.get = (wanted) => (wanted === hash ? Promise.resolve('{"resourcePolicy":"{}"}') : get(wanted));
    const waiting = await proposed(world);
    expect(notInPlan(waiting.plan).join('\n')).toMatch(/^its resource policy: not known \(.*damaged in storage/);
    expect(await approved(world, waiting)).toMatchObject({ state: 'PARTIAL', byHand: [] });
  });

  it('is nothing to anybody where there was none', async () => {
    const world = await aDeletion();
    await world.surroundingMemory.remember({ ...key, seen: { asOf: '2026-11-21T08:00:00.000Z', by: 'sweep' } });
    expect((await approved(world, await proposed(world))).state).toBe('RESTORED');
  });

  it('says so where the document holds no policy', async () => {
    const world = await aDeletion();
    await remembered(world, 'not a policy');
    expect((await proposed(world)).plan.resourcePolicy).toEqual({
      unread: `the document ${sha256(JSON.stringify({ resourcePolicy: 'not a policy' }))} holds no policy`,
    });
  });
});
