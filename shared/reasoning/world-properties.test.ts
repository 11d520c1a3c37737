import fc from 'fast-check';
import { canEver } from './can-ever.ts';
import { decide } from './decide.ts';
import { delta } from './delta.ts';
import type { Principal } from './principal.ts';
import { NOW } from './testing/a-world.ts';
import { ACTION, arbitraryWorld, contexts, principalOf, RESOURCE, statement } from './testing/arbitrary-world.ts';
import type { NaiveContext, NaiveStatement, NaiveWorld } from './testing/naive-oracle.ts';
import { verdict } from './verdict.ts';

const options = { model: 'formal', now: NOW } as const;
const question = { actions: [ACTION], resources: [RESOURCE] };
const world = fc.boolean().chain(arbitraryWorld);
const one = fc.boolean().chain(statement);
const all = contexts();
const some = fc.array(fc.constantFrom(...all), { minLength: 12, maxLength: 12 });
const runs = { numRuns: 100 };

const allowed = (principal: Principal, context: NaiveContext): boolean =>
  decide(principal, { action: ACTION, resource: RESOURCE, context }).decision === 'Allowed';
const answers = (given: NaiveWorld, asked: readonly NaiveContext[]): readonly boolean[] => {
  const principal = principalOf(given);
  return asked.map((context) => allowed(principal, context));
};

type Change = (statements: NaiveStatement[]) => NaiveStatement[];
/** The same change in one layer, or in each. */
const layers = ['identity', 'boundary', 'session', 'scps', 'rcps', 'resource'] as const;
const changed = (given: NaiveWorld, change: Change, only?: (typeof layers)[number]): NaiveWorld => {
  const copy: NaiveWorld = { ...given };
  const isMeant = (layer: (typeof layers)[number]): boolean => only === undefined || only === layer;
  if (isMeant('identity')) copy.identity = change(copy.identity);
  if (isMeant('boundary') && copy.boundary) copy.boundary = change(copy.boundary);
  if (isMeant('session') && copy.session) copy.session = change(copy.session);
  if (isMeant('scps')) copy.scps = copy.scps.map(change);
  if (isMeant('rcps') && copy.rcps) copy.rcps = change(copy.rcps);
  if (isMeant('resource') && copy.resource) copy.resource = change(copy.resource);
  return copy;
};
const layer = fc.constantFrom(...layers);
/** Statements of these layers say who they are about. */
const inLayer = (added: NaiveStatement, where: (typeof layers)[number]): NaiveStatement =>
  where === 'resource' || where === 'rcps' ? { ...added, Principal: '*' } : added;
const implied = (narrow: readonly boolean[], wide: readonly boolean[]): void => {
  expect(narrow.filter((is, at) => is && wide[at] !== true)).toEqual([]);
};

