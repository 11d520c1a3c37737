import { aChange } from '../../../../test/builders/a-change.ts';
import { askChangeChecks } from '../../ask-change-checks.ts';
import { emptyChangeContext } from '../../check.ts';
import { defaultCheckSettings } from '../../settings.ts';
import type { Change } from '../../../change/change.ts';
import { identityProviderChanged } from './check.ts';

const judge = (change: Change) =>
  askChangeChecks({
    change,
    context: emptyChangeContext,
    settings: { ...defaultCheckSettings, pack: 'strict' },
    checks: [identityProviderChanged],
  }).judgements;
const arn = 'arn:aws:iam::111122223333:oidc-provider/token.example.com';
const touches = [{ kind: 'resource' as const, type: 'AWS::IAM::OIDCProvider', identifier: arn }];

describe('RF.TRUST.5 New identity providers are noticed', () => {
  it.each(identityProviderChanged.triggeredBy.map((trigger) => [trigger]))('finds %s, with who and what', (trigger) => {
    const [judged] = judge(aChange(trigger, { touches }));
    expect(judged).toMatchObject({ severity: 'medium', containment: 'ask', answer: { answer: 'yes' } });
    expect(judged?.sentence).toMatch(
      /assumed-role\/Deploy\/ci .* the identity provider arn:aws:iam::.*token\.example\.com$/,
    );
  });

  it('shows what the request said', () => {
    const parameters = { openIDConnectProviderArn: arn, clientID: 'another-audience' };
    const [judged] = judge(aChange('iam.amazonaws.com:AddClientIDToOpenIDConnectProvider', { touches, parameters }));
    expect(judged?.answer).toMatchObject({
      evidence: [{ fact: 'call' }, { fact: 'clientID', value: '"another-audience"' }],
    });
  });

  it('names a new provider by its address where the record has no ARN, and says so where it names nothing', () => {
    const created = 'iam.amazonaws.com:CreateOpenIDConnectProvider' as const;
    const parameters = { url: 'https://token.example.com' };
    expect(judge(aChange(created, { parameters }))[0]?.sentence).toContain('https://token.example.com');
    expect(judge(aChange(created, { body: 'omitted' }))[0]?.sentence).toContain('that the record does not name');
  });

  it('finds nothing in a call that failed, in another change, and in a deleted provider', () => {
    const failed = { result: 'failed', code: 'AccessDenied', refused: true } as const;
    expect(judge(aChange('iam.amazonaws.com:CreateSAMLProvider', { touches, outcome: failed }))).toEqual([]);
    expect(judge(aChange('iam.amazonaws.com:CreateRole', { touches }))).toEqual([]);
    expect(judge(aChange('iam.amazonaws.com:DeleteOpenIDConnectProvider', { touches }))).toEqual([]);
  });
});
