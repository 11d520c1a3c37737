import { enforcementRules } from './diff-enforcement.ts';
import { loggingRules } from './diff-logging.ts';
import { reasoningRules } from './diff-reasoning.ts';
import { sdkFields } from './testing/sdk-fields.ts';

/** Entries of a list are compared whole, by the member that names them. */
const fieldsOf = (type: string, under = ''): readonly string[] => [
  ...new Set(sdkFields(type).map(({ path }) => `${under}${path.split('[]')[0] ?? path}`)),
];

describe('the rules of what stands around guardrails and the types of the Bedrock client', () => {
  it.each([
    ['LoggingConfig', fieldsOf('LoggingConfig'), loggingRules],
    [
      'AccountEnforcedGuardrailOutputConfiguration',
      fieldsOf('AccountEnforcedGuardrailOutputConfiguration'),
      enforcementRules,
    ],
    [
      'GetAutomatedReasoningPolicyResponse and its definition',
      [
        ...fieldsOf('GetAutomatedReasoningPolicyResponse'),
        ...fieldsOf('AutomatedReasoningPolicyDefinition', 'policyDefinition.'),
      ],
      reasoningRules,
    ],
  ])('have the same fields of %s: a new one fails here until it has a rule', (_name, fields, rules) => {
    expect(fields.length).toBeGreaterThan(9);
    expect(Object.keys(rules).sort()).toEqual([...fields].sort());
  });

  it.each([['selectiveContentGuarding.system'], ['selectiveContentGuarding.messages'], ['inputTags']])(
    'rank every value of %s that the client knows',
    (path) => {
      const rule = enforcementRules[path];
      const values = sdkFields('AccountEnforcedGuardrailOutputConfiguration').find(
        (field) => field.path === path,
      )?.values;
      expect(typeof rule === 'object' ? [...rule.ranked].sort() : rule).toEqual([...(values ?? [])].sort());
    },
  );
});
