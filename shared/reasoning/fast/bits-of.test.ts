import fc from 'fast-check';
import { catalogueActions } from '../catalogue/action-catalogue.ts';
import { matchesAction } from '../match/match-action.ts';
import { hasAction } from './action-bits.ts';
import { bitsOf } from './bits-of.ts';

const names = catalogueActions().map(({ key }) => key);
const part = fc.constantFrom('', 'get', 'list', 'model', 'invoke', 'e', 's', '*', '*', '?', '**');
const service = fc.constantFrom('bedrock', 's3', 'iam', 'sagemaker', 'none', '*', 's*', '?3', 'bedrock*');
const pattern = fc.oneof(
  fc.constantFrom('*', '**', ...names.filter((_, at) => at % 97 === 0)),
  fc
    .tuple(service, fc.array(part, { minLength: 1, maxLength: 4 }))
    .map(([left, right]) => `${left}:${right.join('') || '*'}`),
  fc.constantFrom('a:b:c', 's3:get*:*', '*:*:*'),
);

describe('the bits of an Action or NotAction element', () => {
  it('are those of the actions that the matcher matches, in each reading', () => {
    fc.assert(
      fc.property(
        fc.array(pattern, { maxLength: 3 }),
        fc.boolean(),
        fc.constantFrom('wide' as const, 'narrow' as const, 'documented' as const),
        (entries, negated, width) => {
          const bits = bitsOf({ negated, entries }, width);
          const wrong = catalogueActions().filter(
            ({ key, index }) => hasAction(bits, index) !== matchesAction({ negated, entries }, key, width),
          );
          expect(wrong.map(({ key }) => key)).toEqual([]);
        },
      ),
      { numRuns: 300 },
    );
  });
});
