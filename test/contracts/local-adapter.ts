import { manualClock } from '../../shared/adapters/local/local-clock.ts';
import { localWorld } from '../../shared/adapters/local/local-world.ts';
import { known } from '../../shared/facts/known.ts';
import type { ContractAdapter } from './contract-world.ts';

const lowerFirst = (text: string): string => `${text.charAt(0).toLowerCase()}${text.slice(1)}`;

export const localAdapter: ContractAdapter = {
  name: 'local',
  start: () => Promise.resolve(),
  stop: () => Promise.resolve(),
  world: () => {
    const clock = manualClock('2026-11-21T21:00:00.000Z');
    const world = localWorld({ clock });
    let names = 0;
    return Promise.resolve({
      ports: world,
      unique: (word) => {
        names += 1;
        return `${word}-${names}`;
      },
      iam: (operation, parameters) => {
        const spelled = Object.fromEntries(Object.entries(parameters).map(([key, value]) => [lowerFirst(key), value]));
        const caller = { arn: `arn:aws:iam::${world.identity.accountId}:user/admin` };
        const answer = world.iam.call(caller, operation, spelled);
        return answer.ok ? Promise.resolve() : Promise.reject(new Error(`${answer.code}: ${answer.message}`));
      },
      logDestinations: ({ bucket, logGroup, retentionDays }) => {
        const { accountId, region } = world.identity;
        const closed = { owner: accountId, key: 'none', isPublic: false, readers: [] } as const;
        world.bedrock.setRegionState(region, {
          logDestinations: known([
            { kind: 'log-group', name: logGroup, retentionDays, ...closed },
            { kind: 'bucket', name: bucket, retentionDays: 'never', versioning: true, ...closed },
          ]),
        });
        return Promise.resolve();
      },
      wait: (milliseconds) => clock.sleep(milliseconds),
    });
  },
};
