import { aChange } from '../../../../test/builders/a-change.ts';
import { anAccount, guardrailArn } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount, judgeChange } from '../../../../test/builders/judge-account.ts';
import { known } from '../../../facts/known.ts';
import type { OrganisationGuardrail } from '../../../facts/wide-state.ts';
import { organisationPolicyBroken } from './check.ts';

const whole: OrganisationGuardrail = {
  policyId: 'p-1',
  region: 'eu-west-1',
  guardrailArn,
  guardrailVersion: '2',
  exists: true,
  shared: true,
};
const judge = (policy: OrganisationGuardrail) =>
  judgeAccount(organisationPolicyBroken, anAccount({ wide: { organisationGuardrails: known([policy]) } }));

describe('RF.GUARD.6 Organisation policy changed', () => {
  it.each<[string, OrganisationGuardrail, string]>([
    ['cannot be read', { policyId: 'p-1', malformed: 'not JSON' }, 'its text cannot be read: not JSON'],
    ['names no guardrail', { policyId: 'p-1' }, 'it names no guardrail'],
    ['names one that is gone', { ...whole, exists: false }, `${guardrailArn} is gone`],
    ['names a draft', { ...whole, guardrailVersion: 'DRAFT' }, `${guardrailArn} is named without a version`],
    ['is not shared', { ...whole, shared: false }, `${guardrailArn} is not shared with the account`],
  ])('answers yes for a policy that %s', (_name, policy, fault) => {
    const [judged] = found(judge(policy));
    expect(judged).toMatchObject({ severity: 'critical', subject: { kind: 'account' } });
    expect(judged?.sentence).toContain(fault);
  });

  it('answers no for a policy that names a version which is there and shared', () => {
    expect(judge(whole).map(({ answer }) => answer.answer)).toEqual(['no']);
  });

  it('answers unknown where the policies were not read', () => {
    const judged = judgeAccount(organisationPolicyBroken, { ...anAccount(), wide: {} });
    expect(judged.map(({ answer }) => answer.answer)).toEqual(['unknown']);
  });

  it.each([
    ['BEDROCK_POLICY', 1],
    ['TAG_POLICY', 0],
  ])('judges that the type %s was switched off: %d', (policyType, count) => {
    const change = aChange('organizations.amazonaws.com:DisablePolicyType', { parameters: { policyType } });
    expect(judgeChange(organisationPolicyBroken, change)).toHaveLength(count);
  });
});
