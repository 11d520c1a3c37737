import { aGuardrail } from '../../test/builders/a-guardrail.ts';
import { aRole } from '../../test/builders/a-principal.ts';
import { manualClock } from '../../shared/adapters/local/local-clock.ts';
import { localWorld, type LocalWorld } from '../../shared/adapters/local/local-world.ts';
import type { JsonObject } from '../../shared/change/json-object.ts';
import type { SurroundingKind } from '../../shared/facts/guardrail/surroundings.ts';
import { known } from '../../shared/facts/known.ts';
import type { RegionState } from '../../shared/facts/region-state.ts';
import { sweepAccount, type SweepResult } from './sweep-account.ts';

const region = 'us-east-1';
const endless = { remaining: () => 900_000 };
const guardrailArn = `arn:aws:bedrock:${region}:111122223333:guardrail/gr1`;
const policyArn = `arn:aws:bedrock:${region}:111122223333:automated-reasoning-policy/arp1`;
let sweeps = 0;

/** A world whose Region says this besides its guardrails. */
const sweep = async (world: LocalWorld, state: RegionState): Promise<SweepResult & { did: 'completed' }> => {
  sweeps += 1;
  const accountState = { ...world.accountState, regionState: () => Promise.resolve(state) };
  const request = { accountId: '111122223333', because: 'schedule', eventId: `e-${sweeps}` };
  const result = await sweepAccount({ ...world, accountState })(request, endless);
  if (result.did !== 'completed') throw new Error('the sweep did not end');
  return result;
};
const aWorld = (): LocalWorld =>
  localWorld({
    clock: manualClock('2026-11-21T21:00:00.000Z'),
    principals: [aRole({ allows: ['bedrock:InvokeModel', 'bedrock:ApplyGuardrail'] })],
  });
const set = (world: LocalWorld, kind: SurroundingKind, identifier: string, content?: JsonObject): void => {
  world.surroundings.setSurrounding({ kind, region, identifier, ...(content === undefined ? {} : { content }) });
};
const config = { s3Config: { bucketName: 'prompts' }, textDataDeliveryEnabled: true, imageDataDeliveryEnabled: true };
const isOpen = async (world: LocalWorld, questionName: string) =>
  (await world.findings.open()).filter((finding) => finding.questionName === questionName);

