import { aReleasedFunction, runningAs } from '../../test/builders/a-released-function.ts';
import { aWorld } from '../../test/builders/a-world.ts';
import { defaultCheckSettings } from '../../shared/checks/settings.ts';
import { compareRelease } from '../../shared/facts/compare-release.ts';
import { sweepAccount } from './sweep-account.ts';

const accountId = '111122223333';
const minutes = (count: number): number => count * 60_000;
const released = aReleasedFunction();

/** An installation whose function and record change one by one, as CloudFormation does it. */
const installation = async () => {
  const world = await aWorld({ settings: { checks: { ...defaultCheckSettings, pack: 'recommended' } } });
  const long = new Date(Date.parse(world.clock.now()) - minutes(2_000)).toISOString();
  let running = runningAs(released, long);
  let recorded = { function: released.function, changedAt: long, reads: true as const, released };
  const sweep = async () => {
    const now = world.clock.now();
    const meant = { rules: [], released: [], installed: [], now };
    world.bedrock.setWideState({
      deployment: compareRelease({ functions: [running], recorded: [recorded], ...meant }),
    });
    const eventId = `sweep-${world.clock.id()}`;
    await sweepAccount(world)({ accountId, because: 'schedule', eventId }, { remaining: () => 900_000 });
    const open = await world.findings.open();
    return {
      told: open.filter(({ checkId }) => checkId === 'RF.TAMPER.8').map(({ sentence }) => sentence),
      // One missing fact is one line about the account, whichever check asked for it.
      unknown: open.flatMap(({ status, checkId, answer }) =>
        status === 'undetermined' && JSON.stringify(answer).includes('a deployment went on until just now')
          ? [checkId]
          : [],
      ),
    };
  };
  expect(await sweep()).toEqual(sound);
  return {
    sweep,
    pass: (count: number) => world.clock.advance(minutes(count)),
    update: {
      function: () => (running = { ...running, codeSha256: 'two=', changedAt: world.clock.now() }),
      record: () => {
        recorded = { ...recorded, changedAt: world.clock.now(), released: { ...released, codeSha256: 'two=' } };
      },
    },
  };
};

const sound = { told: [], unknown: [] };

describe('a sweep in the middle of a deployment with a changed package', () => {
  it.each([
    ['function', 'record'],
    ['record', 'function'],
  ] as const)(
    'takes no part for changed where the %s comes before the %s, and says that it will look again',
    async (one, other) => {
      const { sweep, pass, update } = await installation();
      update[one]();
      pass(2);
      expect(await sweep()).toEqual({ told: [], unknown: ['RF.COVERAGE.3'] });
      pass(2);
      update[other]();
      pass(1);
      expect(await sweep()).toEqual(sound);
      pass(360);
      expect(await sweep()).toEqual(sound);
    },
  );

  it.each(['function', 'record'] as const)(
    'tells of it once the %s alone was changed and nothing follows',
    async (one) => {
      const { sweep, pass, update } = await installation();
      update[one]();
      pass(16);
      expect((await sweep()).told).toEqual(['function ringfence-notify differs from release 0.1.0']);
    },
  );

  it('keeps what it told of until the part is as it should be: a deployment of it hides nothing for good', async () => {
    const { sweep, pass, update } = await installation();
    update.function();
    pass(20);
    expect((await sweep()).told).toEqual(['function ringfence-notify differs from release 0.1.0']);
    update.function();
    pass(1);
    expect((await sweep()).told).toContain('function ringfence-notify differs from release 0.1.0');
    update.record();
    pass(20);
    expect(await sweep()).toEqual(sound);
  });
});
