import type { SurroundingKey, SurroundingRecord } from '../../shared/facts/guardrail/surroundings.ts';
import { found, type MakeWorld } from './contract-world.ts';

const region = 'us-east-1';
const policyOf = (id: string): SurroundingKey => ({
  kind: 'guardrail-policy',
  region,
  identifier: `arn:aws:bedrock:${region}:111122223333:guardrail/${id}`,
});
const seen = (sha256: string, by = 'sweep') => ({ sha256, asOf: '2026-11-21T00:00:00.000Z', by });

/** What the memory of surroundings promises, whatever keeps it. */
export const surroundingsContract = (make: MakeWorld): void => {
  describe('memory of what stands around guardrails', () => {
    it('recalls who changed it, when, and the hash of what it held, until that is replaced', async () => {
      const { surroundingMemory } = (await make()).ports;
      const key: SurroundingKey = { kind: 'invocation-logging', region, identifier: region };
      expect(await surroundingMemory.recall(key)).toEqual({ found: 'no' });
      const first: SurroundingRecord = { ...key, seen: seen('a') };
      await surroundingMemory.remember(first);
      expect(found(await surroundingMemory.recall(key))).toEqual(first);
      const by = 'arn:aws:iam::111122223333:user/alice';
      const second: SurroundingRecord = {
        ...key,
        seen: { asOf: '2026-11-22T00:00:00.000Z', by, eventId: 'e-1' },
        heldAgainst: seen('a'),
      };
      await surroundingMemory.remember(second);
      expect(found(await surroundingMemory.recall(key))).toEqual(second);
    });

    it('lists one kind of one Region, in the order of the identifiers, and nothing else', async () => {
      const { surroundingMemory } = (await make()).ports;
      expect(found(await surroundingMemory.ofKind(region, 'guardrail-policy'))).toEqual([]);
      for (const id of ['b', 'a']) await surroundingMemory.remember({ ...policyOf(id), seen: seen(id) });
      await surroundingMemory.remember({ ...policyOf('c'), region: 'eu-west-1', seen: seen('c') });
      await surroundingMemory.remember({ kind: 'guardrail-references', region, identifier: region, seen: seen('d') });
      const listed = found(await surroundingMemory.ofKind(region, 'guardrail-policy'));
      expect(listed.map(({ seen: { sha256 } }) => sha256)).toEqual(['a', 'b']);
    });
  });

  describe('reader of what stands around guardrails', () => {
    it('says of logging that nobody configured that there is none', async () => {
      const { surroundings } = (await make()).ports;
      const read = await surroundings.surrounding({ kind: 'invocation-logging', region, identifier: region });
      expect(read).toEqual({ found: 'no' });
    });
  });
};
