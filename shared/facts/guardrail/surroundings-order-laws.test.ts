import fc from 'fast-check';
import type { JsonObject } from '../../change/json-object.ts';
import { diffSurroundings } from './diff-surroundings.ts';
import { putBackSurrounding } from './put-back-surrounding.ts';
import type { SurroundingKind } from './surroundings.ts';
import { reverseVerdict } from './verdict.ts';

const pairs = 10_000;
const some = Math.ceil(pairs / 4);
const region = 'us-east-1';

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 3 });
const s3 = fc.record({ bucketName: fc.constantFrom('a', 'b'), keyPrefix: maybe(fc.constantFrom('x', 'y')) });
const logging = fc
  .record({
    textDataDeliveryEnabled: maybe(fc.boolean()),
    imageDataDeliveryEnabled: maybe(fc.boolean()),
    videoDataDeliveryEnabled: maybe(fc.boolean()),
    s3Config: maybe(s3),
    cloudWatchConfig: maybe(
      fc.record({
        logGroupName: fc.constantFrom('g', 'h'),
        roleArn: fc.constant('role'),
        largeDataDeliveryS3Config: maybe(s3),
      }),
    ),
    sampling: maybe(fc.constantFrom(1, 2)),
  })
  .map((loggingConfig): JsonObject => ({ loggingConfig }));
const models = fc.subarray(['m1', 'm2', 'm3']);
const enforcement = fc
  .uniqueArray(
    fc.record({
      guardrailArn: fc.constantFrom('g1', 'g2', 'g3'),
      guardrailVersion: fc.constantFrom('DRAFT', '1', '2', '10', 'odd'),
      inputTags: maybe(fc.constantFrom('HONOR', 'IGNORE')),
      owner: fc.constantFrom('ACCOUNT', 'OTHER'),
      updatedBy: fc.constantFrom('a', 'b'),
      modelEnforcement: maybe(
        fc.record({ includedModels: fc.oneof(fc.constant(['ALL']), models), excludedModels: models }),
      ),
      selectiveContentGuarding: maybe(fc.record({ system: maybe(fc.constantFrom('SELECTIVE', 'COMPREHENSIVE')) })),
    }),
    { selector: ({ guardrailArn }) => guardrailArn, maxLength: 3 },
  )
  .map((guardrailsConfig): JsonObject => ({ guardrailsConfig }));
const entry = fc.record({ id: fc.constantFrom('1', '2', '3'), expression: fc.constantFrom('e', 'f') });
const reasoning = fc.record({
  policyArn: fc.constant('p'),
  definitionHash: fc.constantFrom('h', 'i'),
  name: fc.constantFrom('a', 'b'),
  policyDefinition: maybe(
    fc.record({
      rules: fc.uniqueArray(entry, { selector: ({ id }) => id }),
      types: fc.constant([]),
      variables: fc.constant([]),
    }),
  ),
});
const one: Readonly<
  Record<'invocation-logging' | 'enforced-guardrails' | 'automated-reasoning', fc.Arbitrary<JsonObject>>
> = {
  'invocation-logging': logging,
  'enforced-guardrails': enforcement,
  'automated-reasoning': reasoning,
};
const kinds = Object.entries(one).map(([kind, arbitrary]) => [kind as SurroundingKind, maybe(arbitrary)] as const);

describe('the diff of what stands around guardrails is a partial order', () => {
  it.each(kinds)(`says of %s and its reverse the opposite, change by change, over ${pairs} pairs`, (kind, any) => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(any, any, (before, after) => {
        const there = diffSurroundings(kind, before, after);
        const back = diffSurroundings(kind, after, before);
        const said = [there.verdict, ...there.changes.map(({ path, verdict }) => `${path} ${verdict}`).sort()];
        const wanted = [
          reverseVerdict(back.verdict),
          ...back.changes.map(({ path, verdict }) => `${path} ${reverseVerdict(verdict)}`).sort(),
        ];
        if (said.join('\n') !== wanted.join('\n')) expect(said).toEqual(wanted);
        seen.set(there.verdict, (seen.get(there.verdict) ?? 0) + 1);
      }),
      { numRuns: pairs },
    );
    // A law over pairs that are never comparable would hold for nothing.
    for (const verdict of ['weaker', 'stronger'])
      expect([verdict, (seen.get(verdict) ?? 0) > 100]).toEqual([verdict, true]);
  });

  it.each(kinds)('says same of %s and itself, with no change at all', (kind, any) => {
    fc.assert(
      fc.property(any, (state) => {
        expect(diffSurroundings(kind, state, structuredClone(state)).changes).toEqual([]);
      }),
      { numRuns: some },
    );
  });

  it.each(kinds)('composes over %s: weaker after weaker is weaker', (kind, any) => {
    fc.assert(
      fc.property(any, any, any, (a, b, c) => {
        const [first, second] = [diffSurroundings(kind, a, b).verdict, diffSurroundings(kind, b, c).verdict];
        for (const way of ['weaker', 'stronger'] as const) {
          if (first !== way || second !== way) continue;
          const verdict = diffSurroundings(kind, a, c).verdict;
          if (verdict !== way) expect([a, b, c, verdict]).toEqual([a, b, c, way]);
        }
      }),
      { numRuns: pairs },
    );
  });

  it('puts logging back so that nothing is lost to either state, in what is ranked', () => {
    fc.assert(
      fc.property(logging, maybe(logging), (was, now) => {
        const held = {
          kind: 'invocation-logging' as const,
          region,
          identifier: region,
          was,
          wasAsOf: '',
          wasBy: 'sweep',
        };
        const [call] = putBackSurrounding(now === undefined ? held : { ...held, now });
        if (call?.call !== 'PutModelInvocationLoggingConfiguration') return;
        const weaker = (from: JsonObject | undefined) =>
          diffSurroundings('invocation-logging', from, call.request).changes.filter(
            ({ verdict }) => verdict === 'weaker',
          );
        expect([weaker(was), weaker(now)]).toEqual([[], []]);
      }),
      { numRuns: some },
    );
  });
});
