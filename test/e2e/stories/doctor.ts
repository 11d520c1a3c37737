import assert from 'node:assert/strict';
import { CloudTrailClient, CreateTrailCommand, StartLoggingCommand } from '@aws-sdk/client-cloudtrail';
import { DisableRuleCommand, EnableRuleCommand, ListRulesCommand } from '@aws-sdk/client-eventbridge';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { commandLine } from '../command-line.ts';
import { region, rootCredentials } from '../deploy.ts';
import { eventually } from '../eventually.ts';
import { ringfence } from '../ringfence.ts';
import type { Story } from '../story.ts';
import type { World } from '../world.ts';

type Item = { about: string; level: string; code: string; at: string; what: string; fix?: string };

/** Messages that wait are those of the moment: it is asked again once they are worked on, as it says. */
const doctor = (world: World): Promise<{ code: number; items: readonly Item[] }> =>
  eventually(
    'no message waits',
    async () => {
      const { code, out } = await commandLine(world, world.people.olivia, 'doctor', '--json');
      const { items } = JSON.parse(out) as { items: Item[] };
      return items.some((item) => item.code === 'waiting') ? undefined : { code, items };
    },
    60_000,
  );

const textOf = (items: readonly Item[]): string =>
  items.map(({ level, code, at, what }) => `${level} ${code}: ${what}${at === '' ? '' : ` (${at})`}`).join('\n');

const isFault = ({ level }: Item): boolean => level !== 'ok';

/** What whoever is called at night asks first. */
export const doctorLooks = (): Story<World> => {
  let rule = '';
  let healthy: readonly Item[] = [];
  return {
    title: 'The doctor looks at the installation',
    steps: [
      {
        says: 'an account without a trail: it says that no event ever comes, and how to make one',
        shows: ['doctor'],
        run: async (world) => {
          await ringfence(world.account.asRoot).setMode('observe');
          const { code, items } = await doctor(world);
          assert.equal(code, 1, textOf(items));
          const trail = items.find((item) => item.code === 'no-trail') ?? assert.fail(textOf(items));
          assert.match(trail.fix ?? '', /create-trail/);
        },
      },
      {
        says: 'with a trail, a first sweep and nothing else wrong, all is well',
        shows: ['doctor'],
        run: async (world) => {
          const { endpoint } = world.account;
          const connection = { endpoint, region, credentials: rootCredentials };
          const trails = new CloudTrailClient(connection);
          const [Bucket, Name] = ['e2e-trail', 'whole-account'];
          await new S3Client({ ...connection, forcePathStyle: true }).send(new CreateBucketCommand({ Bucket }));
          await trails.send(new CreateTrailCommand({ Name, S3BucketName: Bucket, IsMultiRegionTrail: true }));
          await trails.send(new StartLoggingCommand({ Name }));
          const seen = await doctor(world);
          healthy = seen.items;
          assert.deepEqual(healthy.filter(isFault), [], textOf(healthy));
          assert.equal(seen.code, 0);
          return textOf(healthy);
        },
      },
      {
        says: 'somebody disables a rule: it is named, with the command that mends it',
        shows: ['doctor'],
        run: async (world) => {
          const { eventBridge } = world.account.asRoot;
          const { Rules = [] } = await eventBridge.send(
            new ListRulesCommand({ NamePrefix: 'ringfence-evaluate-guardrail-change-' }),
          );
          rule = Rules[0]!.Name!;
          await eventBridge.send(new DisableRuleCommand({ Name: rule }));
          const { code, items } = await doctor(world);
          assert.equal(code, 1, textOf(items));
          const faults = items.filter(isFault);
          assert.deepEqual(
            faults.map((item) => [item.code, item.at]),
            [['rule-disabled', rule]],
          );
          assert.equal(faults[0]?.fix, `aws events enable-rule --name ${rule}`);
        },
      },
      {
        says: 'and people were told of it when it was done',
        shows: ['doctor'],
        run: async (world) => {
          await world.urgent.wait(
            'alert about the rule',
            (body) => body.includes(rule) && body.includes('DisableRule'),
          );
        },
      },
      {
        says: 'mended, all is well again',
        shows: ['doctor'],
        run: async (world) => {
          await world.account.asRoot.eventBridge.send(new EnableRuleCommand({ Name: rule }));
          const { code, items } = await doctor(world);
          assert.deepEqual([code, items.filter(isFault)], [0, []], textOf(items));
        },
      },
    ],
  };
};
