import fc from 'fast-check';
import { decide } from './decide.ts';
import type { Principal } from './principal.ts';
import { ACTION, arbitraryWorld, contexts, principalOf, RESOURCE } from './testing/arbitrary-world.ts';
import { naiveAllowed, type NaiveContext, type NaiveWorld } from './testing/naive-oracle.ts';
import { verdict } from './verdict.ts';

const all = contexts();
const options = { model: 'formal', now: '2026-01-01T00:00:00Z' } as const;
const naive = (world: NaiveWorld, context: NaiveContext) => naiveAllowed(world, ACTION, RESOURCE, context);

const decides = (principal: Principal, context: NaiveContext): boolean => {
  const request = { action: ACTION, resource: RESOURCE, context };
  return decide(principal, request, { derive: false }).decision === 'Allowed';
};

const contextOf = (context: Readonly<Record<string, string | readonly string[]>>): NaiveContext =>
  Object.fromEntries(
    Object.entries(context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
  );

describe('the reasoner and a naive evaluator that shares no code with it', () => {
  it.each([false, true])('decide every request alike (policy variables: %s)', (withVariables) => {
    fc.assert(
      fc.property(
        arbitraryWorld(withVariables),
        fc.array(fc.constantFrom(...all), { minLength: 20, maxLength: 20 }),
        (world, some) => {
          const principal = principalOf(world);
          expect(some.map((context) => decides(principal, context))).toEqual(
            some.map((context) => naive(world, context)),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it.each([false, true])(
    'give one verdict over all contexts, always with proof (policy variables: %s)',
    (withVariables) => {
      fc.assert(
        fc.property(arbitraryWorld(withVariables), (world) => {
          const found = verdict(principalOf(world), ACTION, RESOURCE, options);
          if (found.verdict === 'allowed') expect(all.every((context) => naive(world, context))).toBe(true);
          if (found.verdict === 'denied') expect(all.some((context) => naive(world, context))).toBe(false);
          if (found.verdict !== 'denied' && found.witness !== undefined) {
            expect(naive(world, contextOf(found.witness.request.context))).toBe(true);
          }
          if (found.verdict === 'conditional' && found.proven) {
            expect(naive(world, contextOf(found.denied.context))).toBe(false);
          }
          if (found.verdict === 'conditional') expect(found.proven).toBe(true);
        }),
        { numRuns: 100 },
      );
    },
  );
});
