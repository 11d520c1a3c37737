import { aChange } from '../../test/builders/a-change.ts';
import {
  aDeletion,
  approved,
  draft,
  enforced,
  olga,
  portsOf,
  proposed,
  region,
  storedRestoration,
} from '../../test/builders/a-deletion.ts';
import type { TestWorld } from '../../test/builders/a-world.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import type { Finding } from '../../shared/findings/finding.ts';
import { undoRestoration } from '../../shared/response/guardrail/undo-restoration.ts';
import { evaluateGuardrailChange } from './evaluate-guardrail-change.ts';

const role = 'arn:aws:sts::111122223333:assumed-role/ringfence-restore-guardrail';
const key = { kind: 'enforced-guardrails', region, identifier: region } as const;

/** What is enforced, as the event of it and a read tell it. */
const put = async (world: TestWorld, eventId: string, by: string): Promise<readonly Finding[]> => {
  const { identifier = '', version = 'DRAFT' } = world.guardrailReferences.get(enforced) ?? {};
  const result = await evaluateGuardrailChange(world)(
    aChange('bedrock.amazonaws.com:PutEnforcedGuardrailConfiguration', {
      eventId,
      actor: { type: 'AssumedRole', arn: by },
      touches: [{ kind: 'guardrail', identifier, version }],
      parameters: { guardrailInferenceConfig: { guardrailIdentifier: identifier, guardrailVersion: version } },
    }),
  );
  return result.did === 'evaluated' ? result.findings.filter(({ checkId }) => checkId === 'RF.GUARD.5') : [];
};

/** Version 3 was enforced and remembered; the guardrail was deleted, brought back, and the enforcement names the new one. */
const enforcedAgain = async (settings: Parameters<typeof aDeletion>[0] = {}) => {
  const world = await aDeletion({ enforcedToo: true, ...settings });
  world.guardrailReferences.set({ ...enforced, identifier: draft.arn, version: '3' });
  expect(await put(world, 'e-0', olga)).toEqual([]);
  const first = await approved(world, await proposed(world));
  const waiting = await storedRestoration(world, first.followedBy ?? '');
  const second = await approved(world, waiting);
  expect(world.guardrailReferences.get(enforced)).toMatchObject({ identifier: first.made?.arn, version: '2' });
  return { world, first, second, made: first.made?.arn ?? '' };
};

describe('an enforcement that names what a guardrail was brought back as', () => {
  it('is no loss, and is what later changes are held against', async () => {
    const { world, second, made } = await enforcedAgain();
    expect(await put(world, 'e-1', `${role}/${second.id}`)).toEqual([]);
    expect(await world.surroundingMemory.recall(key)).toMatchObject({
      value: { seen: { eventId: 'e-1' } },
    });
    expect(await world.surroundingMemory.recall(key)).not.toHaveProperty('value.heldAgainst');

    world.guardrailReferences.set({ ...enforced, identifier: made, version: '1' });
    expect(await put(world, 'e-2', olga)).toMatchObject([
      {
        status: 'new',
        sentence: expect.stringContaining(`version 1 of guardrail ${made} is enforced, before 2`) as string,
      },
    ]);
  });

  it('tells what was lost besides the name, and the call that puts it back names the new one', async () => {
    const { world, second, made } = await enforcedAgain();
    world.guardrailReferences.set({ ...enforced, identifier: made, version: '1' });
    const [finding] = await put(world, 'e-1', `${role}/${second.id}`);
    expect(finding?.sentence).toContain('is enforced, before 2');
    expect(finding?.sentence).not.toContain('is not enforced any more');
    expect(JSON.stringify(finding?.answer)).not.toContain(`"guardrailIdentifier\\\\":\\\\"${draft.arn}`);
  });

  it('is told where it names another guardrail, or a version that was not made again', async () => {
    const { world, made } = await enforcedAgain();
    world.guardrailReferences.set({ ...enforced, identifier: `${made}x`, version: '2' });
    expect(await put(world, 'e-1', olga)).toMatchObject([
      { sentence: expect.stringContaining(`guardrail ${draft.arn} is not enforced any more`) as string },
    ]);
  });

  it('is no loss when an undo lets it name the old one again, as a person asked for', async () => {
    const { world, second } = await enforcedAgain();
    await put(world, 'e-1', `${role}/${second.id}`);
    await undoRestoration(portsOf(world))({ id: second.id, requestedBy: olga, reason: 'the team has a better one' });
    expect(world.guardrailReferences.get(enforced)).toMatchObject({ identifier: draft.arn, version: '3' });
    expect(await put(world, 'e-2', `${role}/${second.id}`)).toEqual([]);
    expect(await world.surroundingMemory.recall(key)).not.toHaveProperty('value.heldAgainst');
  });

  it('is what the owners meant who named the old one in the settings', async () => {
    const checks = {
      ...defaultCheckSettings,
      enforcedGuardrails: [{ region, guardrailArn: draft.arn, version: '3' }],
    };
    const { world, second, made } = await enforcedAgain({ settings: { checks } });
    expect(await put(world, 'e-1', `${role}/${second.id}`)).toEqual([]);
    world.guardrailReferences.set({ ...enforced, identifier: `${made}x`, version: '2' });
    expect(await put(world, 'e-2', olga)).toMatchObject([
      { sentence: expect.stringContaining(`${made} is not enforced`) as string },
    ]);
  });
});