describe('In every world, for every request', () => {
  it('adding a Deny to any layer never widens', () => {
    fc.assert(
      fc.property(world, one, layer, some, (given, added, where, asked) => {
        const denied = inLayer({ ...added, Effect: 'Deny' }, where);
        implied(
          answers(
            changed(given, (list) => [...list, denied], where),
            asked,
          ),
          answers(given, asked),
        );
      }),
      runs,
    );
  });

  it('adding an Allow to any layer never narrows, and removing one never widens', () => {
    fc.assert(
      fc.property(world, one, layer, some, (given, added, where, asked) => {
        fc.pre(where !== 'rcps');
        const granted = inLayer({ ...added, Effect: 'Allow' }, where);
        implied(
          answers(given, asked),
          answers(
            changed(given, (list) => [...list, granted], where),
            asked,
          ),
        );
        const fewer = changed(given, (list) => list.filter((s, at) => at !== 0 || s.Effect === 'Deny'), where);
        implied(answers(fewer, asked), answers(given, asked));
      }),
      runs,
    );
  });

  it('adding a boundary or an SCP level never widens what identity policies grant', () => {
    fc.assert(
      fc.property(world, fc.array(one, { minLength: 1, maxLength: 3 }), some, (given, limits, asked) => {
        const { boundary: _, resource: __, ...plain } = given;
        implied(answers({ ...plain, boundary: limits }, asked), answers(plain, asked));
        implied(answers({ ...given, scps: [...given.scps, limits] }, asked), answers(given, asked));
      }),
      runs,
    );
  });

  it('the order of statements, documents, levels, values and JSON keys is irrelevant, and so is a split', () => {
    const turned = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(turned).reverse();
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .map(([key, inner]) => [key, turned(inner)] as const)
          .reverse(),
      );
    };
    fc.assert(
      fc.property(world, some, (given, asked) => {
        const expected = answers(given, asked);
        expect(answers(turned(given) as NaiveWorld, asked)).toEqual(expected);
        const whole = principalOf(given);
        const apart = given.identity.map((each) => principalOf({ ...given, identity: [each] }).identity.policies);
        const split = { ...whole, identity: { ...whole.identity, policies: apart.flat().reverse() } };
        expect(asked.map((context) => allowed(split, context))).toEqual(expected);
      }),
      runs,
    );
  });

  it('the ids of statements are irrelevant', () => {
    fc.assert(
      fc.property(world, fc.string({ maxLength: 8 }), some, (given, name, asked) => {
        const renamed = changed(given, (list) => list.map((s, at) => Object.assign({ Sid: `${name}${at}` }, s)));
        expect(answers(renamed, asked)).toEqual(answers(given, asked));
        expect(verdict(principalOf(renamed), ACTION, RESOURCE, options).verdict).toBe(
          verdict(principalOf(given), ACTION, RESOURCE, options).verdict,
        );
      }),
      { numRuns: 60 },
    );
  });

  it('the union of two policies without Deny allows at least what each allows', () => {
    fc.assert(
      fc.property(
        world,
        fc.array(one, { maxLength: 3 }),
        fc.array(one, { maxLength: 3 }),
        some,
        (given, a, b, asked) => {
          const granting = (list: NaiveStatement[]): NaiveStatement[] => list.map((s) => ({ ...s, Effect: 'Allow' }));
          const both = answers({ ...given, identity: granting([...a, ...b]) }, asked);
          implied(answers({ ...given, identity: granting(a) }, asked), both);
          implied(answers({ ...given, identity: granting(b) }, asked), both);
        },
      ),
      runs,
    );
  });

  it('a policy merged with a Deny allows what it allowed and the Deny does not match', () => {
    const everything: NaiveStatement = { Effect: 'Allow', Action: ['*'], Resource: ['*'] };
    fc.assert(
      fc.property(world, one, some, (given, added, asked) => {
        const denied: NaiveStatement = { ...added, Effect: 'Deny' };
        const alone = { kind: given.kind, principalArn: given.principalArn, scps: [] };
        // Where all is allowed, what is refused is what the Deny matches.
        const spared = answers({ ...alone, identity: [everything, denied] }, asked);
        const before = answers(given, asked);
        expect(
          answers(
            changed(given, (list) => [...list, denied], 'identity'),
            asked,
          ),
        ).toEqual(before.map((was, at) => was && spared[at] === true));
      }),
      runs,
    );
  });
});

describe('In every world', () => {
  it('a witness re-checks, also after a JSON round trip, and passes each Deny that it says it passes', () => {
    fc.assert(
      fc.property(world, (given) => {
        const principal = principalOf(given);
        const answer = canEver(principal, question, options);
        if (answer.answer !== 'yes') return;
        const { request, by, passedBy } = JSON.parse(JSON.stringify(answer.witness)) as typeof answer.witness;
        const decision = decide(principal, request, { derive: false });
        expect(decision).toEqual({ decision: 'Allowed', by });
        expect(passedBy.every(({ statement: { effect }, because }) => effect === 'Deny' && because !== '')).toBe(true);
      }),
      runs,
    );
  });

  it('the verdict is denied exactly when canEver says no', () => {
    fc.assert(
      fc.property(world, (given) => {
        const principal = principalOf(given);
        const answer = canEver(principal, question, options).answer;
        expect(verdict(principal, ACTION, RESOURCE, options).verdict === 'denied').toBe(answer === 'no');
      }),
      runs,
    );
  });

  it('a no and a yes of real requests hold in the formal model as well', () => {
    fc.assert(
      fc.property(world, (given) => {
        const principal = principalOf(given);
        const real = canEver(principal, question, { model: 'realistic', now: NOW }).answer;
        const word = verdict(principal, ACTION, RESOURCE, options).verdict;
        // Real requests are some of all requests.
        if (real === 'yes') expect(word).not.toBe('denied');
        if (word === 'denied') expect(real).not.toBe('yes');
      }),
      runs,
    );
  });

  it('nothing is gained or lost against itself, and what is gained one way is lost the other way', () => {
    fc.assert(
      fc.property(world, one, layer, (given, added, where) => {
        const [before, after] = [given, changed(given, (list) => [...list, inLayer(added, where)], where)].map(
          principalOf,
        );
        if (before === undefined || after === undefined) throw new Error('Two worlds.');
        expect(delta(after, after, [question], options)).toEqual({ gained: [], lost: [], undetermined: [] });
        const [there, back] = [delta(before, after, [question], options), delta(after, before, [question], options)];
        expect(there.gained).toEqual(back.lost);
        expect(there.lost).toEqual(back.gained);
        for (const { witness } of there.gained) {
          const [now, then] = [after, before].map((side) => decide(side, witness.request, { derive: false }).decision);
          expect([now === 'Allowed', then === 'Allowed']).toEqual([true, false]);
        }
        if (added.Effect === 'Deny') expect(there.gained).toEqual([]);
      }),
      runs,
    );
  });
});
