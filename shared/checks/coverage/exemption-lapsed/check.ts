import { displayText } from '../../../change/display-text.ts';
import type { ExemptionFacts } from '../../../facts/wide-state.ts';
import type { AccountStateCheck } from '../../check.ts';
import { judgeWide, yes } from '../../judge-facts.ts';
import { accountSubject } from '../../subjects.ts';
import { accessChanges } from '../../triggers.ts';

export const exemptionLapsed = {
  id: 'RF.COVERAGE.2',
  name: 'exemption-lapsed',
  title: 'Exempted identities',
  kind: 'account-state',
  severity: 'medium',
  pack: 'essential',
  triggeredBy: accessChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Remove the exemption, or grant it anew with an owner, a reason and an end. The check asks about the principal again by itself.',
  references: { aisf: ['AISF-GOV-02'] },
  judge: ({ account }) =>
    judgeWide({ account, name: 'exemption-lapsed' }, 'exemptions', (exemptions) =>
      exemptions.flatMap((exemption) => {
        const faults = faultsOf(exemption, account.asOf);
        if (faults.length === 0) return [];
        return [
          {
            name: `exemption-${exemption.id}`,
            subject: accountSubject(account.accountId),
            sentence: `exemption ${displayText(exemption.id)} for ${displayText(exemption.arn, 512)} ${faults.join(' and ')}`,
            answer: yes(
              { fact: 'scope', value: exemption.scope },
              ...faults.map((value) => ({ fact: `exemption ${exemption.id}`, value })),
            ),
          },
        ];
      }),
    ),
} as const satisfies AccountStateCheck;

const faultsOf = (exemption: ExemptionFacts, asOf: string): readonly string[] => [
  ...(Date.parse(exemption.expires) <= Date.parse(asOf) ? [`ended ${exemption.expires}`] : []),
  ...(exemption.owner.trim() === '' ? ['has no owner'] : []),
  ...(exemption.reason.trim() === '' ? ['has no reason'] : []),
  ...(exemption.principalChangedAt === undefined
    ? []
    : [`is for a principal that changed ${exemption.principalChangedAt}`]),
];
