import { displayText } from '../../../change/display-text.ts';
import type { ControlPolicy } from '../../../facts/wide-state.ts';
import { parsePolicy } from '../../../reasoning/policy/parse-policy.ts';
import type { AccountStateCheck, StateJudgement } from '../../check.ts';
import { judgeWide, missing, yes } from '../../judge-facts.ts';
import { accountSubject } from '../../subjects.ts';
import { organisationChanges } from '../../triggers.ts';
import { gapsOf } from './gaps-of.ts';

export const controlPolicyGap = {
  id: 'RF.COVERAGE.5',
  name: 'control-policy-gap',
  title: 'Organisation policy that covers less than it seems',
  kind: 'account-state',
  severity: 'medium',
  pack: 'recommended',
  triggeredBy: organisationChanges,
  administrators: 'judged',
  containment: 'ask',
  fix: 'Add what goes through to the Deny, or say the same in a boundary or a service control policy that reaches it.',
  references: { genSec: ['GENSEC01-BP01'], aisf: ['AISF-GOV-02'] },
  judge: ({ account }) => {
    const inManagementAccount = account.principals.some(
      (each) => each.inManagementAccount.state === 'known' && each.inManagementAccount.value,
    );
    return judgeWide({ account, name: 'control-policy-gap' }, 'controlPolicies', (policies) =>
      policies.flatMap((policy) => judgePolicy(account.accountId, policy, inManagementAccount)),
    );
  },
} as const satisfies AccountStateCheck;

const judgePolicy = (
  accountId: string,
  control: ControlPolicy,
  inManagementAccount: boolean,
): readonly StateJudgement[] => {
  const subject = accountSubject(accountId);
  const parsed = parsePolicy(control.text, 'any');
  if (!parsed.ok) {
    const { at, detail } = parsed.error;
    const answer = missing(`control policy ${control.name} cannot be read: ${at} ${detail}`);
    return [
      { name: `unreadable-${control.name}`, subject, sentence: `${displayText(control.name)} was not judged`, answer },
    ];
  }
  return gapsOf(control, parsed.policy, inManagementAccount).map(({ name, witness, why }) => ({
    name: `${control.name}-${name}`,
    subject,
    sentence: `${displayText(control.name)} does not stop ${witness}`,
    reason: `${why.charAt(0).toUpperCase()}${why.slice(1)}.`,
    answer: yes({ fact: `goes through ${control.name}`, value: witness }, { fact: 'because', value: why }),
  }));
};
