import { guardrailRules } from './guardrail-rules.ts';
import { sdkFields } from './testing/sdk-fields.ts';

const sdk = sdkFields('GetGuardrailResponse');
const rules = guardrailRules.fields();
const sortedPaths = (fields: readonly { path: string }[]): readonly string[] =>
  fields.map((field) => field.path).sort();

describe('the rules of the guardrail diff and the types of the Bedrock client', () => {
  it('are read at all: the list of fields is long, nested and knows its values', () => {
    expect(sdk.length).toBeGreaterThan(60);
    expect(sdk).toContainEqual({
      path: 'contentPolicy.filters[].inputStrength',
      values: expect.arrayContaining(['NONE', 'HIGH']) as readonly string[],
    });
    expect(sdk).toContainEqual({ path: 'topicPolicy.topics[].examples' });
  });

  it('have the same fields: a new field of GetGuardrail fails here until it has a rule', () => {
    // Tags are answered by another call, and are kept beside it.
    expect(sortedPaths(rules)).toEqual(sortedPaths([...sdk, { path: 'tags' }]));
  });

  it.each(sdk.filter(({ values }) => values !== undefined).map(({ path: at, values }) => [at, values] as const))(
    'know the same values of %s',
    (at, values) => {
      const rule = rules.find((each) => each.path === at);
      expect([...(rule?.values ?? [])].sort()).toEqual([...(values ?? [])].sort());
    },
  );
});
