import { aRole } from '../../test/builders/a-principal.ts';
import { absent, known, outOfScope, unknown } from './known.ts';
import { controlPoliciesOf, underOrganisation, type OrganisationFacts } from './organisation-facts.ts';

const principal = {
  ...aRole({ name: 'app' }),
  serviceControlPolicies: outOfScope,
  resourceControlPolicies: outOfScope,
  inManagementAccount: outOfScope,
  organisation: outOfScope,
};
const full = { name: 'FullAWSAccess', text: '{"Statement":[]}' };
const member = (policies: (OrganisationFacts & { told: 'member' })['policies']): OrganisationFacts => ({
  told: 'member',
  id: 'o-1',
  inManagementAccount: false,
  policies,
});
const read = member({ told: 'yes', serviceControlPolicies: [[full], [full]], resourceControlPolicies: [[full]] });
const refused = { told: 'refused', why: 'allow organizations:ListParents' } as const;
const failed = { told: 'failed', why: 'ThrottlingException' } as const;

describe('a principal under its organisation', () => {
  it('has the levels that were read', () => {
    expect(underOrganisation(principal, read)).toMatchObject({
      organisation: known('o-1'),
      inManagementAccount: known(false),
      serviceControlPolicies: known([[full], [full]]),
      resourceControlPolicies: known([[full]]),
    });
  });

  it('has none, and that is known, where the account is in no organisation', () => {
    expect(underOrganisation(principal, { told: 'none' })).toMatchObject({
      organisation: absent,
      inManagementAccount: known(false),
      serviceControlPolicies: absent,
    });
  });

  it('keeps what may not be read declared out of scope, and the organisation that a member learns', () => {
    expect(underOrganisation(principal, refused)).toBe(principal);
    expect(underOrganisation(principal, { told: 'out-of-scope' })).toBe(principal);
    expect(underOrganisation(principal, member(refused))).toMatchObject({
      organisation: known('o-1'),
      serviceControlPolicies: outOfScope,
      resourceControlPolicies: outOfScope,
    });
  });

  it('does not know what could not be read just now: no answer may lean on it', () => {
    const missing = unknown('ThrottlingException');
    expect(underOrganisation(principal, failed)).toMatchObject({
      serviceControlPolicies: missing,
      inManagementAccount: missing,
    });
    expect(underOrganisation(principal, member(failed))).toMatchObject({
      organisation: known('o-1'),
      serviceControlPolicies: missing,
      resourceControlPolicies: missing,
    });
  });
});

describe('the control policies that reach an account', () => {
  it('are listed once each, by kind', () => {
    expect(controlPoliciesOf(read)).toEqual(
      known([
        { kind: 'scp', ...full },
        { kind: 'rcp', ...full },
      ]),
    );
  });

  it.each([
    ['no organisation', { told: 'none' }, known([])],
    ['an input without one', { told: 'out-of-scope' }, outOfScope],
    ['a refusal', refused, unknown(refused.why)],
    ['a refusal of the policies', member(refused), unknown(refused.why)],
    ['an answer that did not come', member(failed), unknown(failed.why)],
  ] as const)('for %s', (_, organisation, expected) => {
    expect(controlPoliciesOf(organisation)).toEqual(expected);
  });
});
