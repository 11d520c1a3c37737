import fc from 'fast-check';
import { aFindingOf } from '../builders/a-finding-of.ts';
import { aRole } from '../builders/a-principal.ts';
import { aWorld, type TestWorld } from '../builders/a-world.ts';
import { contain } from '../../shared/response/contain.ts';
import { propose } from '../../shared/response/propose.ts';

const minute = 60_000;
const roles = Array.from({ length: 12 }, (_, n) =>
  aRole({ name: `app-${n}`, uniqueId: `AROAAPP${n}`, allows: ['bedrock:InvokeModel'] }),
);

/** A worker whose own watch is wrong by so much; it sleeps in the true time. */
const skewed = (world: TestWorld, milliseconds: number): TestWorld => {
  const now = (): string => new Date(Date.parse(world.clock.now()) + milliseconds).toISOString();
  return { ...world, clock: { ...world.clock, now } };
};

describe('workers whose clocks are wrong by up to ten minutes', () => {
  it('together contain no more than the limit in any ten minutes', async () => {
    const skew = fc.integer({ min: -10 * minute, max: 10 * minute });
    await fc.assert(
      fc.asyncProperty(fc.array(skew, { minLength: 12, maxLength: 12 }), async (skews) => {
        const world = await aWorld({ mode: 'enforce', principals: roles });
        const writes: number[] = [];
        world.iam.onEvent(({ detail }) => {
          if (detail['eventName'] === 'PutRolePermissionsBoundary') writes.push(Date.parse(world.clock.now()));
        });
        for (const [n, role] of roles.entries()) {
          const worker = skewed(world, skews[n] ?? 0);
          const principal = { kind: 'role', name: role.name } as const;
          const proposed = await propose(worker)({ principal, findings: [aFindingOf(role)] });
          if (proposed.proposed === 'saga') await contain(worker)(proposed.saga.id);
        }
        expect(writes.length).toBeGreaterThan(0);
        for (const at of writes)
          expect(writes.filter((other) => other <= at && other > at - 10 * minute).length).toBeLessThanOrEqual(5);
      }),
      { numRuns: 8 },
    );
  }, 60_000);
});
