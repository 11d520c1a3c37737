import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aRole, aUser } from '../../../../test/builders/a-principal.ts';
import { sessionPolicyAlone } from './check.ts';

const model = 'arn:aws:bedrock:us-east-1::foundation-model/example.model-v1';
const of = (roleClass: 'specialised' | 'general') => ({
  classRules: [{ class: roleClass, match: { name: 'ml-*' } }],
  classLimits: { [roleClass]: { models: [model] } },
});
const wide = aRole({ allows: 'bedrock:InvokeModel' });

describe('RF.ACCESS.25 Session policies are not relied on alone', () => {
  it('answers yes for a role whose own policies exceed its class', () => {
    const judged = askOne(sessionPolicyAlone, wide, { settings: of('specialised') });
    expect(named(judged, 'yes')).toEqual(['session-policy-alone']);
    expect(judged[0]?.sentence).toMatch(/^without a session policy ml-app exceeds its class: it can invoke arn:/u);
  });

  it('answers no for a role whose own policies keep to its class', () => {
    const role = aRole({ allows: 'bedrock:InvokeModel', on: model });
    expect(named(askOne(sessionPolicyAlone, role, { settings: of('specialised') }), 'no')).toEqual([
      'session-policy-alone',
    ]);
  });

  it('leaves evaluation and general roles to their own checks, and users aside: they have no session policy', () => {
    expect(askOne(sessionPolicyAlone, wide, { settings: of('general') })).toEqual([]);
    const user = aUser({ name: 'ml-alex', allows: 'bedrock:InvokeModel' });
    expect(askOne(sessionPolicyAlone, user, { settings: of('specialised') })).toEqual([]);
  });
});
