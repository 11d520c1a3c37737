import { known, outOfScope } from '../../shared/facts/known.ts';
import type { RegionAsked, WideAsked } from '../../shared/ports/account-state-reader.ts';
import type { MakeWorld } from './contract-world.ts';

const all = { text: true, image: true, embedding: true, video: true, audio: true };

export const accountStateReaderContract = (make: MakeWorld): void => {
  describe('account state reader', () => {
    const asked = (of: Partial<RegionAsked>): RegionAsked => ({
      facts: new Set(),
      guardrails: [],
      invocationLogging: outOfScope,
      ...of,
    });

    it('gives what is asked for and nothing else', async () => {
      const { ports } = await make();
      const { region } = ports.identity;
      const wide = (facts: WideAsked['facts']) => ports.accountState.wideState({ facts, regions: [region] });
      expect(await ports.accountState.regionState(region, asked({}))).toEqual({});
      expect(await wide(new Set())).toEqual({});
      expect(Object.keys(await wide(new Set(['trails', 'runners'])))).toEqual(['trails', 'runners']);
      const ofAi = new Set(['workloads', 'aiResourcePolicies'] as const);
      expect(Object.keys(await wide(ofAi)).sort()).toEqual([...ofAi].sort());
      const state = await ports.accountState.regionState(region, asked({ facts: new Set(['accessAnalyzers']) }));
      expect(Object.keys(state)).toEqual(['accessAnalyzers']);
    });

    it('describes a bucket and a log group that invocation logs go to', async () => {
      const { ports, logDestinations, unique } = await make();
      const { region, accountId } = ports.identity;
      const [bucket, logGroup] = [unique('logs'), unique('/prompts')];
      await logDestinations({ bucket, logGroup, retentionDays: 30 });
      const { logDestinations: read } = await ports.accountState.regionState(
        region,
        asked({ facts: new Set(['logDestinations']), invocationLogging: known({ ...all, bucket, logGroup }) }),
      );
      expect(read).toEqual(
        known([
          {
            kind: 'log-group',
            name: logGroup,
            owner: accountId,
            key: 'none',
            retentionDays: 30,
            isPublic: false,
            readers: [],
          },
          {
            kind: 'bucket',
            name: bucket,
            owner: accountId,
            key: 'none',
            retentionDays: 'never',
            versioning: true,
            isPublic: false,
            readers: [],
          },
        ]),
      );
    });
  });
};
