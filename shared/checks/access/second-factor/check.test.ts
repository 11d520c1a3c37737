import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole, aUser } from '../../../../test/builders/a-principal.ts';
import { secondFactor } from './check.ts';

const key = 'aws:MultiFactorAuthPresent';
const change = (Condition?: object) => ({
  Effect: 'Allow',
  Action: 'bedrock:DeleteGuardrail',
  Resource: '*',
  ...(Condition === undefined ? {} : { Condition }),
});
const deny = (operator: string) => ({
  Effect: 'Deny',
  Action: '*',
  Resource: '*',
  Condition: { [operator]: { [key]: 'false' } },
});
const judge = (...statements: readonly object[]) => askOne(secondFactor, aUser({ statements: statements as never }));
const trusting = (Condition?: object) => ({
  trust: [
    {
      Effect: 'Allow',
      Principal: { AWS: 'arn:aws:iam::111122223333:user/alex' },
      Action: 'sts:AssumeRole',
      ...(Condition === undefined ? {} : { Condition }),
    },
  ],
});

describe('RF.ACCESS.14 People use a second factor for AI administration', () => {
  it.each([
    ['nothing tests the second factor', [change()]],
    ['the test passes without the key', [change({ BoolIfExists: { [key]: 'true' } })]],
    ['the Deny misses long-term keys, which carry no key', [change(), deny('Bool')]],
  ])('answers yes where %s', (_name, statements) => {
    const judged = judge(...statements);
    expect(named(judged, 'yes')).toEqual(['second-factor']);
    expect(judged[0]?.sentence).toBe('alex can bedrock:DeleteGuardrail without a second factor');
  });

  it.each([
    ['the second factor is tested', [change({ Bool: { [key]: 'true' } })]],
    ['its absence is denied with BoolIfExists', [change(), deny('BoolIfExists')]],
    ['only ordinary use is allowed', [{ ...change(), Action: 'bedrock:InvokeModel' }]],
  ])('answers no where %s', (_name, statements) => {
    expect(named(judge(...statements), 'yes')).toEqual([]);
  });

  it('asks a role that users assume, unless its trust policy demands the second factor', () => {
    const role = { allows: 'bedrock:DeleteGuardrail' };
    expect(named(askOne(secondFactor, aRole({ ...role, ...trusting() })), 'yes')).toEqual(['second-factor']);
    expect(askOne(secondFactor, aRole({ ...role, ...trusting({ Bool: { [key]: 'true' } }) }))).toEqual([]);
    expect(
      named(askOne(secondFactor, aRole({ ...role, ...trusting({ BoolIfExists: { [key]: 'true' } }) })), 'yes'),
    ).toEqual(['second-factor']);
  });

  it('asks nothing of a workload role, of federated sessions or of the user of an API key', () => {
    const federated = [
      {
        Effect: 'Allow',
        Principal: { Federated: 'arn:aws:iam::111122223333:saml-provider/x' },
        Action: 'sts:AssumeRoleWithSAML',
      },
    ];
    expect(askOne(secondFactor, aRole({ allows: '*' }))).toEqual([]);
    expect(askOne(secondFactor, aRole({ allows: '*', trust: federated }))).toEqual([]);
    expect(askOne(secondFactor, aUser({ name: 'BedrockAPIKey-abcd', allows: '*' }))).toEqual([]);
  });

  it('asks whom the settings name, administrators included', () => {
    const settings = { people: [{ path: '/staff/' }], administrators: ['AROAMLAPP'] };
    expect(named(askOne(secondFactor, aRole({ allows: '*', path: '/staff/' }), { settings }), 'yes')).toEqual([
      'second-factor',
    ]);
  });
});
