import { askOne, named } from '../../../../test/builders/ask-one.ts';
import { aPolicy, aRole, aUser } from '../../../../test/builders/a-principal.ts';
import { known, unknown } from '../../../facts/known.ts';
import { sensitiveActions } from '../../sensitive/sensitive-actions.ts';
import { managedFullAccess } from './check.ts';
import { fullAccessPolicies } from './full-access-policies.ts';

const all = { Effect: 'Allow', Action: 'bedrock:*', Resource: '*' };
const managed = (name: string, arn = `arn:aws:iam::aws:policy/${name}`) => aPolicy(all, { arn });

describe('RF.ACCESS.22 Managed full-access policies are for administrators', () => {
  it.each(Object.keys(fullAccessPolicies))('answers yes where %s is attached', (name) => {
    const judged = askOne(managedFullAccess, aRole({ attached: [managed(name)] }));
    expect(named(judged, 'yes')).toEqual([name]);
    expect(judged.find(({ questionName }) => questionName === name)?.sentence).toBe(`${name} is attached to ml-app`);
  });

  it('answers yes where it comes through a group, and names the group', () => {
    const attachedPolicies = known([managed('AmazonBedrockFullAccess')]);
    const group = {
      name: 'ml',
      arn: 'arn:aws:iam::111122223333:group/ml',
      inlinePolicies: known([]),
      attachedPolicies,
    };
    const judged = askOne(managedFullAccess, aUser({ groups: known([group]) }));
    expect(judged.find(({ answer }) => answer.answer === 'yes')?.sentence).toBe(
      'AmazonBedrockFullAccess is attached to alex through group ml',
    );
  });

  it.each([
    ['a customer policy of the same name', managed('', 'arn:aws:iam::111122223333:policy/AmazonBedrockFullAccess')],
    ['a read-only policy', managed('AmazonBedrockReadOnly')],
  ])('answers no for %s', (_name, policy) => {
    expect(named(askOne(managedFullAccess, aRole({ attached: [policy] })), 'yes')).toEqual([]);
  });

  it('answers yes in another partition', () => {
    const policy = managed('', 'arn:aws-cn:iam::aws:policy/AmazonSageMakerFullAccess');
    expect(named(askOne(managedFullAccess, aRole({ attached: [policy] })), 'yes')).toEqual([
      'AmazonSageMakerFullAccess',
    ]);
  });

  it('answers unknown for what was not read, and still yes for what was', () => {
    const unread = { attachedPolicies: unknown('iam:ListAttachedRolePolicies was refused') };
    const judged = askOne(managedFullAccess, aRole(unread));
    expect(named(judged, 'unknown')).toEqual(Object.keys(fullAccessPolicies));
    const user = aUser({ attached: [managed('AmazonLexFullAccess')], groups: unknown('refused') });
    expect(named(askOne(managedFullAccess, user), 'yes')).toEqual(['AmazonLexFullAccess']);
  });

  it('would deny the sensitive actions of the service that may be denied, and no ordinary use', () => {
    const judged = askOne(managedFullAccess, aRole({ attached: [managed('AmazonBedrockFullAccess')] }));
    const ask = judged.find(({ answer }) => answer.answer === 'yes')?.ask;
    const actions = ask !== undefined && 'any' in ask ? (ask.any[0]?.actions ?? []) : [];
    expect(actions).toContain('bedrock:DeleteGuardrail');
    expect(actions).not.toContain('bedrock:ApplyGuardrail');
    expect(actions).not.toContain('bedrock:InvokeModel');
    expect(sensitiveActions.map(({ name }) => name)).toEqual(expect.arrayContaining([...actions]));
  });

  it('knows every service of its list by a sensitive action', () => {
    const services = new Set(sensitiveActions.map(({ service }) => service));
    expect(
      Object.values(fullAccessPolicies)
        .flat()
        .filter((service) => !services.has(service)),
    ).toEqual([]);
  });
});
