import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole } from '../../../../test/builders/a-principal.ts';
import { guardrailRequired } from './check.ts';

const guardrail = 'arn:aws:bedrock:us-east-1:111122223333:guardrail/abcdefghijkl';
const model = 'arn:aws:bedrock:us-east-1::foundation-model/example.model-v1';
const invoke = (Condition?: object) => ({
  Effect: 'Allow',
  Action: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
  Resource: model,
  ...(Condition === undefined ? {} : { Condition }),
});
const key = 'bedrock:GuardrailIdentifier';
const answers = (approved: string, ...statements: object[]) =>
  named(
    askOne(guardrailRequired, aRole({ statements: statements as never }), {
      settings: { approvedGuardrails: [approved] },
    }),
    'yes',
  );

describe('RF.ACCESS.8 Model calls must name a guardrail', () => {
  it.each([
    ['no condition', guardrail, [invoke()]],
    ['any guardrail at all', guardrail, [invoke({ Null: { [key]: 'false' } })]],
    [
      'a guardrail that is not approved',
      guardrail,
      [invoke({ StringEquals: { [key]: `${guardrail.slice(0, -3)}xyz` } })],
    ],
    ['an optional one', guardrail, [invoke({ StringLikeIfExists: { [key]: `${guardrail}*` } })]],
    ['any guardrail whose id begins alike', guardrail, [invoke({ StringLike: { [key]: `${guardrail}*` } })]],
    ['any version, where one is approved', `${guardrail}:3`, [invoke({ StringLike: { [key]: `${guardrail}*` } })]],
  ])('answers yes for %s', (_name, approved, statements) => {
    expect(answers(approved, ...statements)).toEqual(['guardrail-required']);
  });

  it.each([
    ['it tests the guardrail', guardrail, [invoke({ StringEquals: { [key]: [guardrail, `${guardrail}:1`] } })]],
    ['it tests any version of it', guardrail, [invoke({ StringLike: { [key]: [guardrail, `${guardrail}:*`] } })]],
    ['it tests the approved version', `${guardrail}:3`, [invoke({ StringEquals: { [key]: `${guardrail}:3` } })]],
    [
      'calls without it are denied',
      guardrail,
      [
        invoke(),
        {
          Effect: 'Deny',
          Action: 'bedrock:InvokeModel*',
          Resource: '*',
          Condition: { StringNotLike: { [key]: `${guardrail}:*` } },
        },
      ],
    ],
    [
      'nothing but job results is reached',
      guardrail,
      [{ ...invoke(), Resource: 'arn:aws:bedrock:*:*:async-invoke/*' }],
    ],
  ])('answers no where %s', (_name, approved, statements) => {
    expect(answers(approved, ...statements)).toEqual([]);
  });

  it('asks nothing without an approved guardrail', () => {
    expect(askOne(guardrailRequired, aRole({ allows: '*' }))).toEqual([]);
  });

  it('would deny what it asks, so that the same question then answers no', () => {
    const judged = askOne(guardrailRequired, aRole({ allows: 'bedrock:*' }), {
      settings: { approvedGuardrails: [guardrail] },
    });
    expect(judged[0]?.ask).toMatchObject({
      any: [{ resources: ['*'], condition: { StringNotLike: { [key]: [guardrail, `${guardrail}:*`] } } }],
    });
  });
});