describe('a sweep and what stands around guardrails', () => {
  it('remembers each part by its hash, as seen by a sweep, and writes nothing where nothing changed', async () => {
    const world = aWorld();
    const resourcePolicy = JSON.stringify({ Version: '2012-10-17', Statement: [] });
    const state: RegionState = {
      enforcedGuardrails: known([]),
      guardrailPolicies: known({ [guardrailArn]: resourcePolicy }),
      automatedReasoning: known([{ arn: policyArn, name: 'leave', version: 'DRAFT' }]),
      guardrailReferences: known([{ by: 'arn:agent', guardrail: guardrailArn }]),
    };
    set(world, 'enforced-guardrails', region, { guardrailsConfig: [] });
    set(world, 'automated-reasoning', policyArn, { policyArn, definitionHash: 'h' });
    set(world, 'invocation-logging', region, { loggingConfig: config });
    await sweep(world, state);
    const kinds = [
      ['enforced-guardrails', region],
      ['guardrail-policy', guardrailArn],
      ['automated-reasoning', policyArn],
      ['guardrail-references', region],
      ['invocation-logging', region],
    ] as const;
    for (const [kind, identifier] of kinds) {
      const recalled = await world.surroundingMemory.recall({ kind, region, identifier });
      expect([kind, recalled]).toMatchObject([kind, { found: 'yes', value: { seen: { by: 'sweep' } } }]);
      const sha256 = recalled.found === 'yes' ? recalled.value.seen.sha256 : undefined;
      expect(await world.documents.get(sha256 ?? '')).toBeDefined();
    }
    const { size } = await world.history.head();
    await sweep(world, state);
    // The sweep itself is one entry.
    expect((await world.history.head()).size).toBe(size + 1);
  });

  it('tells of logging that was weakened and of which no event came, until it is back', async () => {
    const world = aWorld();
    world.bedrock.setInvocationLogging(region, {
      text: true,
      image: true,
      embedding: false,
      video: false,
      audio: false,
      bucket: 'prompts',
    });
    set(world, 'invocation-logging', region, { loggingConfig: config });
    await sweep(world, {});
    set(world, 'invocation-logging', region, { loggingConfig: { ...config, textDataDeliveryEnabled: false } });
    expect((await sweep(world, {})).told).toBe(1);
    expect(await isOpen(world, 'invocation-logging-weakened')).toHaveLength(1);
    expect((await sweep(world, {})).told).toBe(0);
    set(world, 'invocation-logging', region, { loggingConfig: config });
    await sweep(world, {});
    expect(await isOpen(world, 'invocation-logging-weakened')).toEqual([]);
  });

  it('tells of a policy of formal checks that is gone', async () => {
    const world = aWorld();
    set(world, 'automated-reasoning', policyArn, { policyArn, definitionHash: 'h' });
    await sweep(world, { automatedReasoning: known([{ arn: policyArn, name: 'leave', version: 'DRAFT' }]) });
    set(world, 'automated-reasoning', policyArn);
    await sweep(world, { automatedReasoning: known([]) });
    expect(await isOpen(world, 'policy-deleted')).toMatchObject([
      { checkId: 'RF.GUARD.9', subject: { arn: policyArn } },
    ]);
    // What was not read is not gone.
    await sweep(world, {});
    expect(await isOpen(world, 'policy-deleted')).toHaveLength(1);
  });

  it('says who is refused under what is enforced, in every pack', async () => {
    const world = localWorld({
      clock: manualClock('2026-11-21T21:00:00.000Z'),
      principals: [aRole({ allows: 'bedrock:InvokeModel' })],
    });
    const enforced = { configId: 'c', guardrailArn, guardrailVersion: '1' };
    await sweep(world, { enforcedGuardrails: known([]) });
    set(world, 'enforced-guardrails', region, { guardrailsConfig: [enforced] });
    await sweep(world, { enforcedGuardrails: known([enforced]) });
    expect(await isOpen(world, `callers-stopped-${guardrailArn}`)).toMatchObject([
      {
        sentence: expect.stringMatching(/^1 role calls Bedrock in us-east-1 without bedrock:ApplyGuardrail/) as string,
      },
    ]);
    set(world, 'enforced-guardrails', region, { guardrailsConfig: [] });
    await sweep(world, { enforcedGuardrails: known([]) });
    expect(await isOpen(world, `callers-stopped-${guardrailArn}`)).toEqual([]);
    // Enforcement that went is a finding of its own.
    expect(await isOpen(world, 'enforcement-changed')).toHaveLength(1);
  });

  it('names a damaged memory, and writes nothing over it', async () => {
    const world = aWorld();
    set(world, 'invocation-logging', region, { loggingConfig: config });
    await sweep(world, {});
    const key = { kind: 'invocation-logging' as const, region, identifier: region };
    const before = await world.surroundingMemory.recall(key);
    set(world, 'invocation-logging', region, { loggingConfig: { ...config, imageDataDeliveryEnabled: false } });
    const documents = { ...world.documents, get: () => Promise.resolve(undefined) };
    const result = await sweep({ ...world, documents }, {});
    expect(result.failed).toEqual(
      expect.arrayContaining([expect.stringMatching(/damaged: document [0-9a-f]+ is missing/) as string]),
    );
    expect(await world.surroundingMemory.recall(key)).toEqual(before);
  });

  it('gives a weakened guardrail the same plan as the event does', async () => {
    const world = aWorld();
    const at = (inputStrength: string) =>
      aGuardrail({
        contentPolicy: { filters: [{ type: 'VIOLENCE', inputStrength, outputStrength: 'HIGH' }] },
      });
    world.bedrock.setGuardrail(at('HIGH'));
    await sweep(world, {});
    world.bedrock.setGuardrail(at('LOW'));
    await sweep(world, {});
    const [finding] = await isOpen(world, 'guardrail-weakened');
    expect(JSON.stringify(finding?.answer)).toContain('one UpdateGuardrail that takes back 1 loss');
  });
});
