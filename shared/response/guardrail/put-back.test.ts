import fc from 'fast-check';
import { aGuardrailAnswer } from '../../../test/builders/a-guardrail-answer.ts';
import { diffGuardrails } from '../../facts/guardrail/diff-guardrails.ts';
import { neighbours } from '../../facts/guardrail/testing/any-guardrail.ts';
import { putBack } from './put-back.ts';

const before = aGuardrailAnswer({
  contentPolicy: {
    filters: [
      { type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'NONE' },
      { type: 'VIOLENCE', inputStrength: 'HIGH', outputStrength: 'HIGH' },
    ],
    tier: { tierName: 'STANDARD' },
  },
  wordPolicy: { words: [{ text: 'plugh' }] },
});
const pass = (made: ReturnType<typeof putBack>) => {
  if (!made.can) throw new Error(made.detail);
  return made;
};

describe('putting back what a guardrail lost', () => {
  it('restores the weakened field and keeps the gains of the same change', () => {
    const now = {
      ...before,
      contentPolicy: {
        filters: [
          { type: 'PROMPT_ATTACK', inputStrength: 'NONE', outputStrength: 'NONE' },
          { type: 'VIOLENCE', inputStrength: 'HIGH', outputStrength: 'HIGH' },
          { type: 'INSULTS', inputStrength: 'LOW', outputStrength: 'LOW' },
        ],
        tier: { tierName: 'STANDARD' },
      },
    };
    const { content, proof, putBack: back, request } = pass(putBack(before, now));
    expect(back).toMatchObject([{ sentence: 'The prompt attack filter on input fell from HIGH to NONE.' }]);
    expect(diffGuardrails(before, content)).toEqual(proof.before);
    expect(proof.before).toMatchObject({
      verdict: 'stronger',
      changes: [{ sentence: 'The insults filter was added.' }],
    });
    expect(proof.now).toMatchObject({ verdict: 'stronger' });
    expect(request).toMatchObject({
      name: 'support-bot',
      contentPolicyConfig: {
        filtersConfig: expect.arrayContaining([
          { type: 'PROMPT_ATTACK', inputStrength: 'HIGH', outputStrength: 'NONE' },
          { type: 'INSULTS', inputStrength: 'LOW', outputStrength: 'LOW' },
        ]) as unknown,
        tierConfig: { tierName: 'STANDARD' },
      },
      wordPolicyConfig: { wordsConfig: [{ text: 'plugh' }] },
    });
  });

  it('lists the cross-Region profile that comes back with what needs it, and leaves another one to a person', () => {
    const crossRegionDetails = {
      guardrailProfileId: 'us.guardrail.v1:0',
      guardrailProfileArn: 'arn:aws:bedrock:us-east-1:111122223333:guardrail-profile/us.guardrail.v1:0',
    };
    const withProfile = { ...before, crossRegionDetails };
    const { wordPolicy: _, ...classic } = {
      ...before,
      contentPolicy: { ...(before['contentPolicy'] as object), tier: { tierName: 'CLASSIC' } },
    } as Record<string, unknown>;
    const back = pass(putBack(withProfile, classic));
    expect(back.putBack.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['contentPolicy.tier.tierName', 'crossRegionDetails.guardrailProfileArn']),
    );
    expect(back.left).toEqual([]);
    expect(back.request).toMatchObject({
      crossRegionConfig: { guardrailProfileIdentifier: crossRegionDetails.guardrailProfileArn },
    });
    const other = { crossRegionDetails: { guardrailProfileArn: `${crossRegionDetails.guardrailProfileArn}x` } };
    const kept = pass(putBack(withProfile, { ...classic, ...other }));
    expect(kept.putBack.map(({ path }) => path)).not.toContain('crossRegionDetails.guardrailProfileArn');
    expect(kept.left.map(({ path }) => path)).toContain('crossRegionDetails.guardrailProfileArn');
    expect(kept.content).toMatchObject(other);
  });

  it('brings back a policy that is gone as a whole, with its tier', () => {
    const { contentPolicy: _, ...now } = before;
    const { content } = pass(putBack(before, now));
    expect(diffGuardrails(before, content)).toMatchObject({ verdict: 'same' });
  });

  it('brings back the cross-Region profile that the standard tier needs', () => {
    const crossRegionDetails = { guardrailProfileId: 'us.guardrail.v1:0' };
    const now = { ...before, contentPolicy: { ...Object(before['contentPolicy']), tier: { tierName: 'CLASSIC' } } };
    const { content, request } = pass(putBack({ ...before, crossRegionDetails }, now));
    expect(content).toMatchObject({ crossRegionDetails });
    expect(request).toMatchObject({ crossRegionConfig: { guardrailProfileIdentifier: 'us.guardrail.v1:0' } });
    const other = { guardrailProfileId: 'eu.guardrail.v1:0' };
    const kept = pass(putBack({ ...before, crossRegionDetails }, { ...now, crossRegionDetails: other }));
    expect(kept.content).toMatchObject({ crossRegionDetails: other });
  });

  it('leaves what nobody can rank as it is, and lists it', () => {
    const topic = (definition: string) => ({
      topicPolicy: { topics: [{ name: 'advice', definition, type: 'DENY' }] },
    });
    const { left, content } = pass(
      putBack({ ...before, ...topic('old') }, { ...before, ...topic('new'), wordPolicy: {} }),
    );
    expect(left).toMatchObject([{ path: 'topicPolicy.topics[advice].definition', before: 'old', after: 'new' }]);
    expect(content).toMatchObject({ ...topic('new'), wordPolicy: before['wordPolicy'] });
  });

  it.each([
    ['NOTHING_WEAKER', before, { ...before, name: 'other' }, 'nothing of it is weaker'],
    ['NOT_READY', before, { ...before, wordPolicy: {}, status: 'DELETING' }, 'the guardrail is DELETING'],
    ['UNKNOWN_MEMBERS', before, { ...before, wordPolicy: { later: 1 } }, 'does not know wordPolicy.later'],
    [
      'UNKNOWN_MEMBERS',
      before,
      { ...before, wordPolicy: {}, contentPolicy: { filters: [{ type: 'VIOLENCE', exceptFor: ['a'] }] } },
      'contentPolicy.filters[].exceptFor',
    ],
  ])('refuses by name: %s', (because, was, now, detail) => {
    expect(putBack(was, now)).toMatchObject({ can: false, because, detail: expect.stringContaining(detail) as string });
  });

  it('never leaves a loss and never takes a gain, whatever was changed', () => {
    const spread = { absent: true, unknown: false };
    let done = 0;
    fc.assert(
      fc.property(neighbours(spread, 2), ([was = {}, now = {}]) => {
        const ready = { ...now, status: 'READY' };
        const made = putBack(was, ready);
        if (!made.can) {
          if (made.because !== 'NOTHING_WEAKER') expect(made).toMatchObject({ because: 'NOTHING_WEAKER' });
          return;
        }
        done += 1;
        const losses = [...diffGuardrails(was, made.content).changes, ...diffGuardrails(ready, made.content).changes];
        const lost = losses.filter(({ verdict }) => verdict === 'weaker');
        if (lost.length > 0) expect(lost).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
    expect(done).toBeGreaterThan(200);
  });
});
