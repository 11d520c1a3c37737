import fc from 'fast-check';
import { canEver } from '../can-ever.ts';
import { catalogueActions } from '../catalogue/action-catalogue.ts';
import { allow, aPrincipal, boundary, deny, rcps, realistic, resourcePolicy, scps } from '../testing/a-world.ts';
import { ACTION, arbitraryWorld, principalOf, RESOURCE } from '../testing/arbitrary-world.ts';
import { verdict } from '../verdict.ts';
import { allActions, anyOf, both, hasAction, noActions, without, type ActionBits } from './action-bits.ts';
import { actionWords, mayEver } from './action-words.ts';
import { fastBarriers } from './barriers.ts';
import { fastVerdict } from './fast-access.ts';

const secure = { Bool: { 'aws:SecureTransport': 'true' } };
const onB = 'arn:aws:s3:::b';

describe('what words say about every action', () => {
  it('puts each action of the catalogue into exactly one set, and nothing else into any', () => {
    fc.assert(
      fc.property(arbitraryWorld(true), (world) => {
        const { denied, conditional, sure } = actionWords(principalOf(world));
        expect(anyOf([denied, conditional, sure])).toEqual(allActions);
        for (const [a, b] of [
          [denied, conditional],
          [denied, sure],
          [conditional, sure],
        ] as const)
          expect(both(a, b)).toEqual(noActions);
      }),
      { numRuns: 100 },
    );
  });

  it('agrees with canEver and with the verdict in worlds of every layer', () => {
    const told = new Set<string>();
    fc.assert(
      fc.property(fc.boolean().chain(arbitraryWorld), (world) => {
        const principal = principalOf(world);
        const word = fastVerdict(principal, ACTION);
        const answer = canEver(principal, { actions: [ACTION], resources: ['*'] }, realistic).answer;
        const found = verdict(principal, ACTION, RESOURCE, { ...realistic, model: 'formal' }).verdict;
        told.add(String(word));
        if (word === 'denied') expect([answer, found]).toEqual(['no', 'denied']);
        if (word === 'allowed') expect([answer, found]).toEqual(['yes', 'allowed']);
        expect(mayEver(principal, ACTION)).toBe(word !== 'denied');
      }),
      { numRuns: 300 },
    );
    expect([...told].toSorted()).toEqual(['allowed', 'conditional', 'denied']);
  });

  it('takes an action that the catalogue does not list for possible', () => {
    expect(mayEver(aPrincipal([]), 'newservice:Act')).toBe(true);
  });

  it.each([
    ['NotAction allows the rest', [{ Effect: 'Allow', NotAction: 's3:*', Resource: '*' }], 'allowed', 'denied'],
    [
      'NotAction denies the rest',
      [allow('*'), { Effect: 'Deny', NotAction: 's3:*', Resource: '*' }],
      'denied',
      'allowed',
    ],
    ['NotResource is never sure', [{ Effect: 'Allow', Action: '*', NotResource: onB }], 'conditional', 'conditional'],
    ['a Deny of one resource is never sure', [allow('*'), deny('*', onB)], 'conditional', 'conditional'],
    [
      'a Deny with a variable is never sure',
      [allow('*'), deny('*', 'arn:aws:s3:::${aws:username}')],
      'conditional',
      'conditional',
    ],
    ['a pattern inside a service', [allow('bedrock:Inv?ke*')], 'allowed', 'denied'],
  ])('%s', (_, statements, invoke, get) => {
    const principal = aPrincipal(statements);
    expect([fastVerdict(principal, 'bedrock:InvokeModel'), fastVerdict(principal, 's3:GetObject')]).toEqual([
      invoke,
      get,
    ]);
  });
});

describe('why words deny', () => {
  const layersOf = (principal: ReturnType<typeof aPrincipal>, action = 'bedrock:InvokeModel') =>
    fastBarriers(principal, action).map((cause) =>
      'layer' in cause ? cause : `${cause.effect} ${cause.source.layer}`,
    );

  it.each([
    ['nobody allowed it', aPrincipal([]), [{ layer: 'identity' }]],
    ['the boundary leaves it out', aPrincipal([allow('*')], boundary(allow('s3:*'))), [{ layer: 'boundary' }]],
    [
      'a level of the organisation leaves it out',
      aPrincipal([allow('*')], scps([allow('*')], [allow('s3:*')])),
      [{ layer: 'scp', level: 1 }],
    ],
    ['its own Deny', aPrincipal([allow('*'), deny('bedrock:*')]), ['Deny identity']],
    [
      'Denies of two layers',
      aPrincipal([allow('*'), deny('bedrock:*')], scps([allow('*'), deny('*')])),
      ['Deny scp', 'Deny identity'],
    ],
    ['nothing, as it may be allowed', aPrincipal([allow('*', '*', secure)]), []],
  ])('%s', (_, principal, expected) => {
    expect(layersOf(principal)).toEqual(expected);
  });

  it('names a resource control policy for the services that these reach, and for no other', () => {
    const principal = aPrincipal([allow('*')], rcps(deny('*')));
    expect(layersOf(principal, 's3:GetObject')).toEqual(['Deny rcp']);
    expect(layersOf(principal, 'bedrock:InvokeModel')).toEqual([]);
  });

  it('has a cause for every action that words deny', () => {
    fc.assert(
      fc.property(arbitraryWorld(false), (world) => {
        const principal = principalOf(world);
        for (const { name } of catalogueActions().filter(({ index }) => index % 50 === 0)) {
          expect(fastBarriers(principal, name).length > 0).toBe(fastVerdict(principal, name) === 'denied');
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is in doubt about roles and keys whose own policies are not among the facts', () => {
    const principal = aPrincipal(
      [],
      resourcePolicy(onB, { Effect: 'Allow', Principal: '*', Action: 's3:*', Resource: onB }),
    );
    expect(mayEver(principal, 'kms:Decrypt')).toBe(true);
    expect(mayEver(principal, 'bedrock:InvokeModel')).toBe(false);
  });
});

describe('sets of actions', () => {
  const sets: fc.Arbitrary<ActionBits> = fc.constantFrom(noActions, allActions).chain((edge) =>
    fc.oneof(
      fc.constant(edge),
      fc.array(fc.nat(catalogueActions().length - 1)).map((indexes) => {
        const words = new Uint32Array(noActions.length);
        for (const index of indexes) words[index >>> 5] = (words[index >>> 5] ?? 0) | (1 << (index & 31));
        return words;
      }),
    ),
  );
  it('unite, meet and take away as sets do, and never write to what they were given', () => {
    fc.assert(
      fc.property(sets, sets, sets, (a, b, c) => {
        const before = [a, b, c].map((set) => set.slice());
        for (const { index } of catalogueActions().filter((_, at) => at % 7 === 0)) {
          const [inA, inB, inC] = [a, b, c].map((set) => hasAction(set, index));
          expect(hasAction(anyOf([a, b, c]), index)).toBe(inA === true || inB === true || inC === true);
          expect(hasAction(both(a, b), index)).toBe(inA === true && inB === true);
          expect(hasAction(without(a, b), index)).toBe(inA === true && inB === false);
        }
        expect([a, b, c]).toEqual(before);
      }),
      { numRuns: 20 },
    );
  });
});
