import { anAccount } from '../../../../test/builders/an-account.ts';
import { found, judgeAccount } from '../../../../test/builders/judge-account.ts';
import { known } from '../../../facts/known.ts';
import type { ExemptionFacts } from '../../../facts/wide-state.ts';
import { exemptionLapsed } from './check.ts';

const right: ExemptionFacts = {
  id: 'x-1',
  uniqueId: 'AROAX',
  arn: 'arn:aws:iam::111122223333:role/batch',
  scope: 'SENSITIVE',
  owner: 'team-search',
  reason: 'trial until the audit',
  expires: '2026-12-01T00:00:00Z',
};
const judge = (shown: Partial<ExemptionFacts>) =>
  judgeAccount(exemptionLapsed, anAccount({ wide: { exemptions: known([{ ...right, ...shown }]) } }));

describe('RF.COVERAGE.2 Exempted identities', () => {
  it.each<[Partial<ExemptionFacts>, string]>([
    [{ expires: '2026-11-21T21:00:00.000Z' }, 'ended 2026-11-21T21:00:00.000Z'],
    [{ owner: ' ' }, 'has no owner'],
    [{ reason: '' }, 'has no reason'],
    [{ principalChangedAt: '2026-11-20T00:00:00Z' }, 'is for a principal that changed 2026-11-20T00:00:00Z'],
  ])('answers yes for %j', (shown, fault) => {
    expect(found(judge(shown))).toMatchObject([
      { severity: 'medium', sentence: `exemption x-1 for ${right.arn} ${fault}` },
    ]);
  });

  it('answers no for one with owner, reason and an end that is to come', () => {
    expect(judge({}).map(({ answer }) => answer.answer)).toEqual(['no']);
  });
});
